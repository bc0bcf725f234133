import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.samples.agreement import Agreement, agreements

counts = st.integers(0, 50)


def test_kappa_agrees_with_a_published_example() -> None:
    """Fleiss 1981: 20 both, 15 neither, 5 and 10 apart of 50 gives 0.4."""
    assert Agreement("x", 20, 5, 10, 15).kappa == pytest.approx(0.4)


@given(counts, counts, counts, counts)
def test_kappa_is_symmetric_and_at_most_one(a: int, b: int, c: int, d: int) -> None:
    one, other = Agreement("x", a, b, c, d).kappa, Agreement("x", a, c, b, d).kappa

    assert one == other
    assert one is None or -1 - 1e-9 <= one <= 1 + 1e-9
    if one is not None and b == c == 0:
        assert one == pytest.approx(1)


def test_kappa_is_not_defined_where_chance_alone_would_agree() -> None:
    assert Agreement("x", 0, 0, 0, 9).kappa is None
    assert Agreement("x", 0, 0, 0, 0).kappa is None


def test_agreements_count_only_what_both_read() -> None:
    x, none = frozenset("x"), frozenset("n")
    (pair,) = agreements(
        {"ana": {1: x, 2: x, 3: none}, "rea": {2: x, 3: x, 4: x}, "leo": {9: x}}, ["x"]
    )

    assert (pair.first, pair.second, pair.count) == ("ana", "rea", 2)
    assert pair.labels == (Agreement("x", both=1, first_only=0, second_only=1, neither=0),)
