from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clusters.moves import Linked, compare, differences, too_weak


def told(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [move.sentence for move in compare(before, after)]


def cluster(name: str, *members: int) -> dict[str, str]:
    return {f"a{member}": name for member in members}


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (cluster("x", 1, 2), cluster("x", 1, 2), "As it was: a cluster of 2."),
        ({}, cluster("x", 1, 2), "New: a cluster of 2, whose members were in no cluster."),
        (cluster("x", 1, 2), {}, "Gone: a cluster of 2; the members are in no cluster now."),
        (
            cluster("x", 1, 2),
            cluster("y", 1, 2, 3),
            "Grown: a cluster of 2 before, a cluster of 3 now; 1 came from no cluster.",
        ),
        (
            cluster("x", 1, 2, 3),
            cluster("y", 1, 2),
            "Shrunk: a cluster of 3 before, a cluster of 2 now; 1 left for none.",
        ),
        (
            cluster("x", 1, 2, 3),
            cluster("y", 2, 3, 4),
            (
                "Changed: a cluster of 3 before, a cluster of 3 now; 1 came from no cluster, "
                "1 left for none."
            ),
        ),
        (
            cluster("x", 1, 2) | cluster("y", 3, 4, 5),
            cluster("z", 1, 2, 3, 4, 5),
            "Merged: 2 clusters of 3 and 2 before, a cluster of 5 now.",
        ),
        (
            cluster("z", 1, 2, 3, 4, 5),
            cluster("x", 1, 2) | cluster("y", 3, 4),
            "Split: a cluster of 5 before, 2 clusters of 2 and 2 now; 1 left for none.",
        ),
        (
            cluster("x", 1, 2) | cluster("y", 3, 4),
            cluster("u", 1, 3) | cluster("v", 2, 4),
            "Regrouped: 2 clusters of 2 and 2 before, 2 clusters of 2 and 2 now.",
        ),
    ],
)
def test_compare_says(before: dict[str, str], after: dict[str, str], sentence: str) -> None:
    assert told(before, after) == [sentence]


def test_compare_puts_what_changed_nothing_last() -> None:
    same = cluster("s", *range(10, 90))
    moves = compare(same | cluster("x", 1, 2), same | cluster("y", 3, 4))
    assert [move.is_nothing for move in moves] == [False, False, True]


GROUPINGS = st.dictionaries(
    st.integers(0, 15).map(str), st.integers(0, 4).map(lambda number: f"cluster {number}")
)


@given(GROUPINGS, GROUPINGS)
def test_compare_counts_every_account_once(before: dict[str, str], after: dict[str, str]) -> None:
    moves = compare(before, after)
    assert sum(move.stayed + move.left for move in moves) == len(before)
    assert sum(move.stayed + move.came for move in moves) == len(after)
    old, new = Counter(before.values()), Counter(after.values())
    assert sorted(one for move in moves for one in move.before) == sorted(old.items())
    assert sorted(one for move in moves for one in move.after) == sorted(new.items())


def linked() -> Linked:
    """A chain of pairs of falling strength, and a group of three."""
    return Linked(
        [f"a{n}" for n in range(7)],
        np.array([0, 1, 2, 4, 5]),
        np.array([1, 2, 3, 5, 6]),
        np.array([30.0, 20.0, 10.0, 5.0, 5.0]),
        in_group=np.array([False, False, False, True, True]),
        is_pair=np.array([True, True, True, False, False]),
    )


@pytest.mark.parametrize(
    ("threshold", "sizes"), [(5.0, [4, 3]), (15.0, [3, 3]), (25.0, [3, 2]), (40.0, [3])]
)
def test_grouped_lets_go_of_pairs_as_the_threshold_rises_and_keeps_groups(
    threshold: float, sizes: list[int]
) -> None:
    grouping = linked().grouped(threshold, 2)
    assert sorted(Counter(grouping.values()).values(), reverse=True) == sizes


def test_grouped_sets_aside_what_is_too_small() -> None:
    assert set(linked().grouped(25.0, 3)) == {"a4", "a5", "a6"}


def test_too_weak_counts_those_whose_best_pair_falls_short() -> None:
    strongest = linked().strongest()
    assert strongest == {"a0": 30.0, "a1": 30.0, "a2": 20.0, "a3": 10.0}
    assert too_weak(["a0", "a2", "a3", "a6"], strongest, 25.0) == 2


def test_differences_names_what_was_told_and_read_otherwise() -> None:
    before = {"threshold": 15.0, "seed": 1, "read": ["aa"], "lists": []}
    after = {"threshold": 20.0, "seed": 1, "read": ["aa", "bb"], "lists": ["L-1, VPN exits"]}
    assert differences(before, after) == [
        "Threshold: 15.0 before, 20.0 now.",
        "Telemetry used for the first time: bb.",
        "List of shared infrastructure used for the first time: L-1, VPN exits.",
    ]
    assert differences(after, after) == []
