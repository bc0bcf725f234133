from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.samples.estimates import Read, basis, estimate

FRAME = {"a": 900, "b": 100}
reads = st.lists(
    st.builds(
        Read,
        st.sampled_from("ab"),
        st.sampled_from(["u1", "u2", "u3"]),
        st.frozensets(st.sampled_from(["x", "y"])),
    ),
    min_size=1,
    max_size=12,
)


def _of(stratum: str, count: int, having: int, *, account: str = "") -> list[Read]:
    """So many samples of a stratum, each of an account of its own unless one is named."""
    return [
        Read(stratum, account or f"{stratum}{n}", frozenset("x" if n < having else ""))
        for n in range(count)
    ]


@given(reads, st.randoms())
def test_estimate_does_not_depend_on_order_and_holds_its_share(
    read: list[Read], order: Random
) -> None:
    shuffled = order.sample(read, len(read))
    found = estimate(read, FRAME, "x", "seed")

    assert found == estimate(shuffled, FRAME, "x", "seed")
    assert found is not None
    low, share, high = found.interval.low, found.interval.share, found.interval.high
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


def test_each_sample_stands_for_its_part_of_the_frame() -> None:
    """A tenth of the frame, drawn as thickly as the rest, counts for a tenth."""
    found = estimate(_of("a", 10, 5) + _of("b", 10, 10), FRAME, "x", "seed")

    assert found is not None
    assert found.found == 15
    assert found.interval.share == pytest.approx(0.9 * 0.5 + 0.1 * 1.0)


def test_interactions_of_one_account_say_less_than_those_of_many() -> None:
    frame = {"": 1000}
    apart = estimate(_of("", 100, 40), frame, "x", "seed")
    alike = [Read("", f"u{n // 10}", frozenset("x" if n // 10 < 4 else "")) for n in range(100)]
    together = estimate(alike, frame, "x", "seed")

    assert apart is not None
    assert together is not None
    assert apart.design_effect == pytest.approx(1, abs=0.15)
    assert together.design_effect == pytest.approx(10, rel=0.15)
    assert together.interval.high - together.interval.low > 2 * (
        apart.interval.high - apart.interval.low
    )


def test_nothing_found_is_bounded_by_the_accounts_that_were_read() -> None:
    of_one = estimate(_of("", 300, 0, account="u"), {"": 1000}, "x", "seed")
    of_many = estimate(_of("", 300, 0), {"": 1000}, "x", "seed")

    assert of_one is not None
    assert of_many is not None
    assert (of_one.design_effect, of_one.interval.high) == (None, 1.0)
    assert of_many.interval.high == pytest.approx(3 / 300)


def test_basis_says_how_much_of_the_frame_no_estimate_speaks_of() -> None:
    found = basis(_of("b", 5, 5), FRAME)

    assert (found.read, found.accounts, found.unread) == (5, 5, 0.9)
    assert estimate([], FRAME, "x", "seed") is None
