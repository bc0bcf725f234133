"""Rows of the ledger that rest on one origin are heard once, and the page says so."""

import pytest

from accounts.models import User
from cases.claims import services as ledger
from cases.claims.models import Assertion, Claim, Source
from cases.core.models import Case, Party
from cases.hypotheses import services
from cases.hypotheses.models import EvidenceRow, Hypothesis
from cases.hypotheses.queries import board_of
from cases.reports.queries import ledger_of
from tests.factories.claims import SourceFactory, say


@pytest.fixture
def letter(cast: dict[str, Party], analyst: User) -> Source:
    return SourceFactory.create(publisher=cast["lab"], by=analyst)


@pytest.fixture
def article(cast: dict[str, Party], letter: Source, analyst: User) -> Source:
    source = SourceFactory.create(publisher=cast["wire"], by=analyst)
    ledger.rest_source_on(source=source, rests_on=letter, passage="“a letter says”", by=analyst)
    return source


def rated(case: Case, analyst: User, said: Assertion, mark: str = "I") -> EvidenceRow:
    row = services.add_row(case=case, kind="assertion", referent=said, by=analyst)
    cells = {1: (mark, "It would not have."), 2: ("N", "")}
    return services.rate_row(row=row, cells=cells, by=analyst)


def test_an_echo_adds_nothing_and_says_why(
    case: Case, claim: Claim, first: Hypothesis, second: Hypothesis, letter: Source,
    article: Source, analyst: User,
) -> None:  # fmt: skip
    rated(case, analyst, say(letter, claim, analyst))
    before = board_of(case).matrix.against(1)
    rated(case, analyst, say(article, claim, analyst, "repeats"))

    board = board_of(case)

    assert board.matrix.against(1) == before > 0
    assert [line.echoes for line in board.lines] == [
        "",
        "Against H-1, S-1 is heard in row 1 already: an origin counts once, at its heaviest.",
    ]
    assert (
        ledger_of(case)
        .hypotheses[1]
        .against[1]
        .text.endswith("(not counted again: it rests on S-1)")
    )


def test_the_heaviest_of_two_rows_of_one_origin_is_the_one_that_counts(
    case: Case, claim: Claim, first: Hypothesis, second: Hypothesis, letter: Source,
    article: Source, analyst: User,
) -> None:  # fmt: skip
    rated(case, analyst, say(letter, claim, analyst))
    rated(case, analyst, say(article, claim, analyst, "repeats"), "II")
    board = board_of(case)

    assert board.matrix.against(1) == board.lines[1].plain.against(1)
    assert "S-1 is heard in row 2 already" in board.lines[0].echoes


def test_two_origins_count_twice(
    case: Case, claim: Claim, first: Hypothesis, second: Hypothesis, letter: Source,
    cast: dict[str, Party], analyst: User,
) -> None:  # fmt: skip
    rated(case, analyst, say(letter, claim, analyst))
    before = board_of(case).matrix.against(1)
    other = SourceFactory.create(publisher=cast["paper"], by=analyst)
    rated(case, analyst, say(other, claim, analyst))

    board = board_of(case)

    assert board.matrix.against(1) == 2 * before
    assert not any(line.echoes for line in board.lines)


def test_a_claim_and_what_its_only_source_says_are_one_origin(
    case: Case, claim: Claim, row: EvidenceRow, first: Hypothesis, second: Hypothesis,
    letter: Source, analyst: User,
) -> None:  # fmt: skip
    services.rate_row(row=row, cells={1: ("I", "It would not have.")}, by=analyst)
    rated(case, analyst, say(letter, claim, analyst))
    board = board_of(case)

    assert [line.plain.origins for line in board.lines] == [{"S-1"}, {"S-1"}]
    assert board.matrix.against(1) == max(line.plain.against(1) for line in board.lines)
