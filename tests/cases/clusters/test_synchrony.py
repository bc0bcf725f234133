"""Pairs that meet in five minutes, beside what the hours of the accounts explain."""

import numpy as np

from cases.clusters.synchrony import SLOTS_OF_A_DAY, measure, picked

DAYS = 28


def sessions(accounts: int, *, same: bool) -> tuple[np.ndarray, np.ndarray]:
    """Each account works two hours on half of the days, at nine; on the same days or on its own."""
    random = np.random.default_rng(7)
    common = random.choice(DAYS, DAYS // 2, replace=False)
    who, when = [], []
    for account in range(accounts):
        own = common if same else random.choice(DAYS, DAYS // 2, replace=False)
        for day in own:
            slots = day * SLOTS_OF_A_DAY + 108 + np.arange(24)
            when.append(slots)
            who.append(np.full(len(slots), account))
    return np.concatenate(who), np.concatenate(when)


def test_accounts_that_work_on_the_same_days_meet_more_than_their_hours_explain() -> None:
    found = measure(*sessions(20, same=True), first=0, days=DAYS, seed="K")

    assert found is not None
    assert found.met == 20 * 19 // 2 * 24 * DAYS // 2
    assert found.met > found.high
    assert found.ratio > 1.8


def test_strangers_with_the_same_office_hours_meet_as_often_as_their_hours_explain() -> None:
    found = measure(*sessions(20, same=False), first=0, days=DAYS, seed="K")

    assert found is not None
    assert found.low <= found.met <= found.high


def test_a_seed_gives_the_same_draws_and_the_order_of_rows_does_not_matter() -> None:
    who, when = sessions(5, same=True)
    turned = np.random.default_rng(1).permutation(len(who))

    one = measure(who, when, first=0, days=DAYS, seed="K")
    assert one == measure(who[turned], when[turned], first=0, days=DAYS, seed="K")
    assert one != measure(who, when, first=0, days=DAYS, seed="L")


def test_nothing_is_said_of_one_account_or_of_a_few_days() -> None:
    who, when = sessions(1, same=True)
    nobody = np.array([], dtype=np.int64)

    assert measure(who, when, first=0, days=DAYS, seed="K") is None
    assert measure(np.array([0, 1]), np.array([5, 5]), first=0, days=6, seed="K") is None
    assert measure(nobody, nobody, first=0, days=DAYS, seed="K") is None


def test_who_is_looked_at_does_not_depend_on_order() -> None:
    names = [f"pa_{n}" for n in range(500)]
    assert picked(names) == picked(names[::-1])
    assert len(picked(names)) == 200
