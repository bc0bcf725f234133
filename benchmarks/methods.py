"""The linker and its peers, each from cleaned uses to scored clusters, timed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log2
from time import perf_counter

import numpy as np

from benchmarks import cosharing
from benchmarks.cosharing import Projection, Trace
from benchmarks.scoring import Score, clusters_of, score
from cases.clusters.linker import Parameters, link
from cases.clusters.uses import Ints, Uses

Edges = tuple[Ints, Ints]


@dataclass(frozen=True)
class World:
    """What every method is given, and the truth that it is scored by."""

    uses: Uses
    half_hours: Trace | None  # None where no peer is asked
    truth: Ints
    seed: int

    def scored(self, edges: Edges) -> Score:
        """The connected sets of these edges, held to the same least size as ours."""
        found = clusters_of(self.uses.population, *edges, Parameters().least_members)
        return score(found, self.truth)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    scored: Score
    seconds: float


Method = Callable[[World], list[Row]]


def ours(world: World) -> list[Row]:
    """The linker with its defaults: shuffles, stability, describers and all."""
    began = perf_counter()
    result = link(world.uses, Parameters(seed=world.seed))
    seconds = perf_counter() - began
    found = np.full(world.uses.population, -1)
    for number, cluster in enumerate(result.clusters):
        found[cluster.members] = number
    return [Row("Probata", score(found, world.truth), seconds)]


def co_sharing(world: World) -> list[Row]:
    """All traces as published, their edges joined; and the best that any one could have done."""
    support, percentile = cosharing.PUBLISHED
    firm = world.uses.organization
    began = perf_counter()
    traces, too_large = cosharing.traces(world.uses, world.half_hours)
    made = {name: cosharing.projected(trace, support, firm) for name, trace in traces.items()}
    joined = _joined(one.from_percentile(percentile) for one in made.values())
    published = world.scored(joined)
    seconds = perf_counter() - began
    tried = {name: _best(world, _thresholds(trace, firm)) for name, trace in traces.items()}
    best = max(tried, key=lambda name: (tried[name].worth, name))
    without = f", without {', '.join(too_large)}" if too_large else ""
    return [
        Row(f"co-sharing, as published{without}", published, seconds),
        Row(f"co-sharing, best: {best}", tried[best], seconds),
    ]


def _thresholds(trace: Trace, firm: Ints) -> Iterable[Edges]:
    for support in cosharing.SUPPORTS:
        projection: Projection = cosharing.projected(trace, support, firm)
        yield from map(projection.from_percentile, cosharing.PERCENTILES)


def splink(world: World) -> list[Row]:
    """Imported here alone: it comes with the group `bench`."""
    from benchmarks import splinking  # noqa: PLC0415

    began = perf_counter()
    predicted = splinking.predict(world.uses, world.seed)
    usual = world.scored(predicted.at(log2(splinking.USUAL / (1 - splinking.USUAL))))
    seconds = perf_counter() - began
    best = _best(world, map(predicted.at, splinking.WEIGHTS))
    return [Row("Splink, p ≥ .95", usual, seconds), Row("Splink, best", best, seconds)]


def _joined(edges: Iterable[Edges]) -> Edges:
    a, b = zip(*edges, strict=True)
    return np.concatenate(a), np.concatenate(b)


def _best(world: World, tried: Iterable[Edges]) -> Score:
    return max(map(world.scored, tried), key=lambda scored: scored.worth)
