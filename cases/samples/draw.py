"""Which interactions a seed draws, so that anyone with the same exhibit draws the same ones.

Every interaction has a place, `SHA-256(seed ‖ interaction id)` over UTF-8 text, and a draw takes
the interactions with the smallest places of each stratum. So the order of rows, the engine and the
machine don't matter, and a larger draw contains every smaller one of the same seed. The engine
computes the same places in bulk; this module is the rule it is held to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from itertools import groupby
from math import sqrt

#: What a stratum gets before anything else is shared out, as far as it has that many.
MINIMUM = 30


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """An interaction of the frame, and the stratum that it belongs to."""

    stratum: str
    interaction_id: str


def place(seed: str, interaction_id: str) -> str:
    """The interaction's place under this seed: 64 hexadecimal digits."""
    return sha256(f"{seed}{interaction_id}".encode()).hexdigest()


def draw(frame: Iterable[Candidate], seed: str, sizes: Mapping[str, int]) -> list[Candidate]:
    """The candidates with the smallest places, as many of each stratum as `sizes` says.

    Sorted by stratum and place. A candidate that the frame holds twice is drawn once; a stratum
    that `sizes` does not name is left out.
    """
    drawn: list[Candidate] = []
    for stratum, members in groupby(sorted(set(frame)), key=lambda one: one.stratum):
        size = sizes.get(stratum, 0)
        drawn += nsmallest(size, members, key=lambda one: place(seed, one.interaction_id))
    return drawn


def digest(interaction_ids: Iterable[str]) -> str:
    """The digest of a frame: SHA-256 over its sorted ids, each followed by a line feed."""
    whole = sha256()
    for interaction_id in sorted(interaction_ids):
        whole.update(f"{interaction_id}\n".encode())
    return whole.hexdigest()


def commitment(seed: str) -> str:
    """What is published before a draw: the seed can't be changed afterwards to suit the result."""
    return sha256(seed.encode()).hexdigest()


def allocate(counts: Mapping[str, int], size: int, *, minimum: int = MINIMUM) -> dict[str, int]:
    """Share `size` out among strata: at least `minimum` each, the rest in proportion to their size.

    No stratum gets more than it has, and the shares add up to `size`, or to the minimums where
    those need more, or to the whole frame where that is smaller.
    """
    shares = {stratum: min(count, minimum) for stratum, count in sorted(counts.items())}
    while (left := min(size, sum(counts.values())) - sum(shares.values())) > 0:
        room = {s: counts[s] - share for s, share in shares.items() if counts[s] > share}
        total = sum(room.values())
        for stratum, free in sorted(room.items(), key=lambda item: (-item[1], item[0])):
            more = min(free, max(1, left * free // total), size - sum(shares.values()))
            if more <= 0:
                break
            shares[stratum] += more
    return shares


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and the range that it may well lie in, each between 0 and 1."""

    share: float
    low: float
    high: float


def wilson(found: float, drawn: float, z: float = 1.96) -> Interval:
    """The Wilson score interval of a share found in a simple draw (Wilson 1927); 95 % by default.

    Where a draw says as much as a smaller one would, both numbers may be fractions.

    Where nothing was found, the upper end is the rule of three, 3/n.
    """
    if drawn == 0:
        return Interval(0.0, 0.0, 1.0)
    share = found / drawn
    if found == 0:
        return Interval(0.0, 0.0, min(1.0, 3 / drawn))
    middle = (share + z * z / (2 * drawn)) / (1 + z * z / drawn)
    half = z * sqrt(share * (1 - share) / drawn + z * z / (4 * drawn**2)) / (1 + z * z / drawn)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))
