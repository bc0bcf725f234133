from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import User
from audit.models import Entry
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.jobs import worker
from cases.jobs.models import Job
from cases.telemetry import services
from cases.telemetry.choosing import NoExhibits
from cases.telemetry.mapping import Mapping, MappingWrong
from cases.telemetry.models import Import
from cases.telemetry.services import NothingImported, ReasonMissing

Imported = Callable[..., Import]
Receive = Callable[..., Exhibit]
LOG = """id,account,ts,output_tokens,model
1,a,2026-06-05T23:00:00Z,10,m1
2,a,2026-06-06T01:00:00Z,20,m2
3,b,2026-06-06T02:00:00Z,30,m2
3,b,2026-06-06T02:00:00Z,30,m2
4,,2026-06-06T02:00:00Z,30,m2
"""


def test_request_import_guesses_the_columns_and_waits(
    case: Case, analyst: User, receive: Receive
) -> None:
    asked = services.request_import(
        case=case, kind="interactions", exhibits=[receive("log.csv", LOG)], by=analyst
    )
    worker.do(asked.job.pk)

    asked.refresh_from_db()
    assert (str(asked), asked.state) == ("I-1", "mapping")
    assert asked.mapping["occurred_at"] == "ts"
    assert asked.reasons["occurred_at"] == "“ts” is another name for it."
    assert asked.files.get().sample[0]["account"] == "a"


def test_confirm_mapping_imports_and_every_row_is_accounted_for(imported: Imported) -> None:
    done = imported(LOG)

    assert done.state == Import.State.READY
    assert (done.read_count, done.kept_count, done.refused_count, done.duplicate_count) == (
        5,
        3,
        1,
        1,
    )
    assert [(row.row, row.column, row.reason) for row in done.refused_rows.all()] == [
        (6, "platform_account", "is empty")
    ]
    days = [(f"{each.day}", each.kept.row_count) for each in done.days.order_by("day")]
    assert days == [("2026-06-05", 1), ("2026-06-06", 2)]
    kept = done.days.first().kept
    assert kept.kind == "telemetry.interactions"
    assert kept.made_from == [done.files.get().exhibit.sha256]
    assert f"{done.first_at:%Y-%m-%d %H:%M}" == "2026-06-05 23:00"


def test_an_import_is_written_into_the_custody_of_its_exhibits(imported: Imported) -> None:
    done = imported(LOG)

    entries = done.files.get().exhibit.custody_entries.order_by("pk")
    assert [entry.action for entry in entries] == ["received", "read", "derived"]
    assert entries[2].what == "3 of 5 rows were kept."
    assert Entry.objects.filter(action="import.finished").count() == 1


def test_an_import_is_rolled_up_at_once(case: Case, imported: Imported) -> None:
    imported(LOG)

    days = case.roll_ups.get(query="telemetry.by_day").activities.order_by("at")
    assert [(f"{day.at:%Y-%m-%d}", day.interactions) for day in days] == [
        ("2026-06-05", 1),
        ("2026-06-06", 2),
    ]
    accounts = case.roll_ups.get(query="telemetry.by_account").account_activities
    assert accounts.get(platform_account="a").output_tokens == 30
    assert case.figures.get(key="interactions").value == 3
    assert case.figures.get(key="interactions").window == "2026-06-05/2026-06-06"
    assert case.figures.get(key="interactions-per-account").value == Decimal("1.5")


def test_the_import_job_is_safe_to_run_twice(case: Case, imported: Imported) -> None:
    done = imported(LOG)
    Job.objects.filter(pk=done.job.pk).update(state="queued", finished_at=None)

    again = worker.do(done.job.pk)

    assert again.state == Job.State.DONE
    assert case.derived_files.count() == 3
    assert case.roll_ups.get(query="telemetry.totals")
    assert done.files.get().exhibit.custody_entries.count() == 3


def test_a_second_import_of_the_same_rows_keeps_none(case: Case, imported: Imported) -> None:
    imported(LOG)

    again = imported(LOG)

    assert again.state == Import.State.FAILED
    assert (again.kept_count, again.duplicate_count) == (0, 4)
    assert "None of the 5 rows was kept" in again.why_failed
    assert case.figures.get(key="interactions").value == 3


def test_nothing_is_ready_with_no_rows(imported: Imported, case: Case) -> None:
    done = imported("id,account,ts\n1,a,2026-13-45\n")

    assert done.state == Import.State.FAILED
    assert done.refused_rows.get().reason.startswith("is not a time")
    assert done.job.state == Job.State.FAILED
    with pytest.raises(IntegrityError), transaction.atomic():
        Import.objects.filter(pk=done.pk).update(state="ready", why_failed="")
    assert not case.roll_ups.exists()


@pytest.mark.parametrize("content", [b"\x00\x01", "", "1,2\n3,4\n"])
def test_a_file_that_can_not_be_read_fails_with_its_reason(
    case: Case, analyst: User, receive: Receive, content: str | bytes
) -> None:
    exhibit = receive("odd.bin", content or " ")
    asked = services.request_import(case=case, kind="accounts", exhibits=[exhibit], by=analyst)

    worker.do(asked.job.pk)

    asked.refresh_from_db()
    assert asked.state == Import.State.FAILED
    assert "“odd.bin”" in asked.why_failed


def test_correct_mapping_is_used_and_audited(case: Case, analyst: User, receive: Receive) -> None:
    text = "who,when,day\na,05/06/2026 14:00,2026-06-05\n"
    asked = services.request_import(
        case=case, kind="interactions", exhibits=[receive("log.csv", text)], by=analyst
    )
    worker.do(asked.job.pk)
    mapping = Mapping(
        {"platform_account": "who", "occurred_at": "when"}, "Europe/Berlin", "%d/%m/%Y %H:%M"
    )

    services.correct_mapping(telemetry_import=asked, mapping=mapping, by=analyst)
    tried = services.try_mapping(telemetry_import=asked, by=analyst)
    worker.do(tried.job.pk)
    tried.refresh_from_db()
    assert (tried.state, tried.trial["kept"]) == ("mapping", 1)
    confirmed = services.confirm_mapping(telemetry_import=asked, by=analyst)
    worker.do(confirmed.job.pk)

    confirmed.refresh_from_db()
    assert f"{confirmed.first_at:%H:%M}" == "12:00"
    assert Entry.objects.filter(action="import.mapping_corrected").count() == 1


def test_correct_mapping_refuses_a_column_that_no_file_has(
    case: Case, analyst: User, receive: Receive
) -> None:
    asked = services.request_import(
        case=case, kind="interactions", exhibits=[receive("log.csv", LOG)], by=analyst
    )
    worker.do(asked.job.pk)

    with pytest.raises(MappingWrong, match="no column “gone”"):
        services.correct_mapping(
            telemetry_import=asked,
            mapping=Mapping({"platform_account": "gone", "occurred_at": "ts"}),
            by=analyst,
        )


def test_request_import_takes_no_exhibit_of_another_case(
    case: Case, other_case: Case, analyst: User, stranger: User, receive: Receive
) -> None:
    exhibit = receive("log.csv", LOG)

    with pytest.raises(NoExhibits):
        services.request_import(
            case=other_case, kind="interactions", exhibits=[exhibit], by=stranger
        )


def test_withdraw_import_takes_its_rows_out_of_what_is_counted(
    case: Case, analyst: User, imported: Imported
) -> None:
    first = imported(LOG)
    imported(LOG.replace("\n1,", "\n91,").replace("\n2,", "\n92,").replace("\n3,", "\n93,"))
    assert case.figures.get(key="interactions").value == 6

    with pytest.raises(ReasonMissing):
        services.withdraw_import(telemetry_import=first, reason=" ", by=analyst)
    services.withdraw_import(telemetry_import=first, reason="The wrong platform.", by=analyst)
    worker.do(case.jobs.latest("pk").pk)

    assert case.figures.get(key="interactions").value == 3


def test_withdraw_import_refuses_one_that_is_not_ready(analyst: User, imported: Imported) -> None:
    failed = imported("id,account,ts\n1,a,2026-13-45\n")

    with pytest.raises(PermissionDenied, match="not ready"):
        services.withdraw_import(telemetry_import=failed, reason="Why not.", by=analyst)


def test_run_figure_again_says_same(case: Case, policy: User, imported: Imported) -> None:
    imported(LOG)
    figure = case.figures.get(key="output-tokens")

    worker.do(services.run_figure_again(figure=figure, by=policy).pk)

    run = figure.runs.get()
    assert (run.is_same, run.found, run.by) == (True, Decimal(60), policy)


def test_run_figure_again_says_different(case: Case, analyst: User, imported: Imported) -> None:
    imported(LOG)
    figure = case.figures.get(key="output-tokens")
    case.figures.filter(pk=figure.pk).update(value=61)

    worker.do(services.run_figure_again(figure=figure, by=analyst).pk)

    run = figure.runs.get()
    assert (run.is_same, run.stated, run.found) == (False, Decimal(61), Decimal(60))


def test_a_figure_run_is_never_changed(case: Case, analyst: User, imported: Imported) -> None:
    imported(LOG)
    figure = case.figures.get(key="interactions")
    worker.do(services.run_figure_again(figure=figure, by=analyst).pk)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        figure.runs.update(is_same=False)


def test_measure_figures_needs_telemetry(case: Case, analyst: User) -> None:
    with pytest.raises(NothingImported):
        services.measure_figures(case=case, by=analyst)


def test_readers_can_not_import(case: Case, policy: User, receive: Receive) -> None:
    with pytest.raises(PermissionDenied):
        services.request_import(
            case=case, kind="interactions", exhibits=[receive("log.csv", LOG)], by=policy
        )
