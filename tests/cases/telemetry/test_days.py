"""Telemetry is kept and counted a day at a time: what is not touched is not read."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from cases.core.models import Case
from cases.exhibits import store
from cases.jobs import worker
from cases.telemetry import counting, queries, services, tables
from cases.telemetry.canonical import GROUP_ROWS
from cases.telemetry.days import ImportedDay
from cases.telemetry.models import Import

Imported = Callable[..., Import]
HEAD = "id,account,ts,output_tokens,model\n"
FRIDAY = HEAD + "1,a,2026-06-05T10:00:00Z,10,m1\n2,b,2026-06-05T11:00:00Z,20,m1\n"
SATURDAY = HEAD + "3,b,2026-06-06T10:00:00Z,30,m2\n4,c,2026-06-06T10:30:00Z,40,m2\n"


def _lose(case: Case, day: str) -> None:
    """Take the day's interactions out of the store: whoever reads them fails."""
    for each in ImportedDay.objects.filter(telemetry_import__case=case, day=day):
        with store.local_path(each.kept.sha256) as path:
            path.unlink()


def _counts(case: Case) -> dict[str, Any]:
    """Every row of every roll-up, whenever and however it was written."""
    rows = {
        roll_up.query: [
            *roll_up.activities.order_by("at", "label").values_list(
                "at", "label", "interactions", "platform_accounts", "output_tokens"
            ),
            *roll_up.account_activities.order_by("platform_account").values_list(
                "platform_account", "interactions", "active_days", "first_at", "last_at"
            ),
        ]
        for roll_up in case.roll_ups.all()
    }
    return rows | dict(case.figures.values_list("key", "value"))


def test_an_import_of_one_more_day_counts_that_day_alone(case: Case, imported: Imported) -> None:
    imported(FRIDAY)
    days = case.roll_ups.get(query="telemetry.by_day").activities
    accounts = case.roll_ups.get(query="telemetry.by_account").account_activities
    friday, a = days.get().pk, accounts.get(platform_account="a").pk

    second = imported(SATURDAY)

    assert second.job.result["days_counted"] == 1
    assert second.job.result["days_standing"] == 1
    assert days.get(at__date="2026-06-05").pk == friday
    assert accounts.get(platform_account="a").pk == a
    assert accounts.get(platform_account="b").interactions == 2
    assert accounts.get(platform_account="b").active_days == 2
    assert case.figures.get(key="output-tokens").value == 100


def test_counting_a_day_reads_no_other_day(case: Case, analyst: User, imported: Imported) -> None:
    imported(FRIDAY)
    second = imported(SATURDAY)
    _lose(case, "2026-06-05")

    services.withdraw_import(telemetry_import=second, reason="Not ours.", by=analyst)
    job = worker.do(case.jobs.latest("pk").pk)

    assert (job.state, job.error) == ("done", "")
    assert case.figures.get(key="interactions").value == 2
    assert not case.counted_days.filter(day="2026-06-06").exists()


def test_counted_by_day_is_what_counting_afresh_gives(
    case: Case, analyst: User, imported: Imported
) -> None:
    imported(FRIDAY)
    imported(SATURDAY)
    late = imported(HEAD + "5,a,2026-06-05T23:59:59Z,1,m3\n6,d,2026-06-07T00:00:00Z,1,m3\n")
    by_day = _counts(case)
    assert late.job.result["days_counted"] == 2

    job = worker.do(services.measure_figures(case=case, by=analyst).pk)

    assert job.result["days_counted"] == 3
    assert _counts(case) == by_day
    assert by_day["interactions"] == 6


def test_a_day_is_counted_again_where_a_query_changed(case: Case, imported: Imported) -> None:
    imported(FRIDAY)
    case.counted_days.update(made_by="telemetry.by_hour 0")

    assert counting.plan(case).again == [date(2026, 6, 5)]


def test_what_was_imported_before_there_were_days_counts_and_is_known(
    case: Case, analyst: User, imported: Imported
) -> None:
    first = imported(FRIDAY + SATURDAY.removeprefix(HEAD))
    _as_one_file(first)

    second = imported(HEAD + "1,a,2026-06-05T10:00:00Z,10,m1\n9,a,2026-06-06T10:00:00Z,5,m1\n")

    assert (second.kept_count, second.duplicate_count) == (1, 1)
    assert second.job.result["days_counted"] == 2
    by_day = _counts(case)
    assert by_day["interactions"] == 5
    third = imported(HEAD + "10,a,2026-06-06T10:00:00Z,5,m1\n")
    assert third.job.result["days_counted"] == 1
    worker.do(services.measure_figures(case=case, by=analyst).pk)
    assert case.figures.get(key="interactions").value == 6


def _as_one_file(first: Import) -> None:
    """Keep its rows as they were kept before: in one file that has no day."""
    parts = []
    for day in first.days.order_by("day"):
        with store.local_path(day.kept.sha256) as path:
            parts.append(pq.read_table(path))
    with store.passing_file() as path:
        pq.write_table(pa.concat_tables(parts), path)
        stored = store.adopt(path)
    kept = first.days.first().kept
    kept.pk, kept.sha256, kept.size = None, stored.sha256, stored.size
    kept.row_count = first.kept_count
    kept.save(force_insert=True)
    first.days.all().delete()
    first.days.create(day=None, kept=kept)
    first.case.counted_days.all().delete()


def test_one_day_is_opened_without_the_others(case: Case, imported: Imported) -> None:
    imported(FRIDAY + SATURDAY.removeprefix(HEAD))
    _lose(case, "2026-06-05")

    with tables.opened(case, [date(2026, 6, 6)]) as telemetry:
        rows = telemetry.answer(queries.by_account(telemetry.interactions)).to_pylist()

    assert [row["platform_account"] for row in rows] == ["b", "c"]


def test_one_platform_account_is_read_without_the_rest(case: Case, imported: Imported) -> None:
    accounts = [f"{number % 1_000:04}" for number in range(3 * GROUP_ROWS)]
    rows = "".join(
        f"{number},{account},2026-06-05T10:00:00Z,1,m\n" for number, account in enumerate(accounts)
    )
    done = imported(HEAD + rows)

    with store.local_path(done.days.get().kept.sha256) as path:
        groups = pq.ParquetFile(path).metadata
        column = groups.schema.names.index("platform_account")
        spans = [
            groups.row_group(number).column(column).statistics
            for number in range(groups.num_row_groups)
        ]
    assert len(spans) >= 3
    assert sum(span.min <= "0500" <= span.max for span in spans) == 1


def test_a_ready_import_holds_the_rows_that_it_kept(imported: Imported) -> None:
    done = imported(FRIDAY)
    Import.objects.filter(pk=done.pk).update(state="importing")
    done.days.all().delete()

    with pytest.raises(IntegrityError, match="hold 0 rows where 2 were kept"), transaction.atomic():
        Import.objects.filter(pk=done.pk).update(state="ready")
