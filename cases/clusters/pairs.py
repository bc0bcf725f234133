"""From shared values to weighed pairs of platform accounts.

Only values used by 2 to the cap of accounts make pairs, so the work is bounded by rows × cap/2 and
no hub can explode it. A pair, its family and its bits are packed into one integer, so that one sort
does all the grouping.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cases.clusters.rarity import bits
from cases.clusters.signals import CAPS, KINDS, Family
from cases.clusters.uses import Flags, Floats, Ints, Uses

FAMILIES = tuple(Family)
_FAMILY_BITS, _WEIGHT_BITS, _SCALE = 4, 12, 64
_SHIFT = _FAMILY_BITS + _WEIGHT_BITS
_MOST = (1 << _WEIGHT_BITS) - 1


@dataclass(frozen=True)
class Shared:
    """One row for each pair of accounts (a < b) and each link-making value that they share."""

    a: Ints
    b: Ints
    value: Ints
    bits: Floats

    def only(self, keep: Flags) -> "Shared":
        return Shared(self.a[keep], self.b[keep], self.value[keep], self.bits[keep])


@dataclass(frozen=True)
class Pairs:
    """Pairs of accounts with the families that they share and the weight of it all."""

    a: Ints
    b: Ints
    families: Ints
    weight: Floats

    def only(self, keep: Flags) -> "Pairs":
        return Pairs(self.a[keep], self.b[keep], self.families[keep], self.weight[keep])

    def corroborated(self, least_families: int) -> Flags:
        return np.bitwise_count(self.families.astype(np.uint64)) >= least_families


@dataclass(frozen=True)
class Makers:
    """For each value: how many use it, its bits and family, and whether it may make a link."""

    degree: Ints
    bits: Floats
    family: Ints
    cap: Ints  # the most that may use it for it to make links
    makes_links: Flags

    @classmethod
    def of(cls, uses: Uses, caps: dict[Family, int] | None = None) -> "Makers":
        caps = CAPS if caps is None else caps
        degrees, known = uses.degrees(), list(KINDS.values())
        alike, which = np.unique(degrees * len(known) + uses.kind, return_inverse=True)
        weighed = np.array(
            [
                bits(uses.population, int(code) // len(known), known[code % len(known)].reliability)
                for code in alike
            ]
        )
        families = np.array([FAMILIES.index(kind.family) for kind in known])[uses.kind]
        cap = np.array([caps[family] for family in FAMILIES])[families]
        makes_links = (degrees >= 2) & (degrees <= cap)
        by_value = weighed[which] if len(which) else weighed
        return cls(degrees, by_value, families, cap, makes_links)


def shared_values(uses: Uses, makers: Makers, gap: int) -> Shared:
    """Each pair that shares a link-making value at overlapping times, `gap` µs allowed between.

    Uses through known shared infrastructure make no pair: a link must stand without them. Nor do
    two accounts of one verified organisation, who are known to belong together.
    """
    rows = uses.only(makers.makes_links[uses.value] & ~uses.is_shared)
    parts = [_pairs_of(rows, i, j, makers, gap) for i, j in _row_pairs(rows.value)]
    if not parts:
        none = np.array([], dtype=np.int64)
        return Shared(none, none, none, none.astype(float))
    return Shared(*(np.concatenate([getattr(p, f) for p in parts]) for f in _SHARED_FIELDS))


_SHARED_FIELDS = ("a", "b", "value", "bits")


def weigh(shared: Shared, makers: Makers, population: int) -> Pairs:
    """Add up, for each pair, the rarest shared value of each family."""
    scaled = np.clip(np.rint(shared.bits * _SCALE), 0, _MOST).astype(np.int64)
    packed = (
        (shared.a * population + shared.b) << _SHIFT
        | (makers.family[shared.value] << _WEIGHT_BITS)
        | scaled
    )
    packed.sort()
    group = packed >> _WEIGHT_BITS
    rarest = packed[np.flatnonzero(np.append(group[1:] != group[:-1], True))[: len(packed)]]
    key = rarest >> _SHIFT
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1])[: len(key)])
    if not len(starts):
        return Pairs(key, key, key, key.astype(float))
    family = (rarest >> _WEIGHT_BITS) & ((1 << _FAMILY_BITS) - 1)
    return Pairs(
        key[starts] // population,
        key[starts] % population,
        np.bitwise_or.reduceat(np.int64(1) << family, starts),
        np.add.reduceat(rarest & _MOST, starts) / _SCALE,
    )


def _row_pairs(value: Ints) -> Iterator[tuple[Ints, Ints]]:
    """All pairs of rows with one value; rows come sorted by value. One block for each size."""
    starts = np.flatnonzero(np.append(True, np.diff(value) != 0)[: len(value)])
    sizes = np.diff(np.append(starts, len(value)))
    for size in np.unique(sizes):
        if size < 2:
            continue
        left, right = np.triu_indices(int(size), k=1)
        first = starts[sizes == size][:, None]
        yield (first + left).ravel(), (first + right).ravel()


def _pairs_of(rows: Uses, i: Ints, j: Ints, makers: Makers, gap: int) -> Shared:
    apart = np.maximum(rows.first[i], rows.first[j]) - np.minimum(rows.last[i], rows.last[j])
    a, b = rows.account[i], rows.account[j]
    firm = rows.organization
    declared = (firm[a] >= 0) & (firm[a] == firm[b])
    together = (apart <= gap) & (a != b) & ~declared
    i, j, a, b = i[together], j[together], a[together], b[together]
    value = rows.value[i]
    weight = np.maximum(0.0, makers.bits[value] - np.maximum(rows.busy[i], rows.busy[j]))
    return Shared(np.minimum(a, b), np.maximum(a, b), value, weight)
