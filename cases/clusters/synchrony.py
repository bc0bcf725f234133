"""Whether accounts work in the same five minutes more often than their hours alone would have it.

Counted are pairs of accounts that are active in one five-minute slot. Against that stand two
hundred draws in which each account is moved, all of its slots together, by a whole number of days
around the window: it keeps its hours of the day and loses only whom it meets. The draws are seeded,
so that anyone gets the same. No Django, no engine.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from cases.clusters.uses import Ints

SLOT_SECONDS = 300
SLOTS_OF_A_DAY = 86_400 // SLOT_SECONDS
DRAWS = 200
#: At most so many accounts of a group are looked at, and so many groups.
MOST_ACCOUNTS, MOST_GROUPS = 200, 20
_LEAST_ACCOUNTS, _LEAST_DAYS = 2, 7


@dataclass(frozen=True)
class Synchrony:
    """Pairs that met, and how many meet when every account is moved: mean, and 95 of 100 draws."""

    accounts: int
    days: int
    met: int
    mean: float
    low: float
    high: float

    @property
    def ratio(self) -> float:
        return self.met / self.mean

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def picked(names: Sequence[str]) -> list[str]:
    """The accounts that are looked at, the same whoever picks: the first by SHA-256."""
    return sorted(names, key=lambda name: sha256(name.encode()).digest())[:MOST_ACCOUNTS]


def measure(accounts: Ints, slots: Ints, *, first: int, days: int, seed: str) -> Synchrony | None:
    """How often the accounts meet; each (account, slot) is given once, slots in five minutes.

    Nothing is said of fewer than two accounts, of less than a week, or where nobody would meet.
    """
    _, numbers = np.unique(accounts, return_inverse=True)
    count = int(numbers.max()) + 1 if len(numbers) else 0
    if count < _LEAST_ACCOUNTS or days < _LEAST_DAYS:
        return None
    length = days * SLOTS_OF_A_DAY
    places = slots - first
    random = np.random.default_rng(int(sha256(seed.encode()).hexdigest()[:16], 16))
    drawn = np.empty(DRAWS)
    for draw in range(DRAWS):
        moved = random.integers(0, days, count) * SLOTS_OF_A_DAY
        drawn[draw] = _met((places + moved[numbers]) % length, length)
    if not drawn.mean():
        return None
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Synchrony(
        count, days, _met(places, length), round(float(drawn.mean()), 1), float(low), float(high)
    )


def _met(places: Ints, length: int) -> int:
    active = np.bincount(places, minlength=length)
    return int((active * (active - 1) // 2).sum())
