"""Roll-ups and figures: the queries run over a case's telemetry, and their answers kept."""

from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import make_aware

from audit import services as audit
from cases.core import beneath
from cases.core.errors import Refused
from cases.core.models import Case
from cases.jobs.run import Run
from cases.telemetry import engine, figures, tables
from cases.telemetry.models import AccountActivity, Activity, Figure, FigureRun, RollUp
from cases.telemetry.queries import QUERIES
from cases.telemetry.tables import Telemetry

OVER_TIME = ("by_hour", "by_day", "by_capability", "by_model")
BATCH = 5_000


class NothingToCount(Refused):
    pass


def roll_up(run: Run, case: Case) -> dict[str, Any]:
    """Count everything that the case's imports hold; what was counted before gives way."""
    while True:
        with tables.opened(case) as telemetry:
            answers = _answers(run, telemetry)
        with run.holding(), beneath.changing(case, by=run.requested_by):
            Case.objects.select_for_update().get(pk=case.pk)
            if tables.made_from(case) != telemetry.made_from:
                continue  # Another import became ready meanwhile: count again.
            _keep_roll_ups(run, case, telemetry, answers)
            changed = _keep_figures(run, case, telemetry, answers)
            audit.record(
                by=run.requested_by,
                action="telemetry.rolled_up",
                subject=case,
                case=case.reference,
                detail={"made_from": telemetry.made_from, "figures": changed},
            )
        return {"roll_ups": len(answers), "figures": changed}


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


def _answers(run: Run, telemetry: Telemetry) -> dict[str, pa.Table]:
    """Every query's answer, by its name."""
    answers: dict[str, pa.Table] = {}
    wanted = {
        name: telemetry.accounts if name == "telemetry.accounts" else telemetry.interactions
        for name in QUERIES
    }
    for done, (name, source) in enumerate(wanted.items()):
        run.progress(done, len(wanted), "queries answered")
        if source is not None:
            answers[name] = telemetry.answer(QUERIES[name].build(source))
    return answers


def _keep_roll_ups(
    run: Run, case: Case, telemetry: Telemetry, answers: dict[str, pa.Table]
) -> None:
    case.roll_ups.all().delete()
    for name, answer in answers.items():
        kept = RollUp.objects.create(
            case=case,
            query=name,
            query_version=QUERIES[name].version,
            engine=engine.version(),
            derived_from=telemetry.made_from,
            job=run.job,
        )
        rows = answer.to_pylist()
        if name == "telemetry.by_account":
            AccountActivity.objects.bulk_create(
                (AccountActivity(roll_up=kept, **_aware(row)) for row in rows), batch_size=BATCH
            )
        elif name == "telemetry.volume":
            Activity.objects.bulk_create(_steps(kept, rows), batch_size=BATCH)
        elif name.removeprefix("telemetry.") in OVER_TIME:
            Activity.objects.bulk_create(
                (Activity(roll_up=kept, **_aware(row)) for row in rows), batch_size=BATCH
            )


def _steps(kept: RollUp, rows: list[dict[str, Any]]) -> list[Activity]:
    return [
        Activity(
            roll_up=kept,
            label=str(row["step"]),
            interactions=row["interactions"],
            platform_accounts=row["platform_accounts"],
        )
        for row in rows
    ]


def _aware(row: dict[str, Any]) -> dict[str, Any]:
    """The engine's times are UTC without saying so."""
    return {
        name: make_aware(value) if name.endswith("_at") or name == "at" else value
        for name, value in row.items()
    }


@transaction.atomic
def _keep_figures(
    run: Run, case: Case, telemetry: Telemetry, answers: dict[str, pa.Table]
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
                "derived_from": telemetry.made_from,
                "measured_at": timezone.now(),
                "job": run.job,
            },
        )
        if before is None or (before.value, before.window) != (value, window):
            changed.append(rule.key)
    return changed
