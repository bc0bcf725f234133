"""What holds a cluster together, and where it would break."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import igraph
import numpy as np

from cases.clusters import connected
from cases.clusters.uses import Ints

#: How many accounts are tried, busiest first, as the one without which a cluster falls apart.
TRIED = 50
#: Above so many members a layout by forces is too slow, and a coarser one is used.
DRAWN_BY_FORCE = 1500


@dataclass(frozen=True)
class Cut:
    """One account or one link without which the cluster falls into parts of these sizes."""

    members: tuple[int, ...]
    parts: tuple[int, ...]

    @property
    def is_link(self) -> bool:
        return len(self.members) == 2


def digest(members: Iterable[str]) -> str:
    """The name that a set of platform accounts has on every machine: SHA-256 of its sorted ids."""
    return hashlib.sha256("\n".join(sorted(members)).encode()).hexdigest()


def components(population: int, a: Ints, b: Ints) -> list[Ints]:
    """The connected sets of two accounts or more: largest first, then by first account."""
    linked = np.unique(np.concatenate([a, b]))
    label = connected.labels(population, a, b)[linked]
    order = np.argsort(label, kind="stable")
    _, starts = np.unique(label[order], return_index=True)
    parts = np.split(linked[order], starts[1:]) if len(linked) else []
    return sorted(parts, key=lambda part: (-len(part), int(part[0])))


def weakest_points(members: Ints, a: Ints, b: Ints) -> list[Cut]:
    """The account and the link whose loss breaks off the largest piece, if there is such."""
    graph = _graph(members, a, b)
    cuts = [_worst_account(graph, members), _worst_link(graph, members)]
    return [cut for cut in cuts if cut is not None and cut.parts[1] >= 2]


def parts_without(members: Ints, a: Ints, b: Ints) -> tuple[int, ...]:
    """The sizes into which these members fall with only these links, largest first."""
    own = connected.labels(len(members), np.searchsorted(members, a), np.searchsorted(members, b))
    _, sizes = np.unique(own, return_counts=True)
    return tuple(sorted(sizes.tolist(), reverse=True))


def backbone(members: Ints, a: Ints, b: Ints, weight: Sequence[float]) -> Ints:
    """The places of the strongest links that alone keep the members together."""
    strength = np.asarray(weight, dtype=float)
    graph = _graph(members, a, b)
    graph.es["place"] = list(range(len(a)))
    tree = graph.spanning_tree(weights=list(-strength))
    return np.array(sorted(tree.es["place"]), dtype=np.int64)


def layout(members: Ints, a: Ints, b: Ints) -> list[tuple[float, float]]:
    """A place for each member so that linked ones lie close; the same on every run."""
    random.seed(1)  # igraph draws from Python's own generator
    graph = _graph(members, a, b)
    kind = "fruchterman_reingold" if len(members) <= DRAWN_BY_FORCE else "drl"
    return [(round(x, 3), round(y, 3)) for x, y in graph.layout(kind)]


def _graph(members: Ints, a: Ints, b: Ints) -> igraph.Graph:
    edges = np.column_stack([np.searchsorted(members, a), np.searchsorted(members, b)])
    return igraph.Graph(n=len(members), edges=edges)


def _worst_account(graph: igraph.Graph, members: Ints) -> Cut | None:
    candidates = sorted(graph.articulation_points(), key=lambda v: (-graph.degree(v), v))[:TRIED]
    cuts = []
    for vertex in candidates:
        rest = graph.copy()
        rest.delete_vertices([vertex])
        parts = tuple(sorted(rest.connected_components().sizes(), reverse=True))
        cuts.append(Cut((int(members[vertex]),), parts))
    return min(cuts, key=lambda cut: (-sum(cut.parts[1:]), cut.members), default=None)


def _worst_link(graph: igraph.Graph, members: Ints) -> Cut | None:
    """Of all bridges, the one that parts the cluster most evenly.

    Without its bridges the graph is a set of blocks, and with them a tree of blocks: what a bridge
    breaks off is the part of the tree below it.
    """
    bridges = graph.bridges()
    if not bridges:
        return None
    solid = graph.copy()
    solid.delete_edges(bridges)
    blocks = solid.connected_components()
    block_of, size = blocks.membership, np.array(blocks.sizes(), dtype=np.int64)
    ends = [graph.es[bridge].tuple for bridge in bridges]
    tree = igraph.Graph(n=len(size), edges=[(block_of[u], block_of[v]) for u, v in ends])
    order, _, parent = tree.bfs(0)
    for block in reversed(order[1:]):
        size[parent[block]] += size[block]
    cuts = []
    for u, v in ends:
        below = block_of[v] if parent[block_of[v]] == block_of[u] else block_of[u]
        broken = int(size[below])
        parts = tuple(sorted((graph.vcount() - broken, broken), reverse=True))
        cuts.append(Cut(tuple(sorted((int(members[u]), int(members[v])))), parts))
    return min(cuts, key=lambda cut: (-cut.parts[1], cut.members))
