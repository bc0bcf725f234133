"""The matrix of a case as it is shown, read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from cases.core.models import Case
from cases.hypotheses import saying
from cases.hypotheses.matrix import Matrix
from cases.hypotheses.models import EvidenceRow, Hypothesis, Rating
from cases.hypotheses.offered import for_subject
from cases.hypotheses.referents import Reading, read
from cases.hypotheses.usual import USUAL, Usual
from cases.hypotheses.weights import Mark, Row, Weight

_FOLLOWED = (
    "assertion__source", "assertion__claim__case", "observation__claim__case", "claim__case",
    "response__party", "response__source", "exhibit__case", "figure__case", "cluster__case",
    "left_out_by", "added_by",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """What one row says of one hypothesis; no rating where the cell is blank."""

    hypothesis: Hypothesis
    rating: Rating | None


@dataclass(frozen=True)
class Line:
    """One row of the matrix as it is shown."""

    row: EvidenceRow
    reading: Reading
    plain: Row
    cells: tuple[Cell, ...]
    tells: str = ""
    carries: str = ""
    spread: float = 0

    @property
    def is_stored(self) -> bool:
        return self.row.pk is not None

    @property
    def words(self) -> str:
        return self.row.says or self.reading.words

    @property
    def weighed_by_hand(self) -> bool:
        return bool(self.row.credibility)

    @property
    def out_because(self) -> str:
        """Why it does not count; empty where it does."""
        return self.row.left_out_because or self.reading.lapsed

    @property
    def is_rated(self) -> bool:
        return bool(self.plain.marks)


@dataclass(frozen=True)
class Standing:
    """One hypothesis and where it stands."""

    hypothesis: Hypothesis
    rank: str
    against: float
    at_most: float
    blanks: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Board:
    """The whole matrix: what is compared, what counts, what does not, and what comes of it."""

    hypotheses: tuple[Hypothesis, ...]
    lines: tuple[Line, ...]
    left_out: tuple[Line, ...]
    matrix: Matrix
    missing_rivals: tuple[Usual, ...]

    @cached_property
    def open(self) -> tuple[Hypothesis, ...]:
        return tuple(h for h in self.hypotheses if h.is_open)

    @cached_property
    def set_aside(self) -> tuple[Hypothesis, ...]:
        return tuple(h for h in self.hypotheses if not h.is_open)

    @property
    def ranking(self) -> str:
        return saying.say_ranking(self.matrix.ranking)

    @property
    def blanks(self) -> str:
        return saying.say_blanks(self.matrix)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Open hypotheses, the least contradicted first; those not rated last."""
        order = [h for place in self.matrix.ranking for h in place.hypotheses]
        order += self.matrix.not_compared
        known = {h.number: h for h in self.open}
        return tuple(self._standing(known[number]) for number in order)

    @cached_property
    def by_spread(self) -> tuple[Line, ...]:
        """Rows that tell most apart first, those not rated last."""
        return tuple(sorted(self.lines, key=lambda line: (-line.spread, not line.is_rated)))

    @property
    def carrying(self) -> tuple[Line, ...]:
        """Rows without which, or with which wrong, the order would be another."""
        return tuple(line for line in self.lines if line.carries)

    def said_of(self, hypothesis: Hypothesis) -> tuple[tuple[Line, Rating], ...]:
        """What each row that counts says of one hypothesis, what speaks most against it first."""
        said = [
            (line, cell.rating)
            for line in self.lines
            for cell in line.cells
            if cell.hypothesis == hypothesis and cell.rating
        ]
        return tuple(sorted(said, key=lambda each: Mark(each[1].mark).agrees))

    def _standing(self, hypothesis: Hypothesis) -> Standing:
        number = hypothesis.number
        lines = [line for line in self.lines if line.plain.against(number)]
        return Standing(
            hypothesis,
            saying.say_rank(self.matrix, number),
            float(self.matrix.against(number)),
            float(self.matrix.at_most(number)),
            self.matrix.blanks(number),
            tuple(sorted(lines, key=lambda line: -line.plain.against(number))),
        )


def board_of(case: Case) -> Board:
    """The matrix as the ledger and the ratings stand, with the evidence for the subject in it."""
    hypotheses = tuple(case.hypotheses.order_by("number"))
    rows = [*stored_rows(case), *for_subject(case)]
    read_rows = [(row, read(row)) for row in rows]
    counts = [(row, reading) for row, reading in read_rows if not _out(row, reading)]
    numbers = tuple(h.number for h in hypotheses if h.is_open)
    matrix = Matrix(numbers, tuple(_plain(row, reading, numbers) for row, reading in counts))
    return Board(
        hypotheses=hypotheses,
        lines=tuple(_lines(counts, hypotheses, matrix)),
        left_out=tuple(
            Line(row, reading, _plain(row, reading, numbers), _cells(row, hypotheses))
            for row, reading in read_rows
            if _out(row, reading)
        ),
        matrix=matrix,
        missing_rivals=missing_rivals(hypotheses),
    )


def line_of(case: Case, number: int) -> Line | None:
    """One stored row as it is shown, whether it counts or not."""
    board = board_of(case)
    lines = (*board.lines, *board.left_out)
    return next((line for line in lines if line.is_stored and line.row.number == number), None)


def stored_rows(case: Case) -> QuerySet[EvidenceRow]:
    """The rows that somebody rated, chose or left out, with all that is shown of them."""
    ratings = Rating.objects.standing().select_related("hypothesis", "rated_by")
    return (
        case.evidence_rows.select_related("case", *_FOLLOWED)
        .prefetch_related(Prefetch("ratings", ratings, to_attr="standing"), "figure__runs")
        .order_by("number")
    )


def missing_rivals(hypotheses: Iterable[Hypothesis]) -> tuple[Usual, ...]:
    """The usual rivals that the case does not have yet."""
    had = {hypothesis.usual for hypothesis in hypotheses}
    return tuple(usual for usual in USUAL if usual.key not in had)


def key_of(row: EvidenceRow) -> str:
    """A row's key in the plain matrix: its number, or what it would be made of."""
    return f"{row.number:06d}" if row.pk else f"{row.kind}-{row.referent.pk}"


def _out(row: EvidenceRow, reading: Reading) -> bool:
    return bool(row.left_out_at or reading.lapsed)


def _plain(row: EvidenceRow, reading: Reading, open_numbers: tuple[int, ...]) -> Row:
    marks = {
        rating.hypothesis.number: Mark(rating.mark)
        for rating in _standing_ratings(row)
        if rating.hypothesis.number in open_numbers
    }
    credibility = Weight(row.credibility) if row.credibility else reading.grade.weight
    return Row(key_of(row), marks, credibility, Weight(row.relevance))


def _lines(
    counts: list[tuple[EvidenceRow, Reading]], hypotheses: tuple[Hypothesis, ...], matrix: Matrix
) -> Iterable[Line]:
    for (row, reading), plain, reliance in zip(counts, matrix.rows, matrix.reliance(), strict=True):
        yield Line(
            row,
            reading,
            plain,
            _cells(row, hypotheses),
            tells=saying.say_row(plain, matrix.hypotheses),
            carries=saying.say_reliance(reliance, matrix.ranking),
            spread=float(plain.spread(matrix.hypotheses)),
        )


def _cells(row: EvidenceRow, hypotheses: tuple[Hypothesis, ...]) -> tuple[Cell, ...]:
    known = {rating.hypothesis_id: rating for rating in _standing_ratings(row)}
    return tuple(Cell(hypothesis, known.get(hypothesis.pk)) for hypothesis in hypotheses)


def _standing_ratings(row: EvidenceRow) -> list[Rating]:
    ratings: list[Rating] = getattr(row, "standing", [])
    return ratings
