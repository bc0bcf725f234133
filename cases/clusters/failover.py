"""Whether the others take over when accounts of a cluster are closed.

Around each day on which members were closed, the interactions of those members who stay open are
set over their mean of the seven days before. The same is done for draws of as many days on which
nobody was closed: placebo dates, chosen by a seed, so that anyone gets the same. A pool that hands
its work over rises right after a closure, and not after a placebo. No Django, no engine.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cases.clusters.uses import Ints

Floats = NDArray[np.float64]
#: Days before and after a closure that are looked at.
REACH = 7
DRAWS = 200
#: The closing day of an account that stayed open.
OPEN = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Failover:
    """From seven days before to seven after: the others' interactions, 1 being their week before.

    `low` and `high` hold 95 of 100 draws of placebo dates; they are empty where there are too few
    days without a closure. `chance` is the share of draws that rise as much as the closures do.
    """

    closures: int
    closed: int
    survivors: int
    too_near: int
    placebos: int
    course: list[float]
    low: list[float]
    high: list[float]
    rise: float
    chance: float | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measure(sent: Ints, closed_on: Ints, *, seed: str) -> Failover | None:
    """What the others sent around closures.

    `sent` holds the interactions of each account (row) on each day (column) of the window;
    `closed_on` the day of the window on which each was closed, or OPEN. Closures within seven days
    of either end are counted in `too_near` and left out. None where nothing is left, or where the
    others sent nothing in the week before.
    """
    days = sent.shape[1]
    closures = np.unique(closed_on[(closed_on >= 0) & (closed_on < days)])
    whole = [int(day) for day in closures if REACH <= day < days - REACH]
    courses = [each for day in whole if (each := _course(sent, closed_on, day)) is not None]
    if not courses:
        return None
    course = np.mean(courses, axis=0)
    drawn = _placebos(sent, closed_on, len(courses), seed)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0) if len(drawn) else (course[:0],) * 2
    rise, placebos = _rise(course), len(_quiet(closed_on, days))
    return Failover(
        closures=len(courses),
        closed=int(np.isin(closed_on, whole).sum()),
        survivors=int((closed_on > max(whole) + REACH).sum()),
        too_near=len(closures) - len(whole),
        placebos=placebos,
        course=_rounded(course),
        low=_rounded(low),
        high=_rounded(high),
        rise=round(rise, 3),
        chance=_chance(rise, drawn, placebos),
    )


def _course(sent: Ints, closed_on: Ints, day: int) -> Floats | None:
    """The others' interactions from seven days before to seven after, over their week before."""
    window = sent[closed_on > day + REACH, day - REACH : day + REACH + 1].sum(axis=0)
    before = window[:REACH].mean()
    return window / before if before else None


def _quiet(closed_on: Ints, days: int) -> Ints:
    """Days that have a whole window, and no closure in it."""
    closures = np.unique(closed_on[(closed_on >= 0) & (closed_on < days)])
    candidates = np.arange(REACH, days - REACH)
    far = np.abs(candidates[:, None] - closures[None, :]) > REACH
    quiet: Ints = candidates[far.all(axis=1)]
    return quiet


def _placebos(sent: Ints, closed_on: Ints, number: int, seed: str) -> Floats:
    """The mean course of as many quiet days as there are closures, draw by draw."""
    courses = np.array(list(_quiet_courses(sent, closed_on)))
    if not len(courses):
        return np.empty((0, 2 * REACH + 1))
    random = np.random.default_rng(int(sha256(seed.encode()).hexdigest()[:16], 16))
    chosen = random.integers(0, len(courses), (DRAWS, number))
    drawn: Floats = courses[chosen].mean(axis=1)
    return drawn


def _quiet_courses(sent: Ints, closed_on: Ints) -> Iterator[Floats]:
    for day in _quiet(closed_on, sent.shape[1]):
        course = _course(sent, closed_on, int(day))
        if course is not None:
            yield course


def _rise(course: Floats) -> float:
    """The mean of the seven days after; before, it is 1. Whole weeks, so weekdays weigh alike."""
    return float(course[REACH + 1 :].mean())


def _chance(rise: float, drawn: Floats, placebos: int) -> float | None:
    """The share of draws as high; a few quiet days make it no smaller than one in their number."""
    if not len(drawn):
        return None
    as_high = int((drawn[:, REACH + 1 :].mean(axis=1) >= rise).sum())
    return round(max((1 + as_high) / (1 + len(drawn)), 1 / (1 + placebos)), 4)


def _rounded(values: Floats) -> list[float]:
    return [round(float(value), 3) for value in values]
