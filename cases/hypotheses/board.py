"""The matrix as it is shown: its rows, its hypotheses, and what comes of holding them together."""

from dataclasses import dataclass
from functools import cached_property

from cases.claims.models import Claim
from cases.hypotheses import saying
from cases.hypotheses.matrix import Matrix, Overheard
from cases.hypotheses.models import EvidenceRow, Hypothesis, Rating
from cases.hypotheses.referents import Reading
from cases.hypotheses.usual import Usual
from cases.hypotheses.weights import Mark, Row


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
    echoes: str = ""
    overheard: tuple[Overheard, ...] = ()
    spread: float = 0

    @property
    def is_stored(self) -> bool:
        return self.row.pk is not None

    @property
    def label(self) -> str:
        """What to call it: its number, or what it would be made of."""
        return str(self.row) if self.is_stored else self.reading.cites

    @property
    def words(self) -> str:
        return self.row.says or self.reading.words

    @property
    def claim(self) -> Claim | None:
        """The claim whose words it shows, said by a source or not: never without its status."""
        said = self.row.assertion
        return said.claim if said else self.row.claim

    @property
    def origins(self) -> str:
        """Which origins it rests on, where they are others than what it cites."""
        named = sorted(self.plain.origins - {self.reading.cites})
        return saying.listed(named)

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

    def words_against(self, hypothesis: int) -> str:
        """What it says, and whether it is heard elsewhere already, so that it adds nothing."""
        heard = {o.origin for o in self.overheard if hypothesis in o.hypotheses}
        if not heard:
            return self.words
        how = "not counted" if heard == self.plain.rests_on else "only in part counted"
        return f"{self.words} ({how} again: it rests on {saying.listed(sorted(heard))})"


@dataclass(frozen=True)
class Standing:
    """One hypothesis and where it stands."""

    hypothesis: Hypothesis
    rank: str
    against: float
    at_most: float
    blanks: int
    #: What speaks against it, the heaviest first.
    lines: tuple[Line, ...]
    #: What its bar in the picture has in front: per cent of the most that any could come to.
    recorded: float
    unknown: float


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

    @property
    def on_origins(self) -> tuple[str, ...]:
        """Which single origins the order hangs on, one left out at a time."""
        return saying.say_unheard(self.matrix.unheard(), self.matrix.ranking)

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

    @cached_property
    def _widest(self) -> float:
        return float(max((self.matrix.at_most(h.number) for h in self.open), default=0)) or 1.0

    def _standing(self, hypothesis: Hypothesis) -> Standing:
        number = hypothesis.number
        against, at_most = float(self.matrix.against(number)), float(self.matrix.at_most(number))
        lines = [line for line in self.lines if line.plain.against(number)]
        return Standing(
            hypothesis,
            saying.say_rank(self.matrix, number),
            against,
            at_most,
            self.matrix.blanks(number),
            tuple(sorted(lines, key=lambda line: (-line.plain.against(number), line.plain.key))),
            recorded=100 * against / self._widest,
            unknown=100 * (at_most - against) / self._widest,
        )
