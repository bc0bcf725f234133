"""Values too common to make a link, that describe a cluster all the same.

A fixed prompt that 3,500 accounts send, a card range, a provider. How much commoner a value is in
the cluster than elsewhere is tested by the hypergeometric tail, corrected for every look taken.
"""

import math
from dataclasses import dataclass

import numpy as np

from cases.clusters.pairs import Makers
from cases.clusters.uses import Ints, Uses

RATE = 0.01
#: A describer is worth showing when a fifth of the cluster uses it.
LEAST_SHARE = 0.2


@dataclass(frozen=True)
class Describer:
    """`within` of a cluster's members use a value that `used_by` of the population use."""

    value: int
    within: int
    members: int
    used_by: int
    population: int
    log_p: float
    q: float

    @property
    def share(self) -> float:
        return self.within / self.members

    @property
    def enrichment(self) -> float:
        return self.share / (self.used_by / self.population)


def describe(uses: Uses, makers: Makers, clusters: list[Ints]) -> list[list[Describer]]:
    """For each cluster, the common values that mark it, the surest first."""
    degrees = uses.degrees()
    common = (~makers.makes_links & (degrees > 1))[uses.value] | uses.is_shared
    account, value = uses.account[common], uses.value[common]
    cluster_of = np.full(uses.population, -1)
    for place, members in enumerate(clusters):
        cluster_of[members] = place
    inside = cluster_of[account] >= 0
    looks, counts = np.unique(
        np.column_stack([cluster_of[account[inside]], value[inside]]), axis=0, return_counts=True
    )
    logs = [
        log_tail(uses.population, int(degrees[v]), len(clusters[c]), int(k))
        for (c, v), k in zip(looks, counts, strict=True)
    ]
    found: list[list[Describer]] = [[] for _ in clusters]
    for (c, v), k, log_p, q in zip(looks, counts, logs, corrected(logs), strict=True):
        size = len(clusters[c])
        if q <= RATE and k / size >= LEAST_SHARE:
            found[c].append(
                Describer(int(v), int(k), size, int(degrees[v]), uses.population, log_p, q)
            )
    return [sorted(one, key=lambda d: (d.log_p, d.value)) for one in found]


def log_tail(population: int, marked: int, drawn: int, hits: int) -> float:
    """The logarithm of P(at least `hits` of `drawn` are marked), if `marked` of all are."""
    most = min(marked, drawn)
    if hits <= max(0, drawn + marked - population):
        return 0.0
    first = (
        _log_choose(marked, hits)
        + _log_choose(population - marked, drawn - hits)
        - _log_choose(population, drawn)
    )
    term = total = 1.0
    for k in range(hits, most):
        left = population - marked - drawn + k + 1
        term *= (marked - k) * (drawn - k) / ((k + 1) * left)
        total += term
        if term < total * 1e-12:
            break
    return min(0.0, first + math.log(total))


def corrected(logs: list[float], looks: int | None = None) -> list[float]:
    """Benjamini–Hochberg: for each ln p, the share of false finds if it and surer ones are kept.

    `looks` is how many were taken, where only the surest are handed in.
    """
    looks = len(logs) if looks is None else looks
    order = sorted(range(len(logs)), key=lambda place: logs[place])
    result, least = [1.0] * len(logs), 1.0
    for rank in range(len(order), 0, -1):
        place = order[rank - 1]
        least = min(least, math.exp(logs[place]) * looks / rank)
        result[place] = least
    return result


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
