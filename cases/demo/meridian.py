"""Exercise Meridian: the whole evidence side, invented from the first name to the last number.

Telemetry is simulated, imported, linked and sampled by the jobs that real telemetry goes through,
and judged and signed by the people of the demo through the services that pages call.
"""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from cases.clusters import services as clusters
from cases.clusters.linker import Parameters
from cases.clusters.models import Cluster
from cases.core import services as cases
from cases.core.models import Case
from cases.core.roles import Role
from cases.demo import hypotheses, meridian_ledger, meridian_report
from cases.demo.jobs import DemoFailed, finish
from cases.demo.meridian_desk import Evidence
from cases.demo.meridian_report import RATING
from cases.demo.people import People
from cases.exhibits import services as exhibits
from cases.exhibits.models import Exhibit
from cases.telemetry import services as telemetry
from cases.telemetry.schema import Kind
from cases.telemetry.simulation.run import Plan, simulate
from cases.telemetry.simulation.scenario import SCENARIOS, Others

TITLE = "Exercise Meridian"
SUMMARY = (
    "An exercise with invented names and simulated telemetry. Two groups of platform accounts are "
    "operated together; who directs them is disputed and is not shown by this evidence."
)

#: Families of the exercise also share one address, so that a household gets proposed and rejected.
PLAN = Plan(
    scenario=replace(
        SCENARIOS["two-operators"], others=Others(household=0.08, households_at_one_address=0.9)
    ),
    campaign_accounts=400,
    other_accounts=1_600,
    interactions=200_000,
    seed=2026,
)

WHY_FIRST = (
    "Cards, devices and addresses hold it together, and none of them alone. The devices and cards "
    "are used by nobody else."
)
WHY_SECOND = (
    "Its cards and devices are its own. It shares proxies with the first, and nothing else: "
    "a proxy service has many customers."
)


def load(people: People) -> None:
    """Load the exercise, unless it is here; a load that was interrupted is closed and redone."""
    if Case.objects.filter(title=TITLE, packs__built_at__isnull=False).exists():
        return
    for case in Case.objects.open().filter(title=TITLE):
        _give_up(case, people)
    case = cases.open_case(
        title=TITLE, summary=SUMMARY, rating=RATING, is_synthetic=True, by=people.lead
    )
    for part in ("analyst", "reviewer", "legal", "policy"):
        cases.add_member(case=case, user=getattr(people, part), role=Role(part), by=people.lead)
    with TemporaryDirectory() as folder:
        evidence = _gather(case, people, Path(folder))
    meridian_ledger.write(case, people, evidence)
    hypotheses.compare_meridian(case, people)
    meridian_report.write(case, people, evidence)


def _give_up(case: Case, people: People) -> None:
    cases.describe_case(
        case=case,
        title=f"{TITLE} (interrupted)",
        summary=case.summary,
        rating=case.rating,
        marking=case.marking,
        by=people.lead,
    )
    cases.close_case(case=case, reason="Loading it was interrupted.", by=people.lead)


def _gather(case: Case, people: People, folder: Path) -> Evidence:
    files = simulate(PLAN, folder, lambda done, total: None)
    received = {kind: _receive(case, people, files[kind], kind) for kind in files}
    for kind in (Kind.ACCOUNTS, Kind.INTERACTIONS):
        _import(case, people, kind, received[kind])
    letter = exhibits.receive_exhibit(
        case=case,
        file=BytesIO(meridian_ledger.LETTER.encode()),
        name="letter-of-20-april-2026.txt",
        how="Handed over by the complainant.",
        media_type="text/plain",
        collected_on="2026-04-22",
        by=people.analyst,
    )
    judged = _link_and_judge(case, people)
    return Evidence(received[Kind.INTERACTIONS], received[Kind.ACCOUNTS], letter, judged)


def _receive(case: Case, people: People, path: Path, kind: str) -> Exhibit:
    with path.open("rb") as file:
        return exhibits.receive_exhibit(
            case=case,
            file=file,
            name=f"meridian-{kind}.parquet",
            how="Simulated for this exercise (manage.py simulate); nothing in it happened.",
            media_type="application/vnd.apache.parquet",
            collected_on="2026-04-21",
            by=people.analyst,
        )


def _import(case: Case, people: People, kind: Kind, exhibit: Exhibit) -> None:
    asked = telemetry.request_import(case=case, kind=kind, exhibits=[exhibit], by=people.analyst)
    finish(asked.job)
    asked.refresh_from_db()
    finish(telemetry.confirm_mapping(telemetry_import=asked, by=people.analyst).job)


def _link_and_judge(case: Case, people: People) -> list[Cluster]:
    """Link, accept the two large clusters, reject a household, and leave the rest to be judged."""
    run = clusters.request_run(case=case, parameters=Parameters(least_members=4), by=people.analyst)
    finish(run.job)
    found = list(case.clusters.order_by("-member_count", "number"))
    if len(found) < 2:
        raise DemoFailed("the linker did not find the exercise's two operators")
    for cluster, reason in zip(found, (WHY_FIRST, WHY_SECOND), strict=False):
        clusters.accept_cluster(cluster=cluster, reason=reason, by=people.analyst)
    clusters.note_cluster(
        cluster=found[1],
        text="Should it be merged with the first? The shared proxies alone don't carry that.",
        by=people.reviewer,
    )
    for household in found[2:3]:
        clusters.reject_cluster(
            cluster=household,
            reason="Four accounts on one card and one home address, with small and uneven use: a "
            "family, as far as this shows.",
            by=people.reviewer,
        )
    return found[:2]
