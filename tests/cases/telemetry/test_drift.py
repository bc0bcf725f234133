from collections.abc import Callable
from typing import Any

from django.urls import reverse

from accounts.models import User
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.jobs import worker
from cases.telemetry import services
from cases.telemetry.drift import Drift, drift, likeness, proposed
from cases.telemetry.mapping import Mapping
from cases.telemetry.models import Import

Receive = Callable[..., Exhibit]
LOG = "id,who,when,colour,model\n1,a,05/06/2026 14:00,red,m1\n2,,05/06/2026 15:00,red,m1\n"
BY_HAND = Mapping(
    {"interaction_id": "id", "platform_account": "who", "occurred_at": "when", "plan": ""},
    "Europe/Berlin",
    "%d/%m/%Y %H:%M",
)
CONFIRMED = {"platform_account": "who", "occurred_at": "when", "model": "engine"}
BEFORE = ["id", "who", "when", "engine", "colour"]


def test_likeness_is_the_share_of_common_columns() -> None:
    assert likeness(["a", "B"], ["A", "b"]) == 1
    assert likeness(["a", "b"], ["b", "c"]) == 1 / 2
    assert likeness([], []) == 0


def test_what_was_confirmed_is_proposed_again_where_it_fits() -> None:
    guessed = {"platform_account": "who", "interaction_id": "id", "occurred_at": "when"}

    assert proposed(CONFIRMED, BEFORE, BEFORE, guessed) == CONFIRMED


def test_a_guess_fills_what_fell_away_and_what_is_new() -> None:
    now = ["id", "who", "when", "model", "country"]
    guessed = {"interaction_id": "id", "model": "model", "country": "country"}

    mapping = proposed(CONFIRMED, BEFORE, now, guessed)

    assert mapping == CONFIRMED | {"model": "model", "country": "country"}
    assert drift(CONFIRMED, BEFORE, now, mapping) == Drift(
        new=["country"], missing=["colour"], renamed=[("model", "engine", "model")]
    )


def test_no_drift_where_only_the_case_of_a_name_differs() -> None:
    assert not drift(CONFIRMED, BEFORE, [name.upper() for name in BEFORE], CONFIRMED)


def _confirm(case: Case, by: User, exhibit: Exhibit) -> Import:
    asked = services.request_import(case=case, kind="interactions", exhibits=[exhibit], by=by)
    worker.do(asked.job.pk)
    columns = {ours: source for ours, source in BY_HAND.columns.items() if source}
    services.correct_mapping(
        telemetry_import=asked, mapping=Mapping(columns, BY_HAND.zone, BY_HAND.time_format), by=by
    )
    worker.do(services.confirm_mapping(telemetry_import=asked, by=by).job.pk)
    return Import.objects.get(pk=asked.pk)


def _ask(case: Case, by: User, *exhibits: Exhibit) -> Import:
    asked = services.request_import(case=case, kind="interactions", exhibits=exhibits, by=by)
    worker.do(asked.job.pk)
    return Import.objects.get(pk=asked.pk)


def test_a_confirmed_mapping_is_proposed_for_files_with_the_same_columns(
    case: Case, analyst: User, receive: Receive, signed_in: Any
) -> None:
    first = _confirm(case, analyst, receive("one.csv", LOG))

    second = _ask(case, analyst, receive("two.csv", LOG.replace("\n1,", "\n3,")))

    assert second.mapping == first.mapping
    assert (second.mapping_from, second.zone, second.time_format) == (
        first,
        "Europe/Berlin",
        "%d/%m/%Y %H:%M",
    )
    assert second.reasons["occurred_at"] == "As confirmed in I-1."
    assert "model" not in second.mapping, "it was left out by a person"
    page = signed_in(analyst).get(second.get_absolute_url()).content.decode()
    assert "these files have the same columns" in page
    worker.do(services.confirm_mapping(telemetry_import=second, by=analyst).job.pk)
    second.refresh_from_db()
    assert (second.state, f"{second.first_at:%H:%M}") == ("ready", "12:00")


def test_files_that_drifted_say_what_is_new_missing_or_renamed(
    case: Case, analyst: User, receive: Receive, signed_in: Any
) -> None:
    _confirm(case, analyst, receive("one.csv", LOG))

    drifted = LOG.replace("who", "account_id").replace("colour", "country")
    second = _ask(case, analyst, receive("two.csv", drifted))

    page = signed_in(analyst).get(second.get_absolute_url()).content.decode()
    assert second.mapping["platform_account"] == "account_id"
    assert "Renamed, it seems: <code>platform_account</code> was read from <code>who</code>" in page
    assert "Missing: <code>colour</code>." in page
    assert "New: <code>country</code>." in page


def test_files_of_another_make_are_guessed_afresh(
    case: Case, analyst: User, receive: Receive
) -> None:
    _confirm(case, analyst, receive("one.csv", LOG))

    second = _ask(case, analyst, receive("two.csv", "account,ts,ip\na,2026-06-05,192.0.2.1\n"))

    assert (second.mapping_from, second.zone, second.time_format) == (None, "UTC", "")


def test_files_of_one_import_that_differ_are_named(
    case: Case, analyst: User, receive: Receive, signed_in: Any
) -> None:
    one = receive("one.csv", "id,account,ts,model\n1,a,2026-06-05,m\n")
    two = receive("two.csv", "id,account,ts\n2,a,2026-06-05\n")

    asked = _ask(case, analyst, one, two)

    page = signed_in(analyst).get(asked.get_absolute_url()).content.decode()
    assert "E-2 two.csv lacks <code>model</code>." in page


def test_a_trial_of_everything_counts_each_file_and_keeps_nothing(
    case: Case, analyst: User, receive: Receive, signed_in: Any
) -> None:
    _confirm(case, analyst, receive("one.csv", LOG))
    two = receive("two.csv", LOG.replace("2,,", "2,b,"))
    three = receive("three.csv", LOG.replace("\n1,", "\n3,"))
    second = _ask(case, analyst, two, three)
    files = case.derived_files.count()

    form = {f"column_{ours}": theirs for ours, theirs in second.mapping.items()} | {
        "zone": second.zone,
        "time_format": second.time_format,
        "then": "try everything",
    }
    client = signed_in(analyst)
    client.post(reverse("telemetry:map", args=[case.reference, second.number]), form)
    second.refresh_from_db()
    worker.do(second.job.pk)

    second.refresh_from_db()
    tried = [(each["read"], each["kept"], each["duplicate"]) for each in second.trial["files"]]
    assert tried == [(2, 1, 1), (2, 1, 0)]
    assert (second.state, second.kept_count, second.parts.count()) == ("mapping", 0, 0)
    assert case.derived_files.count() == files
    assert "Tried on all rows" in client.get(second.get_absolute_url()).content.decode()
