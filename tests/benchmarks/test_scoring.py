import numpy as np
import pytest

from benchmarks.scoring import clusters_of, score

TRUTH = np.array([0, 0, 0, 1, 1, -1, -1])


def test_score_is_perfect_where_found_is_the_truth() -> None:
    scored = score(TRUTH, TRUTH)
    assert scored.pairs == scored.b_cubed == scored.accounts == (1.0, 1.0)
    assert (scored.clusters, scored.clustered, scored.campaign) == (2, 5, 5)


def test_score_counts_by_hand() -> None:
    """One heap of two of the first operator, one of the second and an innocent account."""
    scored = score(np.array([7, 7, -1, 7, -1, 7, -1]), TRUTH)
    assert scored.pairs == pytest.approx((1 / 6, 1 / 4))
    assert scored.accounts == pytest.approx((3 / 4, 3 / 5))
    assert scored.b_cubed == pytest.approx(
        ((2 / 4 + 2 / 4 + 1 / 4) / 4, (2 / 3 + 2 / 3 + 1 / 2) / 5)
    )


def test_score_of_nothing_found_is_zero() -> None:
    scored = score(np.full(7, -1), TRUTH)
    assert scored.pairs == scored.b_cubed == scored.accounts == (0.0, 0.0)
    assert scored.worth == 0.0


def test_worth_where_there_is_no_campaign_is_the_smaller_heap() -> None:
    nobody = np.full(7, -1)
    assert score(np.array([1, 1, 1, -1, -1, -1, -1]), nobody).worth < score(nobody, nobody).worth


def test_clusters_of_leaves_out_what_is_smaller_than_the_least() -> None:
    a, b = np.array([0, 1, 4]), np.array([1, 2, 5])
    found = clusters_of(6, a, b, least=3)
    assert (found[:3] == found[0]).all()
    assert (found[3:] == -1).all()
