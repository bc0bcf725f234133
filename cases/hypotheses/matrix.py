"""Competing hypotheses against evidence: the least contradicted comes first (Heuer, 1999, ch. 8).

What agrees with a hypothesis often agrees with its rivals too, so nothing here counts in favour of
one: only what speaks against it counts, by the weights of the row. The outcome is an order, and
never a probability. An unfilled cell is not neutral; it is unknown, and is counted as such.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cases.hypotheses.weights import NONE, Points, Row


@dataclass(frozen=True)
class Place:
    """Where hypotheses stand in the order; more than one stand there as a tie."""

    rank: int
    hypotheses: tuple[int, ...]
    against: Points

    @property
    def is_tie(self) -> bool:
        return len(self.hypotheses) > 1


@dataclass(frozen=True)
class Reliance:
    """What becomes of the order without one row, and if that row said the opposite."""

    key: str
    without: tuple[Place, ...]
    turned: tuple[Place, ...]
    moves_first: bool
    moves_order: bool


@dataclass(frozen=True)
class Matrix:
    """The hypotheses that are compared, and the rows that count."""

    hypotheses: tuple[int, ...]
    rows: tuple[Row, ...] = ()

    def against(self, hypothesis: int) -> Points:
        """The weighted inconsistency recorded of it."""
        return sum((row.against(hypothesis) for row in self.rows), NONE)

    def at_most(self, hypothesis: int) -> Points:
        """What it would be if every blank cell of it turned out to speak against it, strongly."""
        blank = (row.factor * 2 for row in self.rows if hypothesis not in row.marks)
        return self.against(hypothesis) + sum(blank, NONE)

    def blanks(self, hypothesis: int) -> int:
        return sum(hypothesis not in row.marks for row in self.rows)

    @cached_property
    def compared(self) -> tuple[int, ...]:
        """Those with at least one rated cell: nothing was said yet against any other."""
        rated = {h for row in self.rows for h in row.marks}
        return tuple(sorted(h for h in self.hypotheses if h in rated))

    @cached_property
    def not_compared(self) -> tuple[int, ...]:
        return tuple(sorted(set(self.hypotheses) - set(self.compared)))

    @cached_property
    def ranking(self) -> tuple[Place, ...]:
        """The order of those compared."""
        return ranked(self._points)

    @cached_property
    def _points(self) -> dict[int, Points]:
        return {hypothesis: self.against(hypothesis) for hypothesis in self.compared}

    @cached_property
    def is_settled(self) -> bool:
        """Whether no way of filling the blank cells could bring another to the first place."""
        if not self.ranking or self.ranking[0].is_tie:
            return False
        first = self.ranking[0].hypotheses[0]
        others = [h for h in self.hypotheses if h != first]
        return all(self.at_most(first) < self.against(other) for other in others)

    @property
    def cells(self) -> int:
        return len(self.hypotheses) * len(self.rows)

    @property
    def blank_cells(self) -> int:
        return sum(self.blanks(h) for h in self.hypotheses)

    def discriminating(self) -> tuple[Row, ...]:
        """Rows that say different things of the hypotheses, the furthest apart first."""
        spread = {row.key: row.spread(self.hypotheses) for row in self.rows}
        rows = [row for row in self.rows if spread[row.key]]
        return tuple(sorted(rows, key=lambda row: (-spread[row.key], row.key)))

    def reliance(self) -> tuple[Reliance, ...]:
        """What each row carries of the result, in the order of the rows."""
        return tuple(self._reliance(row) for row in self.rows)

    def _reliance(self, row: Row) -> Reliance:
        without = {h: p - row.against(h) for h, p in self._points.items()}
        opposite = row.turned()
        places = ranked(without), ranked({h: p + opposite.against(h) for h, p in without.items()})
        orders, now = [_order(each) for each in places], _order(self.ranking)
        moves_first = any(order[:1] != now[:1] for order in orders)
        return Reliance(row.key, *places, moves_first, any(order != now for order in orders))


def ranked(points: Mapping[int, Points]) -> tuple[Place, ...]:
    """From the least to the most contradicted; ties share a place."""
    at: dict[Points, list[int]] = {}
    for hypothesis in sorted(points):
        at.setdefault(points[hypothesis], []).append(hypothesis)
    places, rank = [], 1
    for against in sorted(at):
        places.append(Place(rank, tuple(at[against]), against))
        rank += len(at[against])
    return tuple(places)


def _order(places: Iterable[Place]) -> tuple[tuple[int, ...], ...]:
    return tuple(place.hypotheses for place in places)
