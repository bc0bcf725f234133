"""The lineage as a picture: origins on the left, whatever rests on them to the right."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.claims.lineage import Lineage
from cases.claims.models import Source
from cases.claims.reading import read_lineage, read_standing
from cases.claims.standing import Standing
from cases.core.models import Case

MOST = 120
_WIDTH, _HEIGHT, _GAP, _ROW = 210, 40, 90, 52


@dataclass(frozen=True)
class Node:
    """One source in the picture."""

    number: int
    place: tuple[int, int]
    publisher: str
    title: str
    url: str
    kind: str  # origin, unknown or echo
    side: str
    is_here: bool

    @property
    def x(self) -> int:
        return self.place[0]

    @property
    def y(self) -> int:
        return self.place[1]

    @property
    def text_x(self) -> int:
        return self.x + 10

    @property
    def top(self) -> int:
        return self.y + 16

    @property
    def bottom(self) -> int:
        return self.y + 32


@dataclass(frozen=True)
class Picture:
    """Where everything is drawn; `words` says the same for those who do not see it."""

    nodes: list[Node]
    edges: list[str]
    width: int
    height: int
    words: str
    left_out: int


def of_case(case: Case) -> Picture:
    """Every source of the case."""
    lineage = read_lineage(case)
    sources = list(
        case.sources.select_related("publisher", "case").defer("text").order_by("number")
    )
    return _draw(case, sources, lineage)


def of_source(source: Source) -> Picture | None:
    """A source with what it rests on and what rests on it; None if it stands alone."""
    lineage = read_lineage(source.case)
    numbers = lineage.resting_on(source.number) | _below(lineage, source.number)
    if not numbers:
        return None
    sources = (
        source.case.sources.filter(number__in=[*numbers, source.number])
        .select_related("publisher", "case")
        .defer("text")
        .order_by("number")
    )
    return _draw(source.case, list(sources), lineage, here=source.number)


def _below(lineage: Lineage, number: int) -> frozenset[int]:
    found: set[int] = set()
    waiting = [number]
    while waiting:
        for ground in lineage.rests_on(waiting.pop()) - found:
            found.add(ground)
            waiting.append(ground)
    return frozenset(found)


def _draw(case: Case, sources: list[Source], lineage: Lineage, here: int = 0) -> Picture:
    shown = {source.number: source for source in sources[:MOST]}
    columns = _columns(shown, lineage)
    tallest = max((len(column) for column in columns), default=1)
    places = {
        number: (place * (_WIDTH + _GAP), _row_of(row, len(column), tallest))
        for place, column in enumerate(columns)
        for row, number in enumerate(column)
    }
    edges = [
        _curve(places[ground], places[number])
        for number in places
        for ground in sorted(_drawn_grounds(lineage, number) & places.keys())
    ]
    standing = read_standing(case)
    return Picture(
        nodes=[
            _node(shown[number], place, lineage, standing, is_here=number == here)
            for number, place in places.items()
        ],
        edges=edges,
        width=max(1, len(columns)) * (_WIDTH + _GAP) - _GAP,
        height=tallest * _ROW,
        words=_words(shown, lineage),
        left_out=len(sources) - len(shown),
    )


def _drawn_grounds(lineage: Lineage, number: int) -> frozenset[int]:
    """What a source rests on, without what it also rests on by a longer way."""
    grounds = lineage.rests_on(number)
    return grounds - frozenset().union(*(_below(lineage, ground) for ground in grounds))


def _node(
    source: Source, place: tuple[int, int], lineage: Lineage, standing: Standing, *, is_here: bool
) -> Node:
    return Node(
        number=source.number,
        place=place,
        publisher=_cut(source.publisher.name, 27),
        title=source.title,
        url=source.get_absolute_url(),
        kind=_kind(source, lineage),
        side=" ".join(sorted(standing.sides(source.publisher_id))),
        is_here=is_here,
    )


def _columns(numbers: Iterable[int], lineage: Lineage) -> list[list[int]]:
    """Sources by how many steps they are from their farthest origin."""
    known = set(numbers)
    depth: dict[int, int] = {}
    while len(depth) < len(known):
        for number in sorted(known - depth.keys()):
            grounds = lineage.rests_on(number) & known
            if grounds <= depth.keys():
                depth[number] = 1 + max((depth[g] for g in grounds), default=-1)
    columns: list[list[int]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for number in sorted(known):
        columns[depth[number]].append(number)
    return columns


def _row_of(row: int, count: int, tallest: int) -> int:
    return row * _ROW + (tallest - count) * _ROW // 2


def _curve(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + _WIDTH, start[1] + _HEIGHT // 2
    x2, y2 = end[0], end[1] + _HEIGHT // 2
    middle = (x1 + x2) // 2
    return f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"


def _kind(source: Source, lineage: Lineage) -> str:
    if not lineage.is_origin(source.number):
        return "echo"
    return "origin" if source.basis == Source.Basis.FIRST_HAND else "unknown"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _words(shown: dict[int, Source], lineage: Lineage) -> str:
    echoes = lineage.echoes(shown)
    origins = lineage.origins_of(echoes)
    if not echoes:
        return f"{len(shown)} sources; none is recorded to rest on another."
    names = ", ".join(
        f"S-{number} ({shown[number].publisher.name})" if number in shown else f"S-{number}"
        for number in sorted(origins)[:6]
    )
    rest = "1 source rests" if len(echoes) == 1 else f"{len(echoes)} sources rest"
    count = "1 origin" if len(origins) == 1 else f"{len(origins)} origins"
    return f"{rest} on {count}: {names}{' and more' if len(origins) > 6 else ''}."
