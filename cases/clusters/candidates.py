"""Candidate campaigns: accounts marked by common values, for a person to judge.

A value that thousands use makes no link, and nothing here does. It proposes a campaign where
- values of two families mark the same accounts and hardly any others, far more than chance would
  have it (a client that nobody else runs, and the prompts that nobody else sends), or
- a value that marks a cluster is used by many outside it.
Their users may be one campaign, or the users of one public tool. No cluster comes of it unless a
person draws one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cases.clusters import connected
from cases.clusters.describers import RATE, Describer, corrected, log_tail
from cases.clusters.groups import CLOSED
from cases.clusters.pairs import Makers
from cases.clusters.uses import Ints, Uses

#: Of more common values than this, those that most accounts use are looked at.
MOST_VALUES = 2_000
#: Two values go together, and one marks a cluster, if it is so many times as often as by chance.
LEAST_LIFT = 4.0
#: What half of a cluster's members use stands for it.
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Tie:
    """Two common values of different families: most who use the rarer one use the other too."""

    rarer: int
    broader: int
    both: int
    used_by: tuple[int, int]
    by_chance: float
    log_p: float


@dataclass(frozen=True)
class Candidate:
    """Accounts marked by these values, and the cluster that the values mark (or -1)."""

    members: Ints
    values: Ints
    ties: list[Tie]
    cluster: int
    in_clusters: int
    presumed_innocent: int


class _Common:
    """The values above the cap that at most half of all use, each with its users.

    Uses through known shared infrastructure do not count.
    """

    def __init__(self, uses: Uses, makers: Makers) -> None:
        rows = ~makers.makes_links[uses.value] & ~uses.is_shared
        used = np.bincount(uses.value[rows], minlength=len(uses.values))
        common = (used > makers.cap) & (used <= uses.population / 2)
        if common.sum() > MOST_VALUES:
            common &= used >= np.sort(used[common])[-MOST_VALUES]
        rows &= common[uses.value]
        self.population = uses.population
        self.values = np.flatnonzero(common)
        self.family = makers.family[self.values]
        self.account = uses.account[rows]
        self.place = np.searchsorted(self.values, uses.value[rows])  # rows come sorted by value
        self.users = np.split(self.account, np.cumsum(used[self.values])[:-1])
        self.used = used[self.values]

    def together(self) -> Ints:
        """For each two of the values how many accounts use both."""
        order = np.lexsort((self.place, self.account))
        account, place = self.account[order], self.place[order]
        size = len(self.values)
        both = np.zeros(size**2, dtype=np.int64)
        end = np.searchsorted(account, account, side="right")
        here, step = np.arange(len(account)), 1
        while len(here := here[here + step < end[here]]):
            both += np.bincount(place[here] * size + place[here + step], minlength=size**2)
            step += 1
        return both.reshape(size, size)

    def marked(self, places: Ints) -> Ints:
        """Who uses these values: of two families, where they are of so many."""
        families = np.zeros(self.population, dtype=np.int64)
        for place in places:
            families[self.users[place]] |= 1 << self.family[place]
        least = min(2, len(np.unique(self.family[places])))
        return np.flatnonzero(np.bitwise_count(families) >= least)


def propose(
    uses: Uses,
    makers: Makers,
    clusters: Sequence[tuple[Ints, list[Describer]]],
    innocent: frozenset[str],
    least_members: int,
) -> list[Candidate]:
    """The candidates, largest first; those whose accounts are in clusters already are left out.

    `clusters` are those that were found: their members and what marks them.
    """
    common = _Common(uses, makers)
    ties = _ties(common)
    sets = [(places, -1) for places in _going_together(common, ties)]
    for number, (_, marks) in enumerate(clusters):
        places = _marks(common, marks)
        if len(places) and not any(np.isin(places, other).all() for other, _ in sets):
            sets.append((places, number))
    known = np.array([name in innocent for name in uses.accounts], dtype=bool)
    clustered = np.zeros(uses.population, dtype=bool)
    for one, _ in clusters:
        clustered[one] = True
    found = []
    for places, number in sets:
        members = common.marked(places)
        inside = int(clustered[members].sum())
        if inside < CLOSED * len(members) and len(members) - inside >= least_members:
            own = [tie for tie in ties if np.isin((tie.rarer, tie.broader), places).all()]
            named = [_named(common, tie) for tie in own]
            free = int(known[members].sum())
            found.append(Candidate(members, common.values[places], named, number, inside, free))
    return sorted(found, key=lambda one: (-len(one.members), one.values.tolist()))


def _ties(common: _Common) -> list[Tie]:
    """The pairs that go together, by places among the common values; corrected for all looks."""
    both, used = common.together(), common.used
    family = common.family
    v, w = np.nonzero(np.triu(both, 1) * (family[:, None] != family[None, :]))
    looks, times = len(v), both[v, w]
    by_chance = used[v] * used[w] / max(1, common.population)
    strong = (times >= CLOSED * np.minimum(used[v], used[w])) & (times >= LEAST_LIFT * by_chance)
    found = []
    for a, b in zip(v[strong], w[strong], strict=True):
        rarer, broader = (int(a), int(b)) if used[a] <= used[b] else (int(b), int(a))
        sizes, count = (int(used[rarer]), int(used[broader])), int(both[a, b])
        log_p = log_tail(common.population, *sizes, count)
        expected = sizes[0] * sizes[1] / common.population
        found.append(Tie(rarer, broader, count, sizes, expected, log_p))
    shares = corrected([tie.log_p for tie in found], looks)
    return [tie for tie, q in zip(found, shares, strict=True) if q <= RATE]


def _going_together(common: _Common, ties: list[Tie]) -> list[Ints]:
    """Sets of values that mark the same accounts.

    A broad value joins the rarer ones inside it only if they make it up: a client that only this
    campaign's prompts come from. A library from which many tools' prompts come joins none.
    """
    inside: dict[int, list[int]] = {}
    for tie in ties:
        inside.setdefault(tie.broader, []).append(tie.rarer)
    made_up = {broad for broad, rarer in inside.items() if _is_made_up(common, broad, rarer)}
    joined = [(tie.rarer, tie.broader) for tie in ties if tie.broader in made_up]
    a, b = np.array(joined, dtype=np.int64).reshape(-1, 2).T
    labels = connected.labels(len(common.values), a, b)
    return [np.flatnonzero(labels == label) for label in np.unique(labels[a])]


def _is_made_up(common: _Common, broad: int, rarer: list[int]) -> bool:
    parts = np.concatenate([common.users[one] for one in rarer])
    return bool(np.isin(common.users[broad], parts).mean() >= CLOSED)


def _marks(common: _Common, describers: list[Describer]) -> Ints:
    """The places of those describers that stand for their cluster."""
    strong = [
        mark.value
        for mark in describers
        if mark.share >= LEAST_SHARE and mark.enrichment >= LEAST_LIFT
    ]
    return np.flatnonzero(np.isin(common.values, strong))


def _named(common: _Common, tie: Tie) -> Tie:
    """The tie by the values' numbers among all."""
    rarer, broader = (int(common.values[place]) for place in (tie.rarer, tie.broader))
    return Tie(rarer, broader, tie.both, tie.used_by, tie.by_chance, tie.log_p)
