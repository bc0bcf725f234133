"""Corroboration of a whole group, where no two of its accounts need share two families.

A large operator deals cards, devices and addresses out of separate pools: two of its accounts
rarely share two things, yet all of them hang together, whichever kind of sharing is left out.
People with an innocent reason share one kind widely (a campus its network) or several kinds
narrowly (a family). So a group is held together if
- it stays connected when any one family is left out, and
- in at least two families the values it shares are its own: four in five of those who use them
  belong to it. Random dealing makes large connected groups, too, but not closed ones.
"""

from dataclasses import dataclass

import numpy as np

from cases.clusters import connected
from cases.clusters.pairs import Makers, Shared
from cases.clusters.rule import Rule
from cases.clusters.signals import KINDS
from cases.clusters.uses import Ints, Uses

CLOSED = 0.8
#: Bits that a busy account gives back, above which it holds no group: 16 times the usual use.
TOO_BUSY = 4.0

_EXCLUSIVE = np.array([kind.is_exclusive for kind in KINDS.values()])


@dataclass(frozen=True)
class Group:
    """Accounts held together as a group; for each family, how closed its sharing is."""

    members: Ints
    closed: dict[int, float]


def held_together(uses: Uses, makers: Makers, shared: Shared, rule: Rule) -> list[Group]:
    """The groups that are corroborated by enough families, largest first."""
    given_back = makers.bits[shared.value] - shared.bits
    exclusive = shared.only(_EXCLUSIVE[uses.kind[shared.value]] & (given_back <= TOO_BUSY))
    labels = _whole_without_any_family(
        uses.population, exclusive.a, exclusive.b, makers.family[exclusive.value]
    )
    groups = [
        Group(members, _closed(uses, makers, members))
        for members in _large(labels, max(2, rule.least_members))
    ]
    return [
        group
        for group in groups
        if sum(share >= CLOSED for share in group.closed.values()) >= rule.least_families
    ]


def _whole_without_any_family(population: int, a: Ints, b: Ints, family: Ints) -> Ints:
    """Label the accounts so that a label's accounts stay connected without any one family."""
    labels = np.zeros(population, dtype=np.int64)
    parts = 0
    while True:
        for left_out in np.flatnonzero(np.bincount(family)):
            together = labels[a] == labels[b]
            a, b, family = a[together], b[together], family[together]
            kept = family != left_out
            # Only links inside a label are left, so that what is connected lies inside one.
            labels = connected.labels(population, a[kept], b[kept])
        if parts == (parts := int((labels == np.arange(population)).sum())):
            return labels


def _large(labels: Ints, least: int) -> list[Ints]:
    order = np.argsort(labels, kind="stable")
    _, starts, sizes = np.unique(labels[order], return_index=True, return_counts=True)
    large = [
        order[start : start + size]
        for start, size in zip(starts, sizes, strict=True)
        if size >= least
    ]
    return sorted(large, key=lambda members: (-len(members), int(members[0])))


def _closed(uses: Uses, makers: Makers, members: Ints) -> dict[int, float]:
    """For each family, the share of the users of the group's values who belong to it."""
    inside = np.zeros(uses.population, dtype=bool)
    inside[members] = True
    rows = (makers.makes_links & _EXCLUSIVE[uses.kind])[uses.value]
    account, value = uses.account[rows], uses.value[rows]
    own = np.bincount(value[inside[account]], minlength=len(uses.values)) >= 2
    closed = {}
    for family in np.unique(makers.family[own]):
        users = np.unique(account[(own & (makers.family == family))[value]])
        closed[int(family)] = float(inside[users].mean())
    return closed
