"""Roll-ups and figures: what is counted in a case's telemetry, and kept for the pages to read."""

from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from audit import services as audit
from cases.core import beneath
from cases.core.errors import Refused
from cases.core.models import Case
from cases.jobs.run import Run
from cases.telemetry import counting, engine, figures, rollups, tables
from cases.telemetry.models import Figure, FigureRun
from cases.telemetry.queries import QUERIES


class NothingToCount(Refused):
    pass


@engine.held()
def roll_up(run: Run, case: Case, *, afresh: bool = False) -> dict[str, Any]:
    """Count what the case's imports hold: the days whose files changed, or all of them afresh."""
    while True:
        planned = counting.plan(case, afresh=afresh)
        counted = counting.count(run, case, planned)
        with tables.opened(case, days=[]) as telemetry:
            if telemetry.accounts is not None:
                query = QUERIES["telemetry.accounts"].build(telemetry.accounts)
                counted.answers["telemetry.accounts"] = telemetry.answer(query)
        with run.holding(), beneath.changing(case, by=run.requested_by):
            Case.objects.select_for_update().get(pk=case.pk)
            now = counting.plan(case, afresh=afresh)
            if (now.made_from, now.sources) != (planned.made_from, planned.sources):
                continue  # Another import became ready meanwhile: count again.
            rollups.keep(run, case, planned, counted)
            changed = _keep_figures(run, case, planned, counted.answers)
            done = {"days_counted": len(planned.again), "days_standing": len(planned.standing)}
            audit.record(
                by=run.requested_by,
                action="telemetry.rolled_up",
                subject=case,
                case=case.reference,
                detail={"made_from": planned.made_from, "figures": changed} | done,
            )
        return {"roll_ups": case.roll_ups.count(), "figures": changed} | done


def run_again(run: Run, figure: Figure) -> dict[str, Any]:
    """Derive the figure afresh from what is imported now, and record same or different."""
    with tables.opened(figure.case) as telemetry:
        query = QUERIES[figure.query]
        source = (
            telemetry.accounts if figure.query == "telemetry.accounts" else telemetry.interactions
        )
        if source is None:
            raise NothingToCount("The telemetry that this figure was measured in is withdrawn.")
        [row] = telemetry.answer(query.build(source)).to_pylist()
    found = figures.value_of(figure.parameters, row)
    with run.holding(), beneath.changing(figure.case, by=run.requested_by):
        is_same = found == figure.value
        FigureRun.objects.create(
            figure=figure,
            stated=figure.value,
            found=found,
            is_same=is_same,
            engine=engine.version(),
            derived_from=telemetry.made_from,
            by=run.requested_by,
        )
        audit.record(
            by=run.requested_by,
            action="figure.ran_again",
            subject=figure,
            case=figure.case.reference,
            detail={"stated": str(figure.value), "found": str(found), "is_same": is_same},
        )
    return {"stated": str(figure.value), "found": str(found), "is_same": is_same}


@transaction.atomic
def _keep_figures(
    run: Run, case: Case, planned: counting.Plan, answers: dict[str, pa.Table]
) -> list[str]:
    """Write the figures, and return the keys of those whose value or window changed."""
    changed = []
    for rule in figures.RULES.values():
        if rule.query not in answers:
            continue
        [row] = answers[rule.query].to_pylist()
        value, window = figures.value_of(rule.parameters, row), figures.window_of(row)
        before = case.figures.filter(key=rule.key).first()
        Figure.objects.update_or_create(
            case=case,
            key=rule.key,
            defaults={
                "label": rule.label,
                "value": value,
                "unit": rule.unit,
                "window": window,
                "counting_rule": rule.counting_rule,
                "query": rule.query,
                "query_version": QUERIES[rule.query].version,
                "parameters": rule.parameters,
                "engine": engine.name(),
                "engine_version": engine.number(),
                "derived_from": planned.made_from,
                "measured_at": timezone.now(),
                "job": run.job,
            },
        )
        if before is None or (before.value, before.window) != (value, window):
            changed.append(rule.key)
    return changed
