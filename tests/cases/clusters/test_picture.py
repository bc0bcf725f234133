from itertools import pairwise

import igraph
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.clusters import picture

#: Ten stars of thirty points, their middles in a row.
MIDDLES = np.arange(0, 310, 31)
STARS = np.array(
    [(middle, middle + n) for middle in MIDDLES for n in range(1, 31)] + list(pairwise(MIDDLES))
)


def test_draw_shows_every_member_of_a_small_cluster() -> None:
    drawn = picture.draw(310, STARS, STARS)
    assert drawn.drawn.tolist() == list(range(310))
    assert drawn.stands_for.tolist() == [1] * 310
    assert len(drawn.at) == 310
    assert drawn.lines.tolist() == STARS.tolist()


def test_draw_folds_the_rest_of_a_large_cluster_into_its_hubs() -> None:
    drawn = picture.draw(310, STARS, STARS, most=300, hubs=10)
    assert drawn.drawn.tolist() == MIDDLES.tolist()
    assert drawn.stands_for.tolist() == [31] * 10
    assert drawn.lines.tolist() == [[n, n + 1] for n in range(9)]
    assert len(drawn.at) == 10


def test_draw_is_the_same_every_time() -> None:
    one, two = (picture.draw(310, STARS, STARS, most=300, hubs=10) for _ in range(2))
    assert one.at == two.at


def test_draw_takes_the_first_members_where_all_are_linked_alike() -> None:
    ring = np.array([(n, (n + 1) % 20) for n in range(20)])
    assert picture.draw(20, ring, ring, most=10, hubs=4).drawn.tolist() == [0, 1, 2, 3]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60), st.integers(1, 8))
def test_draw_leaves_nobody_out_and_keeps_what_is_connected(roots: list[int], hubs: int) -> None:
    """A random tree: each point hangs on an earlier one."""
    tree = np.array([(root % (n + 1), n + 1) for n, root in enumerate(roots)])
    drawn = picture.draw(len(tree) + 1, tree, tree, most=0, hubs=hubs)
    assert drawn.stands_for.sum() == len(tree) + 1
    assert (drawn.stands_for >= 1).all()
    assert igraph.Graph(n=len(drawn.drawn), edges=drawn.lines).is_connected()
