"""The charts of a report: an analyst puts them into its sections, each with a caption."""

from dataclasses import asdict, replace

from django.db import transaction

from accounts.models import User
from cases.core import access
from cases.core.roles import Permission
from cases.reports import queries
from cases.reports.charted import measured_for, why_not_drawn
from cases.reports.charts import Placed, placed_of
from cases.reports.errors import NotAsThingsAre
from cases.reports.keeping import locked, record, sign_draft, void_waiting
from cases.reports.measured import measured_in
from cases.reports.models import Report
from cases.reports.sections import WRITTEN
from cases.reports.snapshot import snapshot_of

MOST_CHARTS = 20


@transaction.atomic
def add_chart(*, report: Report, section: str, of: str, caption: str, by: User) -> Placed:
    """Put a chart of the case's measured figures into a section of the draft."""
    report = locked(report)
    access.require(by, report.case, Permission.WRITE)
    placed = placed_of(report.charts)
    if len(placed) >= MOST_CHARTS:
        raise NotAsThingsAre(f"A report holds at most {MOST_CHARTS} charts.")
    number = max((each.number for each in placed), default=0) + 1
    added = Placed(number, section, of, caption.strip())
    _require_drawn(report, added)
    _keep(report, (*placed, added), by)
    record(report, "report.chart_added", by, asdict(added))
    return added


@transaction.atomic
def change_chart(
    *, report: Report, number: int, section: str, of: str, caption: str, by: User
) -> Placed:
    """Give the chart another caption or place; its data is read again with that."""
    report = locked(report)
    access.require(by, report.case, Permission.WRITE)
    placed = placed_of(report.charts)
    changed = replace(_one(placed, number), section=section, of=of, caption=caption.strip())
    _require_drawn(report, changed)
    _keep(report, tuple(changed if p.number == number else p for p in placed), by)
    record(report, "report.chart_changed", by, asdict(changed))
    return changed


@transaction.atomic
def remove_chart(*, report: Report, number: int, by: User) -> Placed:
    """Take a chart out of the draft; what is frozen keeps it."""
    report = locked(report)
    access.require(by, report.case, Permission.WRITE)
    placed = placed_of(report.charts)
    removed = _one(placed, number)
    _keep(report, tuple(p for p in placed if p.number != number), by)
    record(report, "report.chart_removed", by, asdict(removed))
    return removed


def _one(placed: tuple[Placed, ...], number: int) -> Placed:
    for each in placed:
        if each.number == number:
            return each
    raise NotAsThingsAre(f"The report has no chart {number} any more.")


def _require_drawn(report: Report, placed: Placed) -> None:
    if placed.section not in WRITTEN:
        raise NotAsThingsAre("A chart stands in a section that an analyst writes in.")
    ledger = queries.ledger_of(report.case)
    ledger = replace(ledger, charts=measured_in(report.case, [placed.token]))
    if measured_for(placed, ledger) is None:
        raise NotAsThingsAre(f"There is nothing to draw: {why_not_drawn(placed)}")
    was = {token: known for token, known in snapshot_of(ledger).items() if token == placed.token}
    report.based_on = {**report.based_on, **was}


def _keep(report: Report, placed: tuple[Placed, ...], by: User) -> None:
    report.charts = [asdict(each) for each in placed]
    sign_draft(report, by)
    void_waiting(report, by)
