"""Entering sources, lineage, claims and what sources say; ceilings follow in the transaction."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Entry
from cases.claims import errors, services
from cases.claims.models import Claim, Source
from cases.claims.upkeep import settle
from cases.claims.vocabulary import Kind, Stance, Status
from cases.core import services as cases
from cases.core.models import Case, Party
from cases.exhibits.services import receive_exhibit
from cases.telemetry.models import Figure
from tests.factories.claims import ClaimFactory, SourceFactory, parties, say


def test_add_source_numbers_it_and_takes_nothing_for_first_hand(
    cast: dict[str, Party], case: Case, analyst: User
) -> None:
    source = services.add_source(
        case=case, title="Article", publisher=cast["wire"], kind="article", by=analyst
    )

    assert str(source) == "S-1"
    assert source.basis == Source.Basis.UNKNOWN
    assert source.reliability == "F"


def test_add_source_refuses_what_is_no_web_address(cast: dict[str, Party], analyst: User) -> None:
    with pytest.raises(errors.NotAnAddress, match="not a web address"):
        SourceFactory.create(publisher=cast["wire"], url="javascript:alert(1)", by=analyst)


def test_add_source_refuses_a_publisher_of_another_case(
    case: Case, analyst: User, other_case: Case
) -> None:
    stranger = parties(other_case)["wire"]

    with pytest.raises(errors.NotOfThisCase):
        SourceFactory.create(case=case, publisher=stranger, by=analyst)


@pytest.mark.parametrize("who", ["legal", "policy", "stranger"])
def test_add_source_is_for_those_who_may_write(
    cast: dict[str, Party], who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        SourceFactory.create(publisher=cast["wire"], by=request.getfixturevalue(who))


def test_a_grade_says_why_and_a_source_that_rests_on_others_names_them(
    case: Case, cast: dict[str, Party], analyst: User
) -> None:
    fields = {"case": case, "title": "T", "publisher": cast["wire"], "kind": "article"}

    with pytest.raises(errors.ReasonMissing, match="deserves grade A"):
        services.add_source(**fields, reliability="A", reliability_reason=" ", by=analyst)
    with pytest.raises(errors.GroundsMissing, match="name what it rests on"):
        services.add_source(**fields, basis=Source.Basis.RESTS, by=analyst)
    assert not case.sources.exists()


def test_the_database_wants_the_reason_and_the_ground_too(wire: Source) -> None:
    with pytest.raises(IntegrityError, match="source_grade_has_a_reason"), transaction.atomic():
        Source.objects.filter(pk=wire.pk).update(reliability="A", reliability_reason="")
    Source.objects.filter(pk=wire.pk).update(basis=Source.Basis.RESTS)
    with pytest.raises(IntegrityError, match="names what it rests on"), transaction.atomic():
        connection.check_constraints()
    Source.objects.filter(pk=wire.pk).update(basis=Source.Basis.FIRST_HAND)


def test_edit_source_keeps_the_words_that_were_quoted(
    claim: Claim, wire: Source, analyst: User
) -> None:
    services.edit_source(source=wire, text="It was done.\nBy them.", by=analyst)
    say(wire, claim, analyst, quotation="It was done. By them.")

    services.edit_source(source=wire, text="Corrected. It was  done. By them.", by=analyst)
    with pytest.raises(errors.QuotationGone, match=r"C-1: “It was done\. By them\.”"):
        services.edit_source(source=wire, text="Corrected. It was done by them.", by=analyst)

    wire.refresh_from_db()
    assert wire.text.startswith("Corrected. It was  done.")


def test_a_claim_is_entered_once(case: Case, claim: Claim, analyst: User) -> None:
    with pytest.raises(errors.ClaimThere, match="C-1 says this already"):
        services.add_claim(
            case=case, kind=claim.kind, statement=claim.statement.upper(), by=analyst
        )
    other = services.add_claim(case=case, kind=claim.kind, statement="Another.", by=analyst)
    with pytest.raises(errors.ClaimThere, match="C-1 says this already"):
        services.edit_claim(claim=other, statement=claim.statement, by=analyst)


def test_rest_source_on_makes_an_echo_and_lowers_what_it_held_up(
    claim: Claim, letter: Source, wire: Source, paper: Source, analyst: User
) -> None:
    say(wire, claim, analyst)
    say(paper, claim, analyst)
    claim.refresh_from_db()
    assert claim.ceiling == Status.CONFIRMED

    services.rest_source_on(
        source=paper, rests_on=letter, passage="according to the letter", by=analyst
    )

    claim.refresh_from_db()
    paper.refresh_from_db()
    assert claim.ceiling == Status.REPORTED
    assert (claim.origin_count, claim.echo_count) == (2, 1)
    assert paper.basis == Source.Basis.RESTS


def test_rest_source_on_refuses_a_cycle_and_names_it(
    letter: Source, wire: Source, paper: Source, analyst: User
) -> None:
    services.rest_source_on(source=wire, rests_on=letter, passage="p", by=analyst)
    services.rest_source_on(source=paper, rests_on=wire, passage="p", by=analyst)

    with pytest.raises(errors.LineageClosesCycle, match="S-1 → S-3 → S-2 → S-1"):
        services.rest_source_on(source=letter, rests_on=paper, passage="p", by=analyst)


def test_the_database_refuses_a_cycle_too(letter: Source, wire: Source, analyst: User) -> None:
    services.rest_source_on(source=wire, rests_on=letter, passage="p", by=analyst)

    with pytest.raises(IntegrityError, match="never rests on itself"), transaction.atomic():
        letter.grounds.create(rests_on=wire, passage="p", added_by=analyst)


def test_rest_source_on_wants_the_passage(letter: Source, wire: Source, analyst: User) -> None:
    with pytest.raises(errors.PassageMissing):
        services.rest_source_on(source=wire, rests_on=letter, passage=" ", by=analyst)


def test_remove_lineage_leaves_a_source_that_nobody_looked_into(
    claim: Claim, letter: Source, wire: Source, analyst: User
) -> None:
    say(wire, claim, analyst)
    lineage = services.rest_source_on(source=wire, rests_on=letter, passage="p", by=analyst)

    services.remove_lineage(lineage=lineage, reason="Another letter.", by=analyst)

    claim.refresh_from_db()
    wire.refresh_from_db()
    assert wire.basis == Source.Basis.UNKNOWN
    assert claim.ceiling == Status.ALLEGED
    services.state_first_hand(source=wire, reason="Its reporter was there.", by=analyst)
    claim.refresh_from_db()
    assert claim.ceiling == Status.REPORTED


def test_grade_source_moves_the_ceiling_of_what_it_says(
    claim: Claim, wire: Source, paper: Source, analyst: User
) -> None:
    say(wire, claim, analyst)
    say(paper, claim, analyst)

    services.grade_source(source=paper, reliability="D", reason="Two corrections.", by=analyst)

    claim.refresh_from_db()
    assert claim.ceiling == Status.REPORTED
    assert Entry.objects.filter(content__contains='"source.graded"').exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"statement": "  "}, "write it"),
        ({"kind": Kind.ATTRIBUTION}, "names its rung"),
        ({"kind": Kind.CONDUCT, "rung": "L2"}, "that is an attribution"),
        ({"kind": Kind.UTTERANCE}, "names who said it"),
        ({"kind": Kind.FIGURE}, "a value and a unit"),
        ({"kind": Kind.FIGURE, "value": 3, "value_high": 2, "unit": "x"}, "not below"),
        ({"certainty": "high"}, "has no certainty"),
    ],
)
def test_add_claim_refuses_what_is_no_claim(
    case: Case, analyst: User, fields: dict[str, object], why: str
) -> None:
    with pytest.raises(errors.ClaimMalformed, match=why):
        ClaimFactory.create(case=case, by=analyst, **fields)


def test_link_content_keeps_said_and_so_apart(
    case: Case, cast: dict[str, Party], letter: Source, analyst: User
) -> None:
    said = ClaimFactory.create(case=case, kind=Kind.UTTERANCE, speaker=cast["lab"], by=analyst)
    so = ClaimFactory.create(case=case, by=analyst)

    services.link_content(utterance=said, content=so, by=analyst)

    assert list(said.contents.all()) == [so]
    with pytest.raises(errors.ClaimMalformed, match="not an utterance"):
        services.link_content(utterance=so, content=said, by=analyst)


def test_edit_claim_keeps_the_words_that_were_signed(
    claim: Claim, letter: Source, analyst: User
) -> None:
    say(letter, claim, analyst)
    services.propose_status(claim=claim, status=Status.ALLEGED, rationale="One letter.", by=analyst)

    with pytest.raises(errors.ClaimIsSigned):
        services.edit_claim(claim=claim, statement="Something worse was done.", by=analyst)
    services.edit_claim(claim=claim, would_settle="The logs.", by=analyst)


def test_remove_claim_refuses_what_is_part_of_the_record(
    claim: Claim, letter: Source, analyst: User
) -> None:
    say(letter, claim, analyst)

    with pytest.raises(errors.ClaimIsSigned):
        services.remove_claim(claim=claim, reason="No.", by=analyst)


def test_assert_claim_takes_one_stance_of_a_source(
    claim: Claim, letter: Source, analyst: User
) -> None:
    say(letter, claim, analyst)

    with pytest.raises(errors.AlreadySaid):
        say(letter, claim, analyst, Stance.DENIES)


def test_assert_claim_takes_only_an_utterance_for_seen(
    claim: Claim, letter: Source, analyst: User
) -> None:
    with pytest.raises(errors.ClaimMalformed, match="Only an utterance"):
        say(letter, claim, analyst, has_seen=True)


def test_resolve_denial_lets_the_claim_rise_again(
    claim: Claim, cast: dict[str, Party], wire: Source, analyst: User
) -> None:
    denial = SourceFactory.create(publisher=cast["accused"], by=analyst)
    say(wire, claim, analyst)
    assertion = say(denial, claim, analyst, Stance.DENIES)
    claim.refresh_from_db()
    assert claim.ceiling == Status.DISPUTED

    services.resolve_denial(assertion=assertion, resolution="Taken back on June 12.", by=analyst)

    claim.refresh_from_db()
    assert claim.ceiling == Status.REPORTED
    with pytest.raises(errors.NotADenial):
        services.resolve_denial(assertion=claim.assertions.first(), resolution="x", by=analyst)


def test_remove_assertion_waits_for_the_hold(
    claim: Claim, letter: Source, analyst: User, legal: User, case: Case
) -> None:
    assertion = say(letter, claim, analyst)
    cases.place_hold(case=case, reason="Litigation.", by=legal)

    with pytest.raises(PermissionDenied, match="legal hold"):
        services.remove_assertion(assertion=assertion, reason="Wrong claim.", by=analyst)
    with pytest.raises(IntegrityError, match="legal hold"), transaction.atomic():
        assertion.delete()


def test_observe_claim_confirms_once_the_figure_was_run_again(
    case: Case, claim: Claim, analyst: User
) -> None:
    exhibit = receive_exhibit(
        case=case, file=BytesIO(b"log"), name="log.csv", how="By hand", by=analyst
    )
    figure = Figure.objects.create(
        case=case, key="interactions", label="Interactions", value=3, unit="interactions",
        counting_rule="Rows.", query="q", query_version="1", engine="e", engine_version="1",
        derived_from=[exhibit.sha256],
    )  # fmt: skip
    observation = services.observe_claim(
        claim=claim, figure_key="interactions", finding="Three.", method="Run it.", by=analyst
    )
    assert list(observation.exhibits.all()) == [exhibit]
    with pytest.raises(errors.RunsSpeak):
        services.rerun_observation(observation=observation, gave_the_same=True, by=analyst)

    for is_same, ceiling in ((True, Status.CONFIRMED), (False, Status.NOT_ESTABLISHED)):
        figure.runs.create(
            stated=3, found=3, is_same=is_same, engine="e 1", derived_from=[], by=analyst
        )
        settle(case)
        claim.refresh_from_db()
        assert claim.ceiling == ceiling


def test_nothing_is_written_in_a_closed_case(
    claim: Claim, letter: Source, analyst: User, lead: User, case: Case
) -> None:
    cases.close_case(case=case, reason="Done.", by=lead)

    with pytest.raises(PermissionDenied, match="closed"):
        say(letter, claim, analyst)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        claim.assertions.create(source=letter, stance=Stance.ASSERTS, added_by=analyst)


def test_work_out_takes_as_many_queries_for_many_claims_as_for_one(
    case: Case, letter: Source, analyst: User
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(5):
            say(letter, ClaimFactory.create(case=case, by=analyst), analyst)
        with CaptureQueriesContext(connection) as queries:
            services.work_out_ceilings(case=case, by=analyst)
        counts.append(len(queries))

    assert counts[0] == counts[1]
