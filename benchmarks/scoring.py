"""How well clusters that were found agree with who really operates what."""

from dataclasses import dataclass

import numpy as np

from cases.clusters import connected
from cases.clusters.uses import Ints


@dataclass(frozen=True)
class Score:
    """Precision and recall: over pairs, as the mean over accounts (B-cubed), of being in any."""

    clusters: int
    clustered: int
    campaign: int
    pairs: tuple[float, float]
    b_cubed: tuple[float, float]
    accounts: tuple[float, float]

    @property
    def worth(self) -> float:
        """What to choose a threshold by: B-cubed F1, or few accounts where there is no campaign."""
        if not self.campaign:
            return -self.clustered
        precision, recall = self.b_cubed
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(found: Ints, truth: Ints) -> Score:
    """Compare cluster numbers with operator numbers; -1 stands for none in both."""
    joint = (found >= 0) & (truth >= 0)
    both = found * (truth.max() + 2) + truth
    right = _pairs(both[joint])
    mates = _sizes(both)[joint]
    clustered, campaign = int((found >= 0).sum()), int((truth >= 0).sum())
    return Score(
        clusters=len(np.unique(found[found >= 0])),
        clustered=clustered,
        campaign=campaign,
        pairs=(
            right / max(1, _pairs(found[found >= 0])),
            right / max(1, _pairs(truth[truth >= 0])),
        ),
        b_cubed=(
            float((mates / _sizes(found)[joint]).sum() / max(1, clustered)),
            float((mates / _sizes(truth)[joint]).sum() / max(1, campaign)),
        ),
        accounts=(int(joint.sum()) / max(1, clustered), int(joint.sum()) / max(1, campaign)),
    )


def clusters_of(population: int, a: Ints, b: Ints, least: int) -> Ints:
    """A number for each account: its connected set, or -1 where that is smaller than `least`."""
    labels = connected.labels(population, a, b)
    return np.where(_sizes(labels) >= least, labels, -1)


def _pairs(labels: Ints) -> float:
    _, counts = np.unique(labels, return_counts=True)
    return float((counts * (counts - 1) // 2).sum())


def _sizes(labels: Ints) -> Ints:
    """For each account, how many have its label."""
    _, place, counts = np.unique(labels, return_inverse=True, return_counts=True)
    return counts[place]
