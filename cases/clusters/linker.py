"""The linker: which platform accounts are held together, by what, and how surely.

Plain and pure: the same uses, parameters and seed give the same result on every machine, whatever
the order of the input. It proposes; people judge.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from cases.clusters import candidates, chance, shape
from cases.clusters.candidates import Candidate
from cases.clusters.chance import Chance
from cases.clusters.describers import Describer, describe
from cases.clusters.groups import Group, held_together
from cases.clusters.pairs import Makers, Pairs, Shared, shared_values, weigh
from cases.clusters.rarity import least_bits
from cases.clusters.rule import Rule
from cases.clusters.signals import CAPS, Family
from cases.clusters.uses import Flags, Ints, Uses

VERSION = "3"
HOUR = 3_600_000_000


@dataclass(frozen=True)
class Parameters:
    """What an analyst may set; all of it is recorded with the run."""

    seed: int = 1
    least_families: int = 2
    gap_hours: int = 24
    threshold: float | None = None  # bits; None: by the share of accidents
    accident_rate: float = 0.05
    shuffles: int = 20
    least_members: int = 6
    caps: dict[Family, int] = field(default_factory=lambda: dict(CAPS))

    @property
    def rule(self) -> Rule:
        return Rule(
            gap=self.gap_hours * HOUR,
            least_families=self.least_families,
            least_members=self.least_members,
            shuffles=self.shuffles,
            seed=self.seed,
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Control:
    """As many presumed-innocent accounts, linked in the same run."""

    accounts: int
    in_clusters: int
    links: int

    @property
    def rate(self) -> float:
        return self.in_clusters / self.accounts if self.accounts else 0.0


@dataclass(frozen=True)
class Found:
    """One proposed cluster: members, its links (places in the run's), and where it is weak."""

    digest: str
    members: Ints
    links: Ints
    stability: float
    cuts: list[shape.Cut]
    describers: list[Describer]


@dataclass(frozen=True)
class Result:
    """Everything that a run of the linker found."""

    uses: Uses
    makers: Makers
    shared: Shared  # all shared values of the linked pairs
    links: Pairs
    is_pair: Flags  # the links that stand alone; the others stand with their group
    is_grouped: Flags  # the links inside a group, which stand whatever the threshold
    weaker: Pairs  # pairs of two families, too weak to be a link
    threshold: float
    chance: Chance
    groups: list[Group]
    clusters: list[Found]
    set_aside: int  # groups too small to be a cluster
    control: Control | None
    candidates: list[Candidate]


def link(uses: Uses, parameters: Parameters, innocent: frozenset[str] = frozenset()) -> Result:
    """Find the clusters among the accounts of `uses`; `innocent` are presumed so, as a control."""
    makers = Makers.of(uses, parameters.caps)
    shared = shared_values(uses, makers, parameters.rule.gap)
    pairs = weigh(shared, makers, uses.population)
    by_chance = chance.measure(uses, makers, pairs, parameters.rule)
    threshold = parameters.threshold
    if threshold is None:
        floor = least_bits(uses.population)
        threshold = by_chance.least_threshold(parameters.accident_rate, floor)
    groups = held_together(uses, makers, shared, parameters.rule)
    groups = _no_accident(groups, by_chance, parameters)
    is_pair = _stands_alone(pairs, threshold, parameters)
    is_grouped = _inside(pairs, groups, uses.population)
    kept = is_pair | is_grouped
    links = pairs.only(kept)
    parts = shape.components(uses.population, links.a, links.b)
    large = [part for part in parts if len(part) >= parameters.least_members]
    clusters = _described(uses, makers, links, large, _shaken(uses, threshold, parameters, groups))
    return Result(
        uses=uses,
        makers=makers,
        shared=shared.only(_of_links(shared, links, uses.population)),
        links=links,
        is_pair=is_pair[kept],
        is_grouped=is_grouped[kept],
        weaker=pairs.only(pairs.corroborated(parameters.least_families) & ~kept),
        threshold=threshold,
        chance=by_chance,
        groups=groups,
        clusters=clusters,
        set_aside=len(parts) - len(large),
        control=_control(uses, links, large, innocent, parameters.seed),
        candidates=_proposed(uses, makers, clusters, innocent, parameters),
    )


def _stands_alone(pairs: Pairs, threshold: float, parameters: Parameters) -> Flags:
    corroborated = pairs.corroborated(parameters.least_families)
    strong: Flags = corroborated & (pairs.weight >= threshold)
    return strong


def _no_accident(groups: list[Group], by_chance: Chance, parameters: Parameters) -> list[Group]:
    """All groups or none: where random dealing makes such groups too, they show nothing."""
    held = sum(len(group.members) for group in groups)
    return groups if by_chance.expected_in_groups <= parameters.accident_rate * held else []


def _inside(pairs: Pairs, groups: list[Group], population: int) -> Flags:
    """The pairs that share something inside a group that is held together."""
    group_of = np.full(population, -1, dtype=np.int64)
    for place, group in enumerate(groups):
        group_of[group.members] = place
    together: Flags = (group_of[pairs.a] >= 0) & (group_of[pairs.a] == group_of[pairs.b])
    return together


def _of_links(shared: Shared, links: Pairs, population: int) -> Flags:
    linked = links.a * population + links.b
    return np.isin(shared.a * population + shared.b, linked)


def _shaken(
    uses: Uses, threshold: float, parameters: Parameters, groups: list[Group]
) -> list[Ints]:
    """The groups that are left when a seeded tenth of all uses is lost."""
    keep = np.random.default_rng([parameters.seed, 10]).random(len(uses.value)) >= 0.1
    fewer = uses.only(keep)
    makers = Makers.of(uses, parameters.caps)
    shared = shared_values(fewer, makers, parameters.rule.gap)
    pairs = weigh(shared, makers, uses.population)
    if groups:
        groups = held_together(fewer, makers, shared, parameters.rule)
    kept = _stands_alone(pairs, threshold, parameters) | _inside(pairs, groups, uses.population)
    return shape.components(uses.population, pairs.a[kept], pairs.b[kept])


def _described(
    uses: Uses, makers: Makers, links: Pairs, groups: list[Ints], shaken: list[Ints]
) -> list[Found]:
    part_of = np.full(uses.population, -1)
    for place, part in enumerate(shaken):
        part_of[part] = place
    group_of = np.full(uses.population, -1)
    for place, group in enumerate(groups):
        group_of[group] = place
    group_of_link = group_of[links.a]
    marks = describe(uses, makers, groups)
    found = []
    for place, group in enumerate(groups):
        own = np.flatnonzero(group_of_link == place)
        kept = part_of[group]
        together = np.bincount(kept[kept >= 0]).max() if (kept >= 0).any() else 1
        found.append(
            Found(
                digest=shape.digest(uses.accounts[m] for m in group),
                members=group,
                links=own,
                stability=float(together / len(group)),
                cuts=shape.weakest_points(group, links.a[own], links.b[own]),
                describers=marks[place],
            )
        )
    return found


def _proposed(
    uses: Uses, makers: Makers, clusters: list[Found], innocent: frozenset[str], asked: Parameters
) -> list[Candidate]:
    marked = [(cluster.members, cluster.describers) for cluster in clusters]
    return candidates.propose(uses, makers, marked, innocent, asked.least_members)


def _control(
    uses: Uses, links: Pairs, clusters: list[Ints], innocent: frozenset[str], seed: int
) -> Control | None:
    """Draw as many presumed-innocent accounts as were clustered, and see how many got linked."""
    known = np.array([n for n, name in enumerate(uses.accounts) if name in innocent], dtype=int)
    if not len(known):
        return None
    clustered = np.concatenate(clusters) if clusters else np.array([], dtype=int)
    size = min(len(known), max(len(clustered), 100))
    drawn = np.sort(np.random.default_rng([seed, 11]).choice(known, size, replace=False))
    linked = np.isin(links.a, drawn) | np.isin(links.b, drawn)
    return Control(size, int(np.isin(drawn, clustered).sum()), int(linked.sum()))
