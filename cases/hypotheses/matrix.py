"""Competing hypotheses against evidence: the least contradicted comes first (Heuer, 1999, ch. 8).

What agrees with a hypothesis often agrees with its rivals too, so nothing here counts in favour of
one: only what speaks against it counts, by the weights of the row. The outcome is an order, and
never a probability. An unfilled cell is not neutral; it is unknown, and is counted as such.

An echo is not a witness here either. A row that rests on several origins is shared out among them,
and of each origin only the heaviest share counts, however many rows pass it on.
"""

from collections.abc import Callable, Iterable, Mapping
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
class Unheard:
    """What becomes of the order if one origin is not heard, in whatever row it speaks."""

    origin: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Overheard:
    """An origin of a row that is heard in another row already, against some hypotheses."""

    origin: str
    heard_in: str
    hypotheses: tuple[int, ...]


@dataclass(frozen=True)
class Matrix:
    """The hypotheses that are compared, and the rows that count."""

    hypotheses: tuple[int, ...]
    rows: tuple[Row, ...] = ()

    def against(self, hypothesis: int) -> Points:
        """The weighted inconsistency recorded of it, each origin heard once."""
        return self._added(hypothesis, Row.against)

    def at_most(self, hypothesis: int) -> Points:
        """What it would be if every blank cell of it turned out to speak against it, strongly."""
        return self._added(hypothesis, Row.at_most)

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

    def unheard(self) -> tuple[Unheard, ...]:
        """The order without each origin that the ledger names, one left out at a time."""
        named = sorted({origin for row in self.rows for origin in row.origins})
        return tuple(Unheard(origin, ranked(self._without(origin))) for origin in named)

    def overheard(self, row: Row) -> tuple[Overheard, ...]:
        """Which origins of the row are heard elsewhere, so that it adds nothing for them."""
        found: dict[tuple[str, str], list[int]] = {}
        for hypothesis in self.hypotheses:
            for origin in row.rests_on if row.against(hypothesis) else ():
                if (loudest := _loudest(self._of_origin[origin], hypothesis)).key != row.key:
                    found.setdefault((origin, loudest.key), []).append(hypothesis)
        return tuple(Overheard(*where, tuple(said)) for where, said in sorted(found.items()))

    def _reliance(self, row: Row) -> Reliance:
        places = ranked(self._instead(row)), ranked(self._instead(row, row.turned()))
        orders, now = [_order(each) for each in places], _order(self.ranking)
        moves_first = any(order[:1] != now[:1] for order in orders)
        return Reliance(row.key, *places, moves_first, any(order != now for order in orders))

    def _instead(self, row: Row, *others: Row) -> dict[int, Points]:
        """What is recorded of each with the row taken out, and others put in its place."""
        points = dict(self._points)
        for origin in row.rests_on:
            rows = self._of_origin[origin]
            then = [*(each for each in rows if each.key != row.key), *others]
            for hypothesis in points:
                points[hypothesis] += _heard(then, hypothesis) - _heard(rows, hypothesis)
        return points

    def _without(self, origin: str) -> dict[int, Points]:
        rows = self._of_origin[origin]
        return {h: points - _heard(rows, h) for h, points in self._points.items()}

    def _added(self, hypothesis: int, counts: Callable[[Row, int], Points]) -> Points:
        heard = (_heard(rows, hypothesis, counts) for rows in self._of_origin.values())
        return sum(heard, NONE)

    @cached_property
    def _of_origin(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            for origin in row.rests_on:
                found.setdefault(origin, []).append(row)
        return found


def _share(row: Row, hypothesis: int, counts: Callable[[Row, int], Points] = Row.against) -> Points:
    return counts(row, hypothesis) / len(row.rests_on)


def _loudest(rows: Iterable[Row], hypothesis: int) -> Row:
    """The row that says heaviest what an origin says against a hypothesis."""
    return min(rows, key=lambda row: (-_share(row, hypothesis), row.key))


def _heard(
    rows: Iterable[Row], hypothesis: int, counts: Callable[[Row, int], Points] = Row.against
) -> Points:
    """How much one origin counts against a hypothesis: in the row that says it heaviest."""
    return max((_share(row, hypothesis, counts) for row in rows), default=NONE)


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
