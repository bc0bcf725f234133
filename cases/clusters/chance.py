"""How many such links accident alone would make.

Every kind of signal is dealt out again at random: each platform account keeps how many values it
uses and when, each value keeps how many accounts use it, and who shares with whom is left to
chance. What is linked then is linked by accident.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cases.clusters.groups import held_together
from cases.clusters.pairs import Makers, Pairs, shared_values, weigh
from cases.clusters.rule import Rule
from cases.clusters.uses import Floats, Ints, Uses

STEP = 0.5
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


def measure(uses: Uses, makers: Makers, pairs: Pairs, rule: Rule) -> Chance:
    """Compare the pairs with those of seeded shuffles.

    Where `shuffles` of them made none, E₀ is not zero but at most 3/shuffles (rule of three).
    """
    observed = pairs.weight[pairs.corroborated(rule.least_families)]
    thresholds = np.arange(0.0, _top(observed) + 2 * STEP, STEP)
    made, in_groups = np.zeros(len(thresholds)), 0
    for shuffled in _shuffled(uses, rule.shuffles, rule.seed):
        shared = shared_values(shuffled, makers, rule.gap)
        by_chance = weigh(shared, makers, uses.population)
        made += _at_least(by_chance.weight[by_chance.corroborated(rule.least_families)], thresholds)
        in_groups += sum(
            len(group.members) for group in held_together(shuffled, makers, shared, rule)
        )
    return Chance(
        thresholds,
        _at_least(observed, thresholds),
        np.maximum(made / rule.shuffles, _RULE_OF_THREE / rule.shuffles),
        in_groups / rule.shuffles,
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


def _shuffled(uses: Uses, shuffles: int, seed: int) -> Iterator[Uses]:
    """Deal the accounts, with their times of use, anew among the values of each kind."""
    kinds = uses.kind[uses.value]
    rows_of = [np.flatnonzero(kinds == kind) for kind in np.unique(kinds)]
    for number in range(shuffles):
        deal = np.arange(len(uses.value))
        random = np.random.default_rng([seed, number])
        for rows in rows_of:
            deal[rows] = random.permutation(rows)
        yield replace(
            uses,
            account=uses.account[deal],
            first=uses.first[deal],
            last=uses.last[deal],
            is_shared=uses.is_shared,
        )


def _at_least(weights: Floats, thresholds: Floats) -> Ints:
    """How many weights reach each threshold."""
    return len(weights) - np.searchsorted(np.sort(weights), thresholds, side="left")


def _top(weights: Floats) -> float:
    return float(weights.max()) if len(weights) else 0.0


def _count(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"
