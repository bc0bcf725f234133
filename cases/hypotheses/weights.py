"""One row of evidence, plain: what it says of each hypothesis, and how much it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

#: Added up exactly, so that the order of entry can make no difference.
Points = Fraction
NONE = Points(0)


class Mark(StrEnum):
    """What a row of evidence says of one hypothesis."""

    CC = "CC"
    C = "C"
    N = "N"
    I = "I"  # noqa: E741 - Heuer's letter
    II = "II"
    NA = "NA"

    @property
    def against(self) -> Points:
        """How much it speaks against: very inconsistent twice as much as inconsistent."""
        return {Mark.I: Points(1), Mark.II: Points(2)}.get(self, NONE)

    @property
    def agrees(self) -> int:
        """Its place from very inconsistent (-2) to very consistent (2)."""
        return {Mark.CC: 2, Mark.C: 1, Mark.I: -1, Mark.II: -2}.get(self, 0)

    @property
    def turned(self) -> "Mark":
        """What it would be if the evidence said the opposite."""
        return _TURNED.get(self, self)


_TURNED = {Mark.CC: Mark.II, Mark.C: Mark.I, Mark.I: Mark.C, Mark.II: Mark.CC}


class Weight(StrEnum):
    """How much a row's credibility or relevance counts."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def factor(self) -> Points:
        return {"low": Points("0.5"), "medium": Points(1), "high": Points(2)}[self.value]


@dataclass(frozen=True)
class Row:
    """One row of evidence: its weights, and a mark for each hypothesis that was rated.

    `origins` are those that it rests on in the end; with none named, it is an origin of its own.
    """

    key: str
    marks: Mapping[int, Mark] = field(default_factory=dict)
    credibility: Weight = Weight.MEDIUM
    relevance: Weight = Weight.MEDIUM
    origins: frozenset[str] = frozenset()

    @property
    def factor(self) -> Points:
        return self.credibility.factor * self.relevance.factor

    def against(self, hypothesis: int) -> Points:
        mark = self.marks.get(hypothesis)
        return mark.against * self.factor if mark else NONE

    def at_most(self, hypothesis: int) -> Points:
        """What it would count if a blank cell turned out to speak against it, strongly."""
        return (
            self.against(hypothesis) if hypothesis in self.marks else Mark.II.against * self.factor
        )

    @property
    def rests_on(self) -> frozenset[str]:
        return self.origins or frozenset({self.key})

    def turned(self) -> "Row":
        """The same row, saying the opposite."""
        return replace(self, marks={h: mark.turned for h, mark in self.marks.items()})

    def blanks(self, hypotheses: Iterable[int]) -> tuple[int, ...]:
        return tuple(h for h in hypotheses if h not in self.marks)

    def spread(self, hypotheses: Iterable[int]) -> Points:
        """How far apart what it says of them lies, weighted; 0 discriminates nothing."""
        places = [self.marks[h].agrees for h in hypotheses if h in self.marks]
        return (max(places) - min(places)) * self.factor if places else NONE
