"""From a scenario, sizes and a seed to files; the same arguments write the same telemetry."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cases.telemetry.simulation import activity, operators, others, population, values
from cases.telemetry.simulation.activity import Platform
from cases.telemetry.simulation.population import NEVER, Group, Population, Window
from cases.telemetry.simulation.scenario import Scenario
from cases.telemetry.simulation.values import Ints

VERSION = "1"
FORMATS = ("parquet", "csv.gz", "jsonl.gz")


@dataclass(frozen=True)
class Plan:
    """What to simulate."""

    scenario: Scenario
    campaign_accounts: int
    other_accounts: int
    interactions: int
    seed: int
    start: date = date(2026, 3, 2)
    days: int = 45
    has_texts: bool = True
    format: str = "parquet"

    @property
    def window(self) -> Window:
        start = datetime(self.start.year, self.start.month, self.start.day, tzinfo=UTC)
        return Window(int(start.timestamp()), self.days)


def simulate(plan: Plan, out: Path, progress: Callable[[int, int], None]) -> dict[str, Path]:
    """Write interactions and accounts, and apart from them the truth about who did what."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "truth").mkdir(exist_ok=True)
    people = _populate(plan)
    names = _names(people, plan.seed)
    platform = Platform(
        population=people,
        window=plan.window,
        names=names,
        keys=pa.array(values.tokens("key", np.arange(len(people)), plan.seed + 5)),
        operators=[(each.rhythm, each.hours_from_utc) for each in plan.scenario.operators],
        campaign_traffic=plan.scenario.campaign_traffic,
        seed=plan.seed,
        has_texts=plan.has_texts,
    )
    files = {
        "interactions": _write_interactions(plan, platform, out, progress),
        "accounts": _write(_accounts(people, names, plan), out / "accounts.parquet"),
    }
    if plan.format != "parquet":
        files = {name: _convert(file, plan.format) for name, file in files.items()}
    _write_truth(plan, people, names, out / "truth")
    return files


def _populate(plan: Plan) -> Population:
    rng = np.random.default_rng((plan.seed, 0))
    size = plan.campaign_accounts + plan.other_accounts
    people = population.settle(size, plan.window, rng)
    members = np.arange(plan.campaign_accounts)
    pools: dict[str, Ints] = {}
    cuts = np.cumsum([each.share for each in plan.scenario.operators])[:-1] * len(members)
    for number, operator in enumerate(plan.scenario.operators):
        mine = np.split(members, cuts.astype(int))[number]
        key = operator.proxy_pool or operator.name
        if key not in pools:
            pools[key] = operators.address_pool(operator, len(mine), rng)
        operators.enlist(people, operator, number, mine, pools[key], plan.window, rng)
    pool = np.concatenate([*pools.values()]) if pools else np.array([], np.int64)
    rest = np.arange(plan.campaign_accounts, size)
    others.gather(people, plan.scenario.others, rest, pool, plan.window, rng)
    return people


def _names(people: Population, seed: int) -> pa.Array:
    return pa.array(values.tokens("pa", np.arange(len(people)), seed + 3))


def _write_interactions(
    plan: Plan, platform: Platform, out: Path, progress: Callable[[int, int], None]
) -> Path:
    path, writer, done = out / "interactions.parquet", None, 0
    for day, rows in enumerate(activity.rows_by_day(platform, plan.interactions)):
        table = activity.one_day(platform, day, rows)
        if writer is None:
            writer = pq.ParquetWriter(path, table.schema, compression="zstd", store_schema=False)
        writer.write_table(table, row_group_size=250_000)
        done += rows
        progress(done, plan.interactions)
    if writer is not None:
        writer.close()
    return path


def _accounts(people: Population, names: pa.Array, plan: Plan) -> pa.Table:
    order = np.argsort(names.to_numpy(zero_copy_only=False))
    table = pa.table(
        {
            "account_id": names,
            "created_at": _times(people.created),
            "closed_at": _times(people.closed),
            "close_reason": _chosen(values.CLOSED_BECAUSE, people.closed_because),
            "email_domain": _chosen(values.mail_domains(), people.mail_domain),
            "email_pattern": _chosen(values.MAIL_PATTERNS, people.mail_pattern),
            "phone_hash": pa.array(values.tokens("ph", people.phone, plan.seed + 7)),
            "payment_instruments": _lists("pm", people.instruments, plan.seed + 9),
            "card_bin": pa.array([f"00{number:04}" for number in people.bin.tolist()]),
            "funding_type": _chosen(values.FUNDING, people.funding),
            "billing_country": _chosen(values.COUNTRIES, values.countries(people.sign_up_address)),
            "reseller": pa.array(values.tokens("rs", people.reseller, plan.seed + 11)),
            "organization": pa.array(values.tokens("org", people.organization, plan.seed + 13)),
            "entry_programme": _chosen(values.PROGRAMMES, people.programme),
            "device_ids": _lists("dv", people.devices, plan.seed + 15),
            "verification_level": _chosen(values.VERIFICATIONS, people.verification),
            "plan": _chosen(values.PLANS, people.plan),
            "signup_ip": pa.array(values.dotted(people.sign_up_address.tolist())),
        }
    )
    return table.take(pa.array(order))


def _times(seconds: Ints) -> pa.Array:
    is_never = seconds == NEVER
    return pa.array(
        np.where(is_never, 0, seconds) * 1_000, pa.timestamp("ms", "UTC"), mask=is_never
    )


def _chosen(words: list[str], numbers: Ints) -> pa.Array:
    return pa.array(words).take(pa.array(numbers, mask=numbers < 0))


def _lists(prefix: str, numbers: Ints, salt: int) -> pa.Array:
    """The things that an account has, in one text parted by semicolons."""
    rows = [values.tokens(prefix, column, salt) for column in numbers.T]
    return pa.array(
        [";".join(sorted({v for v in row if v})) or None for row in zip(*rows, strict=True)]
    )


def _write(table: pa.Table, path: Path) -> Path:
    pq.write_table(table, path, compression="zstd", store_schema=False)
    return path


def _convert(parquet: Path, suffix: str) -> Path:
    """The same rows in another format, times written with their zone."""
    path = parquet.with_name(f"{parquet.stem}.{suffix}")
    kind = "csv, header" if suffix.startswith("csv") else "json"
    source, target = str(parquet).replace("'", "''"), str(path).replace("'", "''")
    times = [field.name for field in pq.read_schema(parquet) if pa.types.is_timestamp(field.type)]
    written = ", ".join(
        f"strftime({name}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ') AS {name}" for name in times
    )
    with duckdb.connect(config={"threads": 1}) as database:
        database.execute(
            f"COPY (SELECT * REPLACE ({written}) FROM read_parquet('{source}'))"  # noqa: S608
            f" TO '{target}' (FORMAT {kind}, COMPRESSION gzip)"
        )
    parquet.unlink()
    return path


def _write_truth(plan: Plan, people: Population, names: pa.Array, out: Path) -> None:
    """What really is so, for scoring only; it is never imported into a case."""
    kinds = [kind.name.lower() for kind in Group]
    runners = [operator.name for operator in plan.scenario.operators]
    table = pa.table(
        {
            "platform_account": names,
            "operator": _chosen(runners or [""], people.operator),
            "group_kind": _chosen(kinds, people.group_kind),
            "group": pa.array(people.group, mask=people.group < 0),
            "honest_share": people.honest,
        }
    )
    _write(table, out / "accounts.parquet")
    injected = people.templates[people.operator >= 0]
    owner = np.repeat(people.operator[people.operator >= 0], people.templates.shape[1])
    pairs = np.unique(np.column_stack((injected.ravel(), owner)), axis=0)
    _write(
        pa.table(
            {
                "template": values.tokens("tp", pairs[:, 0], activity.TEMPLATE_SALT),
                "operator": _chosen(runners or [""], pairs[:, 1]),
            }
        ),
        out / "templates.parquet",
    )
    facts = asdict(plan) | {"start": plan.start.isoformat(), "generator_version": VERSION}
    (out / "truth.json").write_text(json.dumps(facts, indent=2) + "\n")
