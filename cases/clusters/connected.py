import numpy as np

from cases.clusters.uses import Ints


def labels(size: int, a: Ints, b: Ints) -> Ints:
    """For each of `size` points the smallest point that it is connected with by the links a–b.

    Whole arrays at a time: each round hangs roots under smaller ones and flattens the trees, so a
    million links take a few rounds.
    """
    root = np.arange(size, dtype=np.int64)
    while len(a):
        low, high = np.minimum(root[a], root[b]), np.maximum(root[a], root[b])
        apart = low != high
        a, b = a[apart], b[apart]
        np.minimum.at(root, high[apart], low[apart])
        while not np.array_equal(flat := root[root], root):
            root = flat
    return root
