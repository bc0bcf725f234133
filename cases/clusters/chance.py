"""How many such links accident alone would make.

Every kind of signal is dealt out again at random: each platform account keeps how many values it
uses and when, each value keeps how many accounts use it, and who shares with whom is left to
chance. What is linked then is linked by accident.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from cases.clusters.groups import held_together
from cases.clusters.pairs import Makers, Pairs, shared_values, weigh
from cases.clusters.rule import Rule
from cases.clusters.uses import Floats, Ints, Uses

STEP = 0.5
#: Deals at a time: each holds all its pairs in memory.
THREADS = 2
_RULE_OF_THREE = 3.0


@dataclass(frozen=True)
class Chance:
    """Links observed, and expected by accident (E₀), at each threshold of a grid."""

    thresholds: Floats
    observed: Ints
    expected: Floats
    expected_in_groups: float  # accounts that random dealing would hold together as groups
    shuffles: int

    def expected_at(self, threshold: float) -> float:
        return float(self.expected[self._place(threshold)])

    def observed_at(self, threshold: float) -> int:
        return int(self.observed[self._place(threshold)])

    def false_discovery_at(self, threshold: float) -> float:
        return self.expected_at(threshold) / max(1, self.observed_at(threshold))

    def least_threshold(self, rate: float, floor: float) -> float:
        """The lowest threshold, not below the floor, at which accidents are at most `rate`.

        Where there is nothing to find it lies above every pair.
        """
        share = self.expected / np.maximum(1, self.observed)
        enough = np.flatnonzero((share <= rate) & (self.thresholds >= floor))
        return float(self.thresholds[enough[0] if len(enough) else -1])

    def _place(self, threshold: float) -> int:
        place = int(np.searchsorted(self.thresholds, threshold))
        return min(place, len(self.thresholds) - 1)


@dataclass(frozen=True)
class _Deck:
    """Who uses what, ready to be dealt anew: all take part, only what may link is handed out."""

    uses: Uses
    places: Uses  # the rows that may make links
    linking: Ints
    rows_of: list[Ints]  # the rows of each kind that has some of these

    @classmethod
    def of(cls, uses: Uses, makers: Makers) -> "_Deck":
        kinds = uses.kind[uses.value]
        may_link = makers.makes_links[uses.value]
        rows_of = [np.flatnonzero(kinds == kind) for kind in np.unique(kinds[may_link])]
        return cls(uses, uses.only(may_link), np.flatnonzero(may_link), rows_of)

    def dealt(self, random: np.random.Generator) -> Uses:
        """The accounts, with their times of use, dealt among the values of each kind."""
        deal = np.arange(len(self.uses.value))
        for rows in self.rows_of:
            deal[rows] = random.permutation(rows)
        deal = deal[self.linking]
        columns = ("account", "first", "last", "busy")
        return replace(self.places, **{name: getattr(self.uses, name)[deal] for name in columns})


def measure(uses: Uses, makers: Makers, pairs: Pairs, rule: Rule) -> Chance:
    """Compare the pairs with those of seeded shuffles.

    Where `shuffles` of them made none, E₀ is not zero but at most 3/shuffles (rule of three).
    """
    observed = pairs.weight[pairs.corroborated(rule.least_families)]
    thresholds = np.arange(0.0, _top(observed) + 2 * STEP, STEP)
    deck = _Deck.of(uses, makers)

    def by_accident(number: int) -> tuple[Ints, int]:
        shuffled = deck.dealt(np.random.default_rng([rule.seed, number]))
        shared = shared_values(shuffled, makers, rule.gap)
        pairs = weigh(shared, makers, uses.population)
        groups = held_together(shuffled, makers, shared, rule)
        linked = pairs.weight[pairs.corroborated(rule.least_families)]
        return _at_least(linked, thresholds), sum(len(group.members) for group in groups)

    with ThreadPoolExecutor(THREADS) as threads:  # NumPy works outside the interpreter's lock
        made, in_groups = zip(*threads.map(by_accident, range(rule.shuffles)), strict=True)
    return Chance(
        thresholds,
        _at_least(observed, thresholds),
        np.maximum(np.sum(made, axis=0) / rule.shuffles, _RULE_OF_THREE / rule.shuffles),
        sum(in_groups) / rule.shuffles,
        rule.shuffles,
    )


def in_words(expected: float, observed: int, shuffles: int) -> str:
    """E₀ as a sentence for the run's page."""
    if observed == 0:
        return "No link is strong enough to stand out from accident."
    if expected <= _RULE_OF_THREE / shuffles:
        return (
            f"None of {shuffles} random re-deals made such a link: accident alone would make fewer "
            f"than {expected:.2g} of the {observed:,} found."
        )
    return (
        f"Accident alone would make about {_count(expected)} such links of the {observed:,} found "
        f"(one in {_count(observed / expected)})."
    )


def _at_least(weights: Floats, thresholds: Floats) -> Ints:
    """How many weights reach each threshold."""
    return len(weights) - np.searchsorted(np.sort(weights), thresholds, side="left")


def _top(weights: Floats) -> float:
    return float(weights.max()) if len(weights) else 0.0


def _count(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"
