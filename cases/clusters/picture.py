"""The link picture: where each member is drawn, and which of them a line joins.

Of a large cluster only hubs are drawn. Every other member is folded into the hub that is fewest
links away along the backbone, so that nobody is left out and each dot says how many it stands for.
"""

from dataclasses import dataclass

import igraph
import numpy as np

from cases.clusters import shape
from cases.clusters.uses import Ints

#: Larger clusters are folded.
MOST_DRAWN = 3000
HUBS = 200


@dataclass(frozen=True)
class Picture:
    """Places by member: which are drawn, where, how many each stands for, and the lines."""

    drawn: Ints
    at: list[tuple[float, float]]
    stands_for: Ints
    lines: Ints  # pairs of positions in `drawn`


def draw(
    size: int, links: Ints, backbone: Ints, most: int = MOST_DRAWN, hubs: int = HUBS
) -> Picture:
    """Draw a cluster of `size` members; links and backbone are pairs of their places."""
    if size <= most:
        return Picture(
            np.arange(size), _places(size, links), np.ones(size, dtype=np.int64), backbone
        )
    drawn = _hubs(size, links, hubs)
    into = _nearest(size, backbone, drawn)
    lines = _between(into, backbone)
    return Picture(
        drawn,
        _places(len(drawn), _between(into, links)),
        np.bincount(into, minlength=len(drawn)),
        lines,
    )


def _places(size: int, links: Ints) -> list[tuple[float, float]]:
    return shape.layout(np.arange(size), links[:, 0], links[:, 1])


def _hubs(size: int, links: Ints, most: int) -> Ints:
    """The members with the most links, in the order of members."""
    linked = np.bincount(links.ravel(), minlength=size)
    return np.sort(np.argsort(-linked, kind="stable")[:most])


def _nearest(size: int, backbone: Ints, hubs: Ints) -> Ints:
    """For each member the hub that is fewest links away, by its position among the hubs."""
    from_nowhere = np.column_stack([np.full(len(hubs), size), hubs])
    graph = igraph.Graph(n=size + 1, edges=np.concatenate([from_nowhere, backbone]))
    order, _, parent = graph.bfs(size)
    into = np.full(size + 1, -1, dtype=np.int64)
    into[hubs] = np.arange(len(hubs))
    for member in order[1:]:
        if into[member] < 0:
            into[member] = into[parent[member]]
    return into[:size]


def _between(into: Ints, links: Ints) -> Ints:
    """The links between what was folded together, each once."""
    ends = np.sort(into[links], axis=1)
    return np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
