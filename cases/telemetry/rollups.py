"""Roll-ups as rows in PostgreSQL: what changed is written, what stands is left alone."""

from typing import Any

import pyarrow as pa
from django.utils import timezone
from django.utils.timezone import make_aware

from cases.core.models import Case
from cases.jobs.run import Run
from cases.telemetry import engine
from cases.telemetry.counting import DAILY, Counted, Plan, made_by
from cases.telemetry.days import CountedDay
from cases.telemetry.models import AccountActivity, Activity, RollUp
from cases.telemetry.queries import QUERIES

BATCH = 5_000


def keep(run: Run, case: Case, planned: Plan, counted: Counted) -> None:
    """Write down what was counted, in the caller's transaction."""
    if not planned.sources:
        case.roll_ups.exclude(query="telemetry.accounts").delete()
    for name, answer in counted.answers.items():
        kept, _ = RollUp.objects.update_or_create(
            case=case,
            query=name,
            defaults={
                "query_version": QUERIES[name].version,
                "engine": engine.version(),
                "derived_from": planned.made_from,
                "made_at": timezone.now(),
                "job": run.job,
            },
        )
        if name in DAILY:
            _keep_daily(kept, planned, answer)
        elif name == "telemetry.by_account":
            _keep_accounts(kept, counted, answer)
        elif name == "telemetry.volume":
            _keep_volume(kept, answer)
    case.roll_ups.update(derived_from=planned.made_from)
    _keep_days(case, planned, counted)


def _keep_daily(kept: RollUp, planned: Plan, answer: pa.Table) -> None:
    before = kept.activities.all()
    if planned.standing:
        before = before.filter(at__date__in=planned.touched)
    before.delete()
    Activity.objects.bulk_create(
        (Activity(roll_up=kept, **_aware(row)) for row in answer.to_pylist()), batch_size=BATCH
    )


def _keep_accounts(kept: RollUp, counted: Counted, answer: pa.Table) -> None:
    if counted.accounts is None:
        kept.account_activities.all().delete()
    names = counted.accounts or []
    for first in range(0, len(names), BATCH):
        batch = names[first : first + BATCH]
        kept.account_activities.filter(platform_account__in=batch).delete()
    AccountActivity.objects.bulk_create(
        (AccountActivity(roll_up=kept, **_aware(row)) for row in answer.to_pylist()),
        batch_size=BATCH,
    )


def _keep_volume(kept: RollUp, answer: pa.Table) -> None:
    kept.activities.all().delete()
    Activity.objects.bulk_create(
        Activity(
            roll_up=kept,
            label=str(row["step"]),
            interactions=row["interactions"],
            platform_accounts=row["platform_accounts"],
        )
        for row in answer.to_pylist()
    )


def _keep_days(case: Case, planned: Plan, counted: Counted) -> None:
    case.counted_days.filter(day__in=planned.touched).delete()
    CountedDay.objects.bulk_create(
        CountedDay(
            case=case,
            day=day,
            sources=planned.sources[day],
            made_by=made_by(),
            accounts=counted.days[day],
        )
        for day in planned.again
    )


def _aware(row: dict[str, Any]) -> dict[str, Any]:
    """The engine's times are UTC without saying so."""
    return {
        name: make_aware(value) if name.endswith("_at") or name == "at" else value
        for name, value in row.items()
    }
