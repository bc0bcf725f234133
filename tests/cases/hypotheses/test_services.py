from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import User
from audit.models import Entry
from cases.claims import services as ledger
from cases.claims.errors import ClaimInUse
from cases.claims.models import Claim
from cases.core import services as cases
from cases.core.models import Case, Party
from cases.hypotheses import errors, services
from cases.hypotheses.models import EvidenceRow, Hypothesis, Rating
from cases.hypotheses.queries import board_of
from cases.hypotheses.usual import USUAL
from tests.factories.claims import ClaimFactory, SourceFactory, say


def refused_by_the_database(act: Any) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        act()
    return str(refusal.value)


def test_add_hypothesis_numbers_it_and_puts_it_on_record(case: Case, analyst: User) -> None:
    one = services.add_hypothesis(case=case, statement=" The lab ran it. ", by=analyst)
    two = services.add_hypothesis(case=case, statement="A reseller ran it.", by=analyst)

    assert [str(one), str(two)] == ["H-1", "H-2"]
    assert one.statement == "The lab ran it."
    assert '"hypothesis.added"' in Entry.objects.last().content


def test_add_hypothesis_takes_the_rung_of_its_claim(case: Case, analyst: User) -> None:
    claim = ClaimFactory.create(case=case, kind="attribution", rung="L2", by=analyst)

    hypothesis = services.add_hypothesis(
        case=case, statement="The lab ran it.", claim=claim, by=analyst
    )

    assert hypothesis.rung == "L2"


def test_add_hypothesis_refuses_silence_and_strangers(
    case: Case, analyst: User, policy: User
) -> None:
    with pytest.raises(errors.NothingSaid):
        services.add_hypothesis(case=case, statement="  ", by=analyst)
    with pytest.raises(PermissionDenied):
        services.add_hypothesis(case=case, statement="It was so.", by=policy)


def test_edit_hypothesis_keeps_the_words_that_were_rated(
    first: Hypothesis, row: EvidenceRow, analyst: User
) -> None:
    services.edit_hypothesis(hypothesis=first, statement="The laboratory ran it.", by=analyst)
    services.rate_row(row=row, cells={1: ("I", "Why.")}, by=analyst)

    with pytest.raises(errors.RatedAlready):
        services.edit_hypothesis(hypothesis=first, statement="Nobody ran it.", by=analyst)
    edited = services.edit_hypothesis(
        hypothesis=first,
        statement="The laboratory ran it.",
        would_change="Records of payment.",
        by=analyst,
    )

    assert edited.would_change == "Records of payment."


def test_offer_rivals_adds_each_once_and_rates_none(case: Case, analyst: User) -> None:
    added = services.offer_rivals(case=case, by=analyst)

    assert len(added) == len(USUAL)
    assert board_of(case).missing_rivals == ()
    assert not Rating.objects.exists()
    with pytest.raises(errors.NothingToAdd):
        services.offer_rivals(case=case, by=analyst)


def test_rate_row_supersedes_what_stood_and_keeps_it(
    case: Case, first: Hypothesis, second: Hypothesis, row: EvidenceRow, analyst: User, lead: User
) -> None:
    services.rate_row(row=row, cells={1: ("I", "Too far away."), 2: ("N", "")}, by=analyst)
    services.rate_row(row=row, cells={1: ("CC", "Why."), 2: ("N", "")}, by=lead)

    assert list(row.ratings.standing().order_by("hypothesis").values_list("mark", "rated_by")) == [
        ("CC", lead.pk),
        ("N", analyst.pk),
    ]
    assert list(
        row.ratings.exclude(superseded_at=None).values_list("mark", "note", "rated_by")
    ) == [("I", "Too far away.", analyst.pk)]


def test_rate_row_can_make_a_cell_blank_again(
    first: Hypothesis, row: EvidenceRow, analyst: User
) -> None:
    services.rate_row(row=row, cells={1: ("I", "Why.")}, by=analyst)
    services.rate_row(row=row, cells={1: ("", "")}, by=analyst)

    assert not row.ratings.standing().exists()
    assert row.ratings.count() == 1


def test_rate_row_refuses_what_is_not_compared(
    case: Case, first: Hypothesis, row: EvidenceRow, analyst: User, policy: User
) -> None:
    with pytest.raises(errors.UnknownHypothesis):
        services.rate_row(row=row, cells={7: ("I", "Why.")}, by=analyst)
    with pytest.raises(PermissionDenied):
        services.rate_row(row=row, cells={1: ("I", "Why.")}, by=policy)
    services.leave_out_row(row=row, reason="It is about another matter.", by=analyst)
    with pytest.raises(errors.NotOpen):
        services.rate_row(row=row, cells={1: ("I", "Why.")}, by=analyst)


def test_rate_row_says_that_nothing_is_open(row: EvidenceRow, analyst: User) -> None:
    with pytest.raises(errors.NotOpen, match="no open hypothesis"):
        services.rate_row(row=row, cells={}, by=analyst)


def test_add_row_lists_a_thing_once(case: Case, row: EvidenceRow, analyst: User) -> None:
    with pytest.raises(errors.AlreadyListed):
        services.add_row(case=case, kind="claim", referent=row.claim, by=analyst)


def test_add_row_refuses_the_evidence_of_another_case(
    case: Case, other_case: Case, analyst: User, stranger: User
) -> None:
    foreign = ClaimFactory.create(case=other_case, by=stranger)

    with pytest.raises(errors.NotOfThisCase):
        services.add_row(case=case, kind="claim", referent=foreign, by=analyst)
    assert "another case" in refused_by_the_database(
        lambda: EvidenceRow.objects.create(
            case=case, number=9, kind="claim", claim=foreign, added_by=analyst
        )
    )


def test_add_row_asks_why_it_weighs_more_and_what_is_absent(case: Case, analyst: User) -> None:
    with pytest.raises(errors.NothingSaid):
        services.add_row(case=case, kind="absence", by=analyst)
    with pytest.raises(errors.ReasonMissing):
        services.add_row(
            case=case, kind="absence", says="No logs are public.", relevance="high", by=analyst
        )
    row = services.add_row(case=case, kind="absence", says="No logs are public.", by=analyst)

    assert row.reason == ""


def test_weigh_row_keeps_the_words_that_were_rated(
    first: Hypothesis, case: Case, analyst: User
) -> None:
    row = services.add_row(case=case, kind="absence", says="No logs are public.", by=analyst)
    services.rate_row(row=row, cells={1: ("N", "")}, by=analyst)

    with pytest.raises(errors.RatedAlready):
        services.weigh_row(row=row, says="Logs are public.", by=analyst)
    row = services.weigh_row(
        row=row, says=row.says, credibility="low", reason="We did not look far.", by=analyst
    )

    assert row.credibility == "low"


def test_leave_out_row_needs_a_reason_and_keeps_it_listed(
    case: Case, first: Hypothesis, row: EvidenceRow, analyst: User
) -> None:
    with pytest.raises(errors.ReasonMissing):
        services.leave_out_row(row=row, reason=" ", by=analyst)
    services.leave_out_row(row=row, reason="It is about another matter.", by=analyst)
    board = board_of(case)

    assert [line.out_because for line in board.left_out] == ["It is about another matter."]
    assert board.lines == ()
    with pytest.raises(errors.NotOpen):
        services.leave_out_row(row=row, reason="Again.", by=analyst)
    services.take_back_row(row=row, by=analyst)
    assert len(board_of(case).lines) == 1
    with pytest.raises(errors.NotOpen):
        services.take_back_row(row=row, by=analyst)


def test_set_aside_hypothesis_is_not_compared_and_stays(
    case: Case, first: Hypothesis, second: Hypothesis, row: EvidenceRow, analyst: User
) -> None:
    services.rate_row(row=row, cells={1: ("II", "Why."), 2: ("N", "")}, by=analyst)
    services.set_aside_hypothesis(hypothesis=first, reason="Its servers were off.", by=analyst)
    board = board_of(case)

    assert board.set_aside == (first,)
    assert board.matrix.compared == (2,)
    with pytest.raises(errors.NotOpen):
        services.set_aside_hypothesis(hypothesis=first, reason="Again.", by=analyst)
    services.take_up_hypothesis(hypothesis=first, by=analyst)
    assert board_of(case).matrix.compared == (1, 2)
    with pytest.raises(errors.NotOpen):
        services.take_up_hypothesis(hypothesis=first, by=analyst)


def test_nothing_is_ever_removed_and_a_rating_never_changed(
    first: Hypothesis, row: EvidenceRow, analyst: User
) -> None:
    services.rate_row(row=row, cells={1: ("I", "Why.")}, by=analyst)

    for kept in (Rating.objects, EvidenceRow.objects, Hypothesis.objects):
        assert "append-only" in refused_by_the_database(
            lambda kept=kept: kept.all()._raw_delete(using="default")
        )
    assert "kept as it was made" in refused_by_the_database(
        lambda: Rating.objects.update(mark="CC")
    )
    assert "one_rating_a_cell" in refused_by_the_database(
        lambda: row.ratings.create(hypothesis=first, mark="C", note="w", rated_by=analyst)
    )
    assert "rating_says_why" in refused_by_the_database(
        lambda: row.ratings.create(hypothesis=first, mark="C", rated_by=analyst)
    )


def test_a_closed_case_keeps_its_matrix(
    case: Case, first: Hypothesis, row: EvidenceRow, analyst: User, lead: User
) -> None:
    cases.close_case(case=case, reason="Done.", by=lead)

    with pytest.raises(PermissionDenied):
        services.rate_row(row=row, cells={1: ("I", "Why.")}, by=analyst)
    for act in (
        lambda: row.ratings.create(hypothesis=first, mark="C", rated_by=analyst),
        lambda: Hypothesis.objects.update(statement="Another."),
        lambda: EvidenceRow.objects.update(relevance="high", reason="So."),
    ):
        assert "closed" in refused_by_the_database(act)


def test_a_rating_never_crosses_cases(
    other_case: Case, row: EvidenceRow, analyst: User, stranger: User
) -> None:
    foreign = services.add_hypothesis(case=other_case, statement="Elsewhere.", by=stranger)

    assert "different cases" in refused_by_the_database(
        lambda: row.ratings.create(hypothesis=foreign, mark="C", rated_by=analyst)
    )


def test_what_a_row_rests_on_is_not_taken_out_from_under_it(
    case: Case, cast: dict[str, Party], claim: Claim, row: EvidenceRow, analyst: User
) -> None:
    source = SourceFactory.create(publisher=cast["accused"], by=analyst)
    denial = say(source, ClaimFactory.create(case=case, by=analyst), analyst, "denies")
    services.add_row(case=case, kind="assertion", referent=denial, by=analyst)

    with pytest.raises(ClaimInUse):
        ledger.remove_claim(claim=claim, reason="Entered twice.", by=analyst)
    with pytest.raises(ClaimInUse):
        ledger.remove_assertion(assertion=denial, reason="Misread.", by=analyst)
