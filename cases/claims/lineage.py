"""Which source rests on which, so that an echo is never counted as a witness.

An origin rests on no other source. Whatever rests on something is an echo of its origins, however
many there are of it and however well it is known.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property


class CyclicLineage(ValueError):
    """A source that would rest on itself; `cycle` names the way round, first source first."""

    def __init__(self, cycle: list[int]) -> None:
        self.cycle = cycle
        super().__init__(" → ".join(f"S-{source}" for source in [*cycle, cycle[0]]))


class Lineage:
    """A directed graph of sources without cycles; each is known by its number."""

    def __init__(self, edges: Iterable[tuple[int, int]]) -> None:
        """Take pairs of a source and one that it rests on; raises CyclicLineage."""
        rests_on: dict[int, set[int]] = {}
        for source, ground in edges:
            rests_on.setdefault(source, set()).add(ground)
        self._rests_on: Mapping[int, set[int]] = rests_on
        self._origins: dict[int, frozenset[int]] = {}
        self._resolve()

    def rests_on(self, source: int) -> frozenset[int]:
        """What the source rests on directly."""
        return frozenset(self._rests_on.get(source, ()))

    def is_origin(self, source: int) -> bool:
        return not self._rests_on.get(source)

    def origins(self, source: int) -> frozenset[int]:
        """The origins that the source rests on in the end; an origin's only one is itself."""
        return self._origins.get(source, frozenset({source}))

    def origins_of(self, sources: Iterable[int]) -> frozenset[int]:
        """The origins of all the sources together, each once."""
        return frozenset().union(*(self.origins(source) for source in sources))

    def echoes(self, sources: Iterable[int]) -> frozenset[int]:
        """Those of the sources that only pass on what others say."""
        return frozenset(source for source in sources if not self.is_origin(source))

    def grounds(self, source: int) -> frozenset[int]:
        """Every source that this one rests on, directly or through others."""
        found: set[int] = set()
        waiting = [source]
        while waiting:
            new = self.rests_on(waiting.pop()) - found
            found |= new
            waiting.extend(new)
        return frozenset(found)

    def resting_on(self, source: int) -> frozenset[int]:
        """Every source that rests on this one, directly or through others."""
        found: set[int] = set()
        waiting = [source]
        while waiting:
            for echo in self._echoed_by.get(waiting.pop(), ()):
                if echo not in found:
                    found.add(echo)
                    waiting.append(echo)
        return frozenset(found)

    def cycle_if(self, source: int, ground: int) -> list[int] | None:
        """The cycle that would close if the source also rested on this ground, or None."""
        way = self._way(ground, source)
        return None if way is None else [source, *way[:-1]]

    @cached_property
    def _echoed_by(self) -> dict[int, set[int]]:
        echoed_by: dict[int, set[int]] = {}
        for source, grounds in self._rests_on.items():
            for ground in grounds:
                echoed_by.setdefault(ground, set()).add(source)
        return echoed_by

    def _way(self, start: int, end: int) -> list[int] | None:
        """A way from one source down to another that it rests on, both included."""
        came_from = {start: start}
        waiting = [start]
        while waiting:
            source = waiting.pop()
            if source == end:
                return list(_walk_back(came_from, end))[::-1]
            for ground in sorted(self._rests_on.get(source, ())):
                if ground not in came_from:
                    came_from[ground] = source
                    waiting.append(ground)
        return None

    def _resolve(self) -> None:
        """Find every source's origins, grounds first, without recursion: chains may be long."""
        for start in sorted(self._rests_on):
            path: list[int] = [start]
            while path:
                source = path[-1]
                unknown = self._first_unknown_ground(source)
                if unknown is None:
                    grounds = self._rests_on.get(source, set())
                    self._origins[source] = self.origins_of(grounds) or frozenset({source})
                    path.pop()
                elif unknown in path:
                    raise CyclicLineage(path[path.index(unknown) :])
                else:
                    path.append(unknown)

    def _first_unknown_ground(self, source: int) -> int | None:
        if source in self._origins:
            return None
        grounds = sorted(self._rests_on.get(source, ()))
        return next((ground for ground in grounds if ground not in self._origins), None)


def _walk_back(came_from: Mapping[int, int], end: int) -> Iterator[int]:
    source = end
    while came_from[source] != source:
        yield source
        source = came_from[source]
    yield source
