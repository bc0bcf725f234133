"""Others who take over after a closure, beside days on which nobody was closed."""

import numpy as np

from cases.clusters.failover import OPEN, REACH, measure

DAYS, ACCOUNTS, BAN = 60, 40, 30


def pool(*, takes_over: bool, bans: tuple[int, ...] = (BAN,)) -> tuple[np.ndarray, np.ndarray]:
    """About ten interactions a day and account; at each ban five close, others may take on."""
    random = np.random.default_rng(3)
    sent = random.poisson(10, (ACCOUNTS, DAYS))
    closed_on = np.full(ACCOUNTS, OPEN)
    for number, ban in enumerate(bans):
        hit = slice(5 * number, 5 * number + 5)
        closed_on[hit] = ban
        if takes_over:
            others = closed_on == OPEN
            sent[others, ban:] += random.poisson(4, (int(others.sum()), DAYS - ban))
        sent[hit, ban:] = 0
    return sent, closed_on


def test_a_pool_that_takes_over_rises_after_the_closure_and_not_after_a_placebo() -> None:
    found = measure(*pool(takes_over=True), seed="K")

    assert found is not None
    assert (found.closures, found.closed, found.survivors, found.too_near) == (1, 5, 35, 0)
    assert len(found.course) == len(found.low) == len(found.high) == 2 * REACH + 1
    assert 1.3 < found.rise < 1.5
    after = slice(REACH + 1, None)
    assert all(np.array(found.course[after]) > np.array(found.high[after]))
    assert found.chance == round(1 / (1 + found.placebos), 4)


def test_a_pool_of_strangers_goes_on_as_before() -> None:
    found = measure(*pool(takes_over=False), seed="K")

    assert found is not None
    assert 0.95 < found.rise < 1.05
    assert found.chance is not None
    assert found.chance > 0.05


def test_the_order_of_accounts_does_not_matter_and_a_seed_gives_the_same() -> None:
    sent, closed_on = pool(takes_over=True, bans=(15, 40))
    turned = np.random.default_rng(1).permutation(ACCOUNTS)

    one = measure(sent, closed_on, seed="K")
    assert one == measure(sent[turned], closed_on[turned], seed="K")


def test_closures_at_the_ends_are_counted_and_left_out() -> None:
    found = measure(*pool(takes_over=True, bans=(2, BAN, DAYS - 3)), seed="K")

    assert found is not None
    assert (found.closures, found.too_near) == (1, 2)


def test_without_a_quiet_day_there_is_no_placebo_and_no_chance() -> None:
    found = measure(*pool(takes_over=True, bans=(10, 20, 30, 40, 50)), seed="K")

    assert found is not None
    assert (found.placebos, found.low, found.chance) == (0, [], None)


def test_nothing_is_said_where_nobody_was_closed_or_nobody_is_left() -> None:
    sent, _ = pool(takes_over=False)

    assert measure(sent, np.full(ACCOUNTS, OPEN), seed="K") is None
    assert measure(sent, np.full(ACCOUNTS, BAN), seed="K") is None
    assert measure(sent[:, :10], np.full(ACCOUNTS, 5), seed="K") is None
