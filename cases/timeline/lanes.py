"""Where each event goes in the picture: two lanes, and in each as few rows as keep spans apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: How wide an event is drawn at least, so that its mark does not cover the next one's.
ROOM = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Spread:
    """An event's days: open where the date is; `key` says which event it is."""

    key: int
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with its row (0 is nearest the axis) and the days that are drawn for it."""

    key: int
    row: int
    start: date
    end: date
    is_open: bool


def place(events: Iterable[Spread]) -> list[Placed]:
    """Give every event the lowest row in which it touches no other; open ends reach to the edge.

    Sorted by start. An event that is open at both ends has no place, and there can be none: EDTF
    has no such date.
    """
    spreads = [one for one in events if one.earliest or one.latest]
    days = [day for one in spreads for day in (one.earliest, one.latest) if day]
    placed: list[Placed] = []
    ends: list[date] = []
    for one in sorted(spreads, key=lambda one: (one.earliest or min(days), one.key)):
        start, end = one.earliest or min(days), one.latest or max(days)
        row = next((row for row, taken in enumerate(ends) if taken + ROOM <= start), len(ends))
        ends[row : row + 1] = [end]
        is_open = one.earliest is None or one.latest is None
        placed.append(Placed(one.key, row, start, end, is_open))
    return placed
