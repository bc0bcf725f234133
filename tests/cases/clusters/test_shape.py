import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cases.clusters import shape


def ints(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def test_digest_is_free_of_order() -> None:
    assert shape.digest(["b", "a"]) == shape.digest(["a", "b"]) != shape.digest(["a"])


def test_components_come_largest_first() -> None:
    parts = shape.components(9, ints(0, 5, 6), ints(1, 6, 7))
    assert [part.tolist() for part in parts] == [[5, 6, 7], [0, 1]]


def test_weakest_points_name_the_bridge_and_the_account_between_two_halves() -> None:
    a, b = ints(0, 1, 0, 2, 3, 4, 3), ints(1, 2, 2, 3, 4, 5, 5)
    account, bridge = shape.weakest_points(np.arange(6), a, b)
    assert bridge.is_link
    assert (bridge.members, bridge.parts) == ((2, 3), (3, 3))
    assert account.parts == (3, 2)


def test_weakest_points_of_a_ring_are_none() -> None:
    assert shape.weakest_points(np.arange(4), ints(0, 1, 2, 3), ints(1, 2, 3, 0)) == []


def test_backbone_keeps_the_strongest_links_that_hold_all_together() -> None:
    kept = shape.backbone(np.arange(3), ints(0, 1, 0), ints(1, 2, 2), [9.0, 1.0, 5.0])
    assert kept.tolist() == [0, 2]


edges = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda e: e[0] < e[1]))


@given(edges.filter(bool))
def test_a_cut_s_parts_are_what_is_left_without_it(pairs: list[tuple[int, int]]) -> None:
    pairs = sorted(set(pairs))
    a, b = (np.array(column) for column in zip(*pairs, strict=True))
    members = shape.components(13, a, b)[0]
    own = np.isin(a, members)
    for cut in shape.weakest_points(members, a[own], b[own]):
        if cut.is_link:
            u, v = cut.members
            rest = own & ~((a == u) & (b == v) | (a == v) & (b == u))
            assert shape.parts_without(members, a[rest], b[rest]) == cut.parts
        else:
            (lost,) = cut.members
            rest = own & (a != lost) & (b != lost)
            left = members[members != lost]
            assert shape.parts_without(left, a[rest], b[rest]) == cut.parts
