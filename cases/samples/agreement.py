"""How far two people who labelled the same samples agree, beyond what chance would give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two people's labels of the samples that both read: who gave the label, and who did not."""

    label: str
    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def count(self) -> int:
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def observed(self) -> float:
        """The share of samples of which they said the same."""
        return (self.both + self.neither) / self.count if self.count else 0.0

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa (1960): 1 is agreement throughout, 0 what chance would give.

        None where chance alone would have them agree on every sample, as if neither ever gave it.
        """
        if not self.count:
            return None
        first = (self.both + self.first_only) / self.count
        second = (self.both + self.second_only) / self.count
        expected = first * second + (1 - first) * (1 - second)
        return None if expected == 1 else (self.observed - expected) / (1 - expected)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people, and their agreement on each label; they read `count` samples both."""

    first: str
    second: str
    count: int
    labels: tuple[Agreement, ...]


def agreements(
    readings: Mapping[str, Mapping[int, frozenset[str]]], labels: Iterable[str]
) -> list[Pair]:
    """Each two people who read some of the same samples, those with most in common first.

    `readings` has for each person the samples that they read, and how they labelled each.
    """
    labels = list(labels)
    pairs = []
    for first, second in combinations(sorted(readings), 2):
        one, other = readings[first], readings[second]
        common = one.keys() & other.keys()
        if common:
            said = [(one[sample], other[sample]) for sample in common]
            counted = tuple(_counted(label, said) for label in labels)
            pairs.append(Pair(first, second, len(common), counted))
    return sorted(pairs, key=lambda pair: (-pair.count, pair.first, pair.second))


def _counted(label: str, said: list[tuple[frozenset[str], frozenset[str]]]) -> Agreement:
    both = sum(label in one and label in other for one, other in said)
    first = sum(label in one for one, _ in said) - both
    second = sum(label in other for _, other in said) - both
    return Agreement(label, both, first, second, len(said) - both - first - second)
