"""When in a day requests are sent: five-minute slots, by working rhythm."""

import numpy as np
from numpy.typing import NDArray

SLOTS = 288
_ZONES = (-8, -5, 0, 1, 3, 5, 8, 9)
_WORK = [0.1, 0.05, 0.05, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 3.2, 3, 2.2, 2.8, 3.2, 3.1, 2.8, 2.2]
_WORK += [1.4, 1, 0.9, 0.7, 0.4, 0.2]
_EVENING = [0.8, 0.4, 0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 0.8, 1, 1.1, 1.2, 1.3, 1.2, 1.1, 1.2, 1.4]
_EVENING += [1.8, 2.2, 2.8, 3.2, 3.2, 2.6, 1.6]
_OFFICE = [0.02] * 9 + [1, 1.2, 1.1, 0.5, 1, 1.2, 1.2, 1.1, 0.9] + [0.02] * 6
_NIGHT = [1.0] * 6 + [0.1] * 14 + [0.5, 1, 1, 1]
_FLAT = [1.0] * 24

#: Work and evening in each zone; an operator's rhythm is added behind them.
PEOPLE = np.arange(2 * len(_ZONES))
OPERATORS_FROM = len(PEOPLE)
_SHAPES = {"flat": _FLAT, "office": _OFFICE, "night": _NIGHT}
_WEEKEND = {"work": 0.25, "evening": 1.2, "flat": 1.0, "office": 0.05, "night": 1.0}


def profiles(operators: list[tuple[str, int]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weight of each slot, and of a weekend day, for people and then for each operator."""
    shapes = [(shape, zone) for zone in _ZONES for shape in ("work", "evening")] + operators
    hours = {"work": _WORK, "evening": _EVENING} | _SHAPES
    slots = [np.repeat(np.roll(hours[name], -zone), 12) for name, zone in shapes]
    return np.array(slots) / np.sum(slots, axis=1, keepdims=True), np.array(
        [_WEEKEND[name] for name, _ in shapes]
    )


def seconds_of_day(
    rhythms: NDArray[np.int64], slots: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """A time of day in milliseconds for each request; an operator sends its work in batches."""
    slots = slots.copy()
    batches = slots[OPERATORS_FROM:]
    batches *= rng.gamma(0.6, size=batches.shape)
    bounds = np.cumsum(slots, axis=1)
    bounds /= bounds[:, -1:]
    where = rng.random(len(rhythms))
    slot = np.empty(len(rhythms), np.int64)
    for profile in np.unique(rhythms):
        mine = rhythms == profile
        slot[mine] = np.searchsorted(bounds[profile], where[mine], side="right")
    return np.minimum(slot, SLOTS - 1) * 300_000 + rng.integers(0, 300_000, len(rhythms))
