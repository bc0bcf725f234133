"""Which exhibits an import reads: those that were picked, and all whose name is like a pattern."""

from collections.abc import Iterable

from cases.core.errors import Refused
from cases.core.models import Case
from cases.exhibits.models import Exhibit


class NoExhibits(Refused):
    pass


def choose(case: Case, names: str, picked: Iterable[Exhibit]) -> list[Exhibit]:
    """The exhibits in the order of their numbers, each once. Raises NoExhibits."""
    named = list(case.exhibits.named_like(names)) if names else []
    if names and not named:
        raise NoExhibits("No exhibit of this case has a name like this.")
    chosen = {exhibit.number: exhibit for exhibit in (*picked, *named)}
    if not chosen:
        raise NoExhibits("Choose exhibits, or say what their names are like.")
    return [chosen[number] for number in sorted(chosen)]
