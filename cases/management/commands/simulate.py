from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.telemetry.simulation.run import FORMATS, Plan, simulate
from cases.telemetry.simulation.scenario import SCENARIOS


class Command(BaseCommand):
    help = "Write invented telemetry of a platform and, apart from it, the truth behind it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--out", type=Path, required=True, help="folder to write to")
        add("--scenario", choices=sorted(SCENARIOS), default="hydra")
        add("--accounts", type=int, default=2_000, help="all platform accounts together")
        add("--campaign-accounts", type=int, help="instead of the scenario's share of --accounts")
        add("--other-accounts", type=int, help="instead of the rest of --accounts")
        add("--interactions", type=int, default=200_000)
        add("--seed", type=int, default=7)
        add("--start", type=date.fromisoformat, default=date(2026, 3, 2), help="first day, UTC")
        add("--days", type=int, default=45)
        add("--format", choices=FORMATS, default="parquet")
        add("--no-texts", action="store_true", help="leave out prompts and outputs")

    def handle(self, **options: Any) -> None:
        plan = _plan(options)
        began = perf_counter()
        files = simulate(plan, options["out"], self._progress)
        seconds = perf_counter() - began
        for name, file in files.items():
            self.stdout.write(f"{name}: {file} ({file.stat().st_size:,} bytes)")
        self.stdout.write(f"truth, kept apart: {options['out'] / 'truth'}")
        self.stdout.write(
            f"{plan.interactions:,} interactions in {seconds:.1f} s, "
            f"{plan.interactions / seconds:,.0f} a second"
        )

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            end = "\n" if done == total else ""
            self.stderr.write(f"\r{done:,} of {total:,} interactions", ending=end)


def _plan(options: dict[str, Any]) -> Plan:
    scenario = SCENARIOS[options["scenario"]]
    campaign = options["campaign_accounts"]
    if campaign is None:
        campaign = round(options["accounts"] * scenario.campaign_accounts)
    others = options["other_accounts"]
    if others is None:
        others = options["accounts"] - campaign
    if not scenario.operators and campaign:
        raise CommandError(f"The scenario {scenario.name} has no campaign accounts.")
    if min(campaign, others, options["interactions"], options["days"] - 1) < 0 or not (
        campaign + others
    ):
        raise CommandError("Accounts, interactions and days must be above zero.")
    return Plan(
        scenario=scenario,
        campaign_accounts=campaign,
        other_accounts=others,
        interactions=options["interactions"],
        seed=options["seed"],
        start=options["start"],
        days=options["days"],
        has_texts=not options["no_texts"],
        format=options["format"],
    )
