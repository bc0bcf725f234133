"""What the labels of a draw say of its whole frame, and how far that may be off.

A stratum that was drawn more thickly than others counts for what it is in the frame: each sample
stands for N/n interactions of its stratum (Horvitz and Thompson 1952, as a ratio: Hájek 1971).
Interactions of one platform account resemble one another, so a hundred of one account say less than
one each of a hundred. The error is therefore that of drawing platform accounts (bootstrap by
cluster, Efron and Tibshirani 1993, §8), and the design effect says how many times larger its
variance is than that of as many interactions drawn one by one (Kish 1965).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from cases.samples.draw import Interval, wilson

REPLICATES = 1000


@dataclass(frozen=True, slots=True)
class Read:
    """A drawn sample that somebody has labelled, and everything that it was labelled."""

    stratum: str
    platform_account: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of a label in the frame; `design_effect` is None where all or none have it."""

    label: str
    found: int
    interval: Interval
    design_effect: float | None


@dataclass(frozen=True, slots=True)
class Basis:
    """What estimates rest on: samples read, of how many accounts, and how much of the frame."""

    read: int
    accounts: int
    #: The share of the frame whose strata have nothing read: no estimate speaks of it.
    unread: float


def basis(reads: Iterable[Read], frame: Mapping[str, int]) -> Basis:
    """What was read of a frame that has so many interactions in each stratum."""
    reads = list(reads)
    covered = sum(frame.get(stratum, 0) for stratum in {one.stratum for one in reads})
    whole = sum(frame.values())
    unread = 1 - covered / whole if whole else 1.0
    return Basis(len(reads), len({one.platform_account for one in reads}), unread)


def estimate(
    reads: Iterable[Read], frame: Mapping[str, int], label: str, seed: str
) -> Estimate | None:
    """The label's share in the strata that were read, with its 95 % interval; None if none was.

    The interval is Wilson's at the effective sample size, which is what was read over the design
    effect, and never more than was read. Where all samples have the label or none, nothing varies,
    and the platform accounts that were read are what counts: none found gives 3/accounts.
    """
    reads = sorted(reads, key=lambda one: (one.platform_account, one.stratum, sorted(one.labels)))
    if not reads:
        return None
    weights = _weights(reads, frame)
    has = np.array([label in one.labels for one in reads], dtype=float)
    share = float(weights @ has / weights.sum())
    found, count = int(has.sum()), len(reads)
    names = {name: at for at, name in enumerate(dict.fromkeys(r.platform_account for r in reads))}
    if found in (0, count):
        effective = min(float(len(names)), _kish(weights))
        return Estimate(label, found, wilson(share * effective, effective), None)
    account = np.array([names[one.platform_account] for one in reads])
    effect = _variance(account, weights, has, seed) / (share * (1 - share) / count)
    effective = count / max(1.0, effect)
    return Estimate(label, found, wilson(share * effective, effective), effect)


def _weights(reads: list[Read], frame: Mapping[str, int]) -> np.ndarray:
    """How many interactions of the frame each sample stands for."""
    counts: dict[str, int] = {}
    for one in reads:
        counts[one.stratum] = counts.get(one.stratum, 0) + 1
    return np.array([frame.get(one.stratum, 0) / counts[one.stratum] for one in reads])


def _kish(weights: np.ndarray) -> float:
    """How many samples of equal weight say as much (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def _variance(account: np.ndarray, weights: np.ndarray, has: np.ndarray, seed: str) -> float:
    """The variance of the share over seeded draws of as many platform accounts, with return."""
    of_all = np.bincount(account, weights)
    of_label = np.bincount(account, weights * has)
    chance = np.random.default_rng(int(sha256(f"bootstrap{seed}".encode()).hexdigest(), 16))
    accounts = len(of_all)
    shares = []
    for _ in range(REPLICATES):
        times = np.bincount(chance.integers(0, accounts, accounts), minlength=accounts)
        shares.append(float(times @ of_label / (times @ of_all)))
    return float(np.var(shares))
