"""Every platform account as columns of numbers; they are put into words only when written."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from cases.telemetry.simulation import prompts, rhythm, values
from cases.telemetry.simulation.values import Ints

DAY = 86_400
NEVER = np.iinfo(np.int64).max


class Group(IntEnum):
    ALONE = 0
    CAMPAIGN = 1
    CAMPUS = 2
    CARRIER = 3
    OFFICE = 4
    HOUSEHOLD = 5
    PRIVACY_VPN = 6
    POOL_CUSTOMER = 7


@dataclass(frozen=True)
class Window:
    """The days that the telemetry covers, in seconds since 1970 UTC."""

    start: int
    days: int

    @property
    def end(self) -> int:
        return self.start + self.days * DAY


@dataclass
class Population:
    """The platform accounts: one row each, -1 where one has no such thing."""

    operator: Ints
    group_kind: Ints
    group: Ints
    created: Ints
    active_from: Ints
    closed: Ints
    closed_because: Ints
    weight: NDArray[np.float64]
    is_balanced: NDArray[np.bool_]
    rhythm: Ints
    addresses: Ints
    sign_up_address: Ints
    instruments: Ints
    bin: Ints
    funding: Ints
    devices: Ints
    reseller: Ints
    organization: Ints
    mail_domain: Ints
    mail_pattern: Ints
    phone: Ints
    stack: Ints
    programme: Ints
    verification: Ints
    plan: Ints
    templates: Ints
    honest: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.operator)


def settle(size: int, window: Window, rng: np.random.Generator) -> Population:
    """Accounts that share nothing on purpose: own home, card, device, telephone and prompts."""
    each = np.arange(size, dtype=np.int64)
    home = values.residential(rng, size)
    moves = rng.random((size, 4)) < (0, 0.15, 0.1, 0.05)
    created = window.start - (rng.exponential(200, size) * DAY).astype(np.int64)
    is_new = rng.random(size) < 0.15
    created = np.where(is_new, rng.integers(window.start, window.end, size), created)
    return Population(
        operator=np.full(size, -1),
        group_kind=np.full(size, Group.ALONE, np.int64),
        group=np.full(size, -1),
        created=created,
        active_from=created.copy(),
        closed=np.full(size, NEVER),
        closed_because=np.full(size, -1),
        weight=rng.lognormal(0, 1.6, size),
        is_balanced=np.zeros(size, bool),
        rhythm=rng.choice(rhythm.PEOPLE, size),
        addresses=np.where(moves, values.residential(rng, (size, 4)), home[:, None]),
        sign_up_address=home,
        instruments=np.column_stack((_own(each, 0.75, rng), _own(each + size, 0.08, rng))),
        bin=rng.zipf(1.5, size) % 400,
        funding=rng.choice(4, size, p=(0.5, 0.4, 0.07, 0.03)),
        devices=np.column_stack((_own(each, 0.95, rng), _own(each + size, 0.3, rng))),
        reseller=np.where(rng.random(size) < 0.04, rng.integers(0, 8, size), -1),
        organization=np.full(size, -1),
        mail_domain=rng.zipf(1.4, size) % values.PUBLIC_MAIL,
        mail_pattern=rng.integers(0, len(values.MAIL_PATTERNS), size),
        phone=_own(each, 0.5, rng),
        stack=rng.zipf(1.3, size) % len(values.STACKS),
        programme=rng.choice(3, size, p=(0.7, 0.2, 0.1)),
        verification=rng.choice(4, size, p=(0.05, 0.55, 0.3, 0.1)),
        plan=rng.choice(4, size, p=(0.35, 0.45, 0.15, 0.05)),
        templates=prompts.of_people(size, rng),
        honest=np.zeros(size),
    )


def _own(numbers: Ints, share: float, rng: np.random.Generator) -> Ints:
    return np.where(rng.random(len(numbers)) < share, numbers, -1)
