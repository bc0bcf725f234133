import igraph
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cases.clusters import connected

links = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40)


@given(links)
def test_labels_are_the_connected_components(pairs: list[tuple[int, int]]) -> None:
    a, b = (np.array([pair[end] for pair in pairs], dtype=np.int64) for end in (0, 1))

    found = connected.labels(31, a, b)

    parts = igraph.Graph(n=31, edges=pairs).connected_components()
    assert all((found[part] == min(part)).all() for part in parts)


def test_labels_of_a_long_chain() -> None:
    ends = np.arange(100_000)

    assert (connected.labels(100_001, ends, ends + 1) == 0).all()
