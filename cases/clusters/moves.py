"""What moved between two groupings of the same platform accounts, and what was different.

A grouping says of each account in a cluster which one. Clusters that share members are told
together as one *move*: grown, shrunk, merged, split; the rest is as it was, new or gone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import igraph
import numpy as np

from cases.clusters import shape
from cases.clusters.uses import Flags, Floats, Ints

Grouping = Mapping[str, str]


@dataclass(frozen=True)
class Linked:
    """The pairs of a run: links, and pairs of two families too weak to be one."""

    accounts: list[str]
    a: Ints
    b: Ints
    bits: Floats
    in_group: Flags  # stands with its group, whatever the threshold
    is_pair: Flags  # of two families: stands alone from a threshold on

    def grouped(self, threshold: float, least_members: int) -> Grouping:
        """Which cluster each account would be in, named by the digest of its members."""
        kept = self.in_group | (self.is_pair & (self.bits >= threshold))
        parts = shape.components(len(self.accounts), self.a[kept], self.b[kept])
        grouping: dict[str, str] = {}
        for part in parts:
            if len(part) >= least_members:
                names = [self.accounts[member] for member in part]
                grouping |= dict.fromkeys(names, shape.digest(names))
        return grouping

    def strongest(self) -> dict[str, float]:
        """The bits of each account's strongest pair of two families."""
        most = np.zeros(len(self.accounts))
        for ends in (self.a, self.b):
            np.maximum.at(most, ends[self.is_pair], self.bits[self.is_pair])
        return {name: float(bits) for name, bits in zip(self.accounts, most, strict=True) if bits}


@dataclass(frozen=True)
class Move:
    """Clusters before and after that share members, by digest, with their sizes."""

    before: list[tuple[str, int]]
    after: list[tuple[str, int]]
    stayed: int
    came: int
    left: int

    @property
    def is_nothing(self) -> bool:
        return len(self.before) == len(self.after) == 1 and not self.came and not self.left

    @property
    def sentence(self) -> str:
        """The move in words, by sizes."""
        if not self.before:
            return f"New: {_sizes(self.after)}, whose members were in no cluster."
        if not self.after:
            return f"Gone: {_sizes(self.before)}; the members are in no cluster now."
        if self.is_nothing:
            return f"As it was: {_sizes(self.before)}."
        before, now = _sizes(self.before), _sizes(self.after)
        return f"{_verb(self)}: {before} before, {now} now{_traffic(self)}."


def compare(before: Grouping, after: Grouping) -> list[Move]:
    """Every move, the largest first; those that changed nothing last."""
    shared = Counter((before.get(name), after.get(name)) for name in {*before, *after})
    sizes = Counter(before.values()), Counter(after.values())
    ends = [[(side, digest) for digest in sorted(sizes[side])] for side in (0, 1)]
    place = {end: number for number, end in enumerate(ends[0] + ends[1])}
    edges = [(place[0, old], place[1, new]) for old, new in shared if old and new]
    named = list(place)
    parts = igraph.Graph(n=len(place), edges=edges).connected_components()
    moves = [_move([named[number] for number in part], shared, sizes) for part in parts]
    return sorted(
        moves, key=lambda m: (m.is_nothing, -m.stayed - m.came - m.left, m.before, m.after)
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What two runs were told or read differently, in words: the reasons why anything moved."""
    said = [
        f"{name.replace('_', ' ').capitalize()}: {_shown(before.get(name))} before, "
        f"{_shown(after.get(name))} now."
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name) and not isinstance(after.get(name), list)
    ]
    for name, words in (("read", "Telemetry"), ("lists", "List of shared infrastructure")):
        old, new = set(before.get(name) or ()), set(after.get(name) or ())
        said += [f"{words} no longer used: {one}." for one in sorted(old - new)]
        said += [f"{words} used for the first time: {one}." for one in sorted(new - old)]
    return said


def too_weak(names: Iterable[str], strongest: Mapping[str, float], threshold: float) -> int:
    """How many of these accounts have pairs of two families, none of them strong enough."""
    return sum(0 < strongest.get(name, 0.0) < threshold for name in names)


def _move(
    ends: list[tuple[int, str]],
    shared: Counter[tuple[str | None, str | None]],
    sizes: tuple[Counter[str], Counter[str]],
) -> Move:
    old, new = ([digest for side, digest in ends if side == which] for which in (0, 1))
    return Move(
        sorted(((digest, sizes[0][digest]) for digest in old), key=lambda one: (-one[1], one[0])),
        sorted(((digest, sizes[1][digest]) for digest in new), key=lambda one: (-one[1], one[0])),
        stayed=sum(shared[one, two] for one in old for two in new),
        came=sum(shared[None, two] for two in new),
        left=sum(shared[one, None] for one in old),
    )


def _verb(move: Move) -> str:
    if len(move.before) > 1 and len(move.after) > 1:
        return "Regrouped"
    if len(move.before) > 1:
        return "Merged"
    if len(move.after) > 1:
        return "Split"
    if move.came and move.left:
        return "Changed"
    return "Grown" if move.came else "Shrunk"


def _traffic(move: Move) -> str:
    said = []
    if move.came:
        said.append(f"{move.came:,} came from no cluster")
    if move.left:
        said.append(f"{move.left:,} left for none")
    return f"; {', '.join(said)}" if said else ""


def _sizes(clusters: list[tuple[str, int]]) -> str:
    """For example "2 clusters of 120 and 80"."""
    sizes = [f"{size:,}" for _, size in clusters[:4]]
    if len(clusters) > 4:
        sizes.append(f"{sum(size for _, size in clusters[4:]):,} in others")
    words = sizes[0] if len(sizes) == 1 else f"{', '.join(sizes[:-1])} and {sizes[-1]}"
    return (
        f"a cluster of {words}" if len(clusters) == 1 else f"{len(clusters):,} clusters of {words}"
    )


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {each}" for name, each in sorted(value.items()))
    return "none" if value is None else str(value)
