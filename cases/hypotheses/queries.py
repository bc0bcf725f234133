"""The matrix of a case as it is shown, read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from cases.claims.queries import name_speakers
from cases.core.models import Case
from cases.hypotheses import saying
from cases.hypotheses.board import Board, Cell, Line
from cases.hypotheses.matrix import Matrix
from cases.hypotheses.models import EvidenceRow, Hypothesis, Rating
from cases.hypotheses.offered import for_subject
from cases.hypotheses.origins import read_origins
from cases.hypotheses.referents import Reading, read
from cases.hypotheses.usual import USUAL, Usual
from cases.hypotheses.weights import Mark, Row, Weight

_FOLLOWED = (
    "assertion__source", "assertion__claim__case", "observation__claim__case", "claim__case",
    "response__party", "response__source", "exhibit__case", "figure__case", "cluster__case",
    "left_out_by", "added_by",
)  # fmt: skip


def board_of(case: Case) -> Board:
    """The matrix as the ledger and the ratings stand, with the evidence for the subject in it."""
    hypotheses = tuple(case.hypotheses.order_by("number"))
    numbers = tuple(h.number for h in hypotheses if h.is_open)
    rows = [*stored_rows(case), *for_subject(case)]
    origins = read_origins(case, rows)
    lines = []
    for row in rows:
        reading = read(row)
        plain = _plain(row, reading, numbers, origins.of(row))
        lines.append(Line(row, reading, plain, _cells(row, hypotheses)))
    name_speakers([line.claim for line in lines if line.claim])
    matrix = Matrix(numbers, tuple(line.plain for line in lines if not line.out_because))
    return Board(
        hypotheses=hypotheses,
        lines=tuple(_weighed([line for line in lines if not line.out_because], matrix)),
        left_out=tuple(line for line in lines if line.out_because),
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


def _plain(
    row: EvidenceRow, reading: Reading, open_numbers: tuple[int, ...], origins: frozenset[str]
) -> Row:
    marks = {
        rating.hypothesis.number: Mark(rating.mark)
        for rating in _standing_ratings(row)
        if rating.hypothesis.number in open_numbers
    }
    credibility = Weight(row.credibility) if row.credibility else reading.grade.weight
    return Row(key_of(row), marks, credibility, Weight(row.relevance), origins)


def _weighed(lines: list[Line], matrix: Matrix) -> Iterable[Line]:
    """The rows that count, with what the matrix as a whole makes of each."""
    labels = {line.plain.key: line.label for line in lines}
    for line, reliance in zip(lines, matrix.reliance(), strict=True):
        overheard = matrix.overheard(line.plain)
        yield replace(
            line,
            tells=saying.say_row(line.plain, matrix.hypotheses),
            carries=saying.say_reliance(reliance, matrix.ranking),
            echoes=saying.say_echoes(overheard, labels),
            overheard=overheard,
            spread=float(line.plain.spread(matrix.hypotheses)),
        )


def _cells(row: EvidenceRow, hypotheses: tuple[Hypothesis, ...]) -> tuple[Cell, ...]:
    known = {rating.hypothesis_id: rating for rating in _standing_ratings(row)}
    return tuple(Cell(hypothesis, known.get(hypothesis.pk)) for hypothesis in hypotheses)


def _standing_ratings(row: EvidenceRow) -> list[Rating]:
    ratings: list[Rating] = getattr(row, "standing", [])
    return ratings
