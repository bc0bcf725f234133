"""The matrix as it is shown: what is listed by default, how it is weighed, what is said of it."""

from typing import Any

from accounts.models import User
from cases.claims import services as ledger
from cases.claims.models import Claim
from cases.core.models import Case, Party
from cases.hypotheses import grading, offered, services
from cases.hypotheses.models import EvidenceRow, Hypothesis
from cases.hypotheses.queries import board_of
from cases.hypotheses.weights import Weight
from tests.factories.claims import ClaimFactory, SourceFactory, say


def test_the_evidence_for_the_subject_is_listed_by_default(
    case: Case, cast: dict[str, Party], claim: Claim, analyst: User
) -> None:
    source = SourceFactory.create(publisher=cast["accused"], by=analyst)
    say(source, claim, analyst, "denies")
    ClaimFactory.create(case=case, weight="for", statement="It had a licence.", by=analyst)
    ledger.record_response(
        case=case, party=cast["accused"], asked_on="2026-06-20", asked_by="us", channel="e-mail",
        question="Did you?", outcome="denied", answered_on="2026-06-21", answer="No.", by=analyst,
    )  # fmt: skip

    board = board_of(case)

    assert [(line.row.kind, line.is_stored) for line in board.lines] == [
        ("claim", False),
        ("assertion", False),
        ("response", False),
    ]
    assert all(line.reading.because for line in board.lines)


def test_a_default_row_counts_as_blank_until_it_is_rated(
    case: Case, first: Hypothesis, second: Hypothesis, row: EvidenceRow, analyst: User
) -> None:
    services.rate_row(row=row, cells={1: ("II", "Why."), 2: ("N", "")}, by=analyst)
    assert board_of(case).matrix.is_settled
    spared = ClaimFactory.create(case=case, weight="for", by=analyst)

    board = board_of(case)

    assert board.matrix.blank_cells == 2
    assert "2 of 4 cells are blank" in board.blanks
    assert offered.find(case, "claim", spared.pk) == spared
    services.add_row(case=case, kind="claim", referent=spared, by=analyst)
    assert offered.find(case, "claim", spared.pk) is None
    assert len(board_of(case).lines) == 2


def test_a_denial_that_was_resolved_stays_listed_and_counts_no_more(
    case: Case, cast: dict[str, Party], claim: Claim, analyst: User
) -> None:
    source = SourceFactory.create(publisher=cast["accused"], by=analyst)
    denial = say(source, claim, analyst, "denies")
    ledger.resolve_denial(assertion=denial, resolution="It was taken back.", by=analyst)

    board = board_of(case)

    assert board.lines == ()
    assert "It was taken back." in board.left_out[0].out_because


def test_credibility_comes_from_the_ledger_and_moves_with_it(
    case: Case, cast: dict[str, Party], claim: Claim, analyst: User
) -> None:
    source = SourceFactory.create(publisher=cast["wire"], by=analyst)
    said = say(source, claim, analyst)
    services.add_row(case=case, kind="assertion", referent=said, by=analyst)

    assert board_of(case).lines[0].plain.credibility == Weight.HIGH
    ledger.grade_source(source=source, reliability="E", reason="It made things up.", by=analyst)
    assert board_of(case).lines[0].plain.credibility == Weight.LOW


def test_grade_of_source_lets_the_weaker_axis_decide() -> None:
    grades = {"B2": Weight.HIGH, "B3": Weight.MEDIUM, "D1": Weight.LOW, "F6": Weight.MEDIUM}

    assert {g: grading.grade_of_source(*g).weight for g in grades} == grades
    assert "can't be judged" in grading.grade_of_source("F", "6").why


def test_the_board_says_the_order_what_discriminates_and_what_carries_it(
    case: Case, first: Hypothesis, second: Hypothesis, row: EvidenceRow, analyst: User
) -> None:
    services.rate_row(row=row, cells={1: ("I", "Why."), 2: ("C", "Why.")}, by=analyst)
    board = board_of(case)

    assert board.ranking == "Least contradicted: H-2; most contradicted: H-1."
    assert board.blanks == "Every cell is filled."
    line = board.lines[0]
    assert line.tells == "Speaks against H-1, and not against the others."
    assert line.carries == (
        "Without it, H-1 and H-2 tie for least contradicted. "
        "If it were wrong, H-1 is least contradicted."
    )
    assert [s.rank for s in board.standings] == ["least contradicted", "place 2 of 2"]
    assert [(s.recorded, s.unknown) for s in board.standings] == [(0, 0), (100, 0)]


def test_an_unrated_rival_is_listed_and_not_in_the_order(
    case: Case, first: Hypothesis, row: EvidenceRow, analyst: User
) -> None:
    services.rate_row(row=row, cells={1: ("I", "Why.")}, by=analyst)
    services.offer_rivals(case=case, by=analyst)
    board = board_of(case)

    assert board.ranking.startswith("Only H-1 is rated")
    assert "not rated at all, and not in the order" in board.blanks
    assert board.standings[-1].rank == "not rated yet"
    assert [(s.recorded, s.unknown) for s in board.standings[1:3]] == [(0, 100), (0, 100)]


def test_board_of_asks_the_same_number_of_questions_for_any_number_of_rows(
    case: Case,
    first: Hypothesis,
    row: EvidenceRow,
    analyst: User,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(5):
        claim = ClaimFactory.create(case=case, by=analyst)
        more = services.add_row(case=case, kind="claim", referent=claim, by=analyst)
        services.rate_row(row=more, cells={1: ("I", "Why.")}, by=analyst)

    with django_assert_max_num_queries(12):
        board_of(case)
