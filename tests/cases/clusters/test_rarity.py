import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clusters.rarity import bits, in_words, least_bits


@pytest.mark.parametrize(("used_by", "expected"), [(2, 14.6), (10, 11.4), (50, 9.0), (5000, 2.3)])
def test_bits_at_25000_accounts(used_by: int, expected: float) -> None:
    assert bits(25_000, used_by) == pytest.approx(expected, abs=0.05)


def test_bits_of_a_value_that_nobody_else_uses_are_none() -> None:
    assert bits(25_000, 1) == bits(25_000, 0) == 0


@given(st.integers(2, 10**6), st.integers(2, 10**6), st.floats(0.1, 1))
def test_bits_fall_as_more_share_and_are_never_negative(n: int, d: int, m: float) -> None:
    d = min(d, n)
    assert bits(n, d, m) >= bits(n, d + 1, m) >= 0
    assert bits(n, d, m) <= bits(n + 1, d, m)


def test_least_bits_is_24_where_it_was_found() -> None:
    assert least_bits(43_052) == pytest.approx(24, abs=0.1)


def test_in_words_is_a_ratio_and_never_a_probability() -> None:
    assert in_words(1).startswith("hardly likelier")
    assert in_words(14.6) == (
        "about 25,000 times as likely for accounts run together as for strangers"
    )
    assert "million" in in_words(24)
