"""What goes into a pack, as each kind of content says it: parts that are chosen, then written.

A part knows how much of it was chosen before anything is written, and says how much it wrote; the
two must agree, or the pack is not made.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from cases.core.models import Case
from cases.packs.audience import PROFILES, Audience, Profile
from cases.packs.provenance import Arrival, Making, Quantity
from cases.packs.pseudonyms import Pseudonyms
from cases.packs.staging import Stage

#: What a record's field is read by: a dotted path, or a function of the row.
Reader = str | Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """The case and for whom; its pseudonyms once the pack is made, not while it is previewed."""

    case: Case
    audience: Audience
    names: Pseudonyms = field(default_factory=Pseudonyms)

    @property
    def profile(self) -> Profile:
        return PROFILES[self.audience]

    def person(self, user: User | None) -> str:
        """How the pack names someone who works on the case."""
        if user is None:
            return "Probata (no person)"
        if self.profile.names_people:
            return user.signed()
        return self.names.of("Person", user.email)


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that the case holds and the pack does not, and why."""

    what: str
    why: str
    count: int


class Part(ABC):
    """One type of thing in a pack."""

    title: str
    path: str

    @property
    @abstractmethod
    def selected(self) -> int:
        """How many were chosen."""

    @abstractmethod
    def write(self, stage: Stage) -> int:
        """Stage what was chosen, and say how many that were."""


@dataclass(slots=True)
class Records(Part):
    """Rows of the database, written as one JSON file."""

    title: str
    path: str
    rows: QuerySet[Any]
    fields: dict[str, Reader]
    #: Its order would give away who a pseudonym is, or pair it with that of another pack.
    is_shuffled: bool = False

    @property
    def selected(self) -> int:
        return self.rows.count()

    def write(self, stage: Stage) -> int:
        """One object a row, with the fields that the kind declares."""
        rows = self.rows.iterator(chunk_size=1000)
        readers = {name: _reader(how) for name, how in self.fields.items()}
        records = ({name: read(row) for name, read in readers.items()} for row in rows)
        if not (self.is_shuffled and stage.names):
            return stage.records(self.path, self.title, records)
        told = map(stage.names.told, records)
        return stage.records(self.path, self.title, sorted(told, key=str))


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An object of the store and its place in the pack."""

    path: str
    sha256: str
    size: int
    name: str
    media_type: str = ""


@dataclass(slots=True)
class Files(Part):
    """Objects of the store, byte for byte."""

    title: str
    path: str
    files: Sequence[StoredFile]

    @property
    def selected(self) -> int:
        return len(self.files)

    def write(self, stage: Stage) -> int:
        """Each object, to be checked against its digest as it is packed."""
        for file in self.files:
            stage.stored(file.path, file.sha256, file.size, file.name, file.media_type)
        return len(self.files)


@dataclass(slots=True)
class Made(Part):
    """Files that are made for the pack, such as a report in one of its formats."""

    title: str
    path: str
    files: Sequence[tuple[str, Callable[[], bytes]]]

    @property
    def selected(self) -> int:
        return len(self.files)

    def write(self, stage: Stage) -> int:
        """Make each file and stage it."""
        for path, make in self.files:
            stage.made(path, make(), self.title)
        return len(self.files)


@dataclass(slots=True)
class Chosen:
    """What one kind of content puts into a pack, what of it stays out, and where it came from.

    Where it came from is read only when the pack is built, so those may be generators.
    """

    parts: Sequence[Part] = ()
    withheld: Sequence[Withheld] = field(default_factory=list)
    arrivals: Iterable[Arrival] = ()
    makings: Iterable[Making] = ()
    quantities: Iterable[Quantity] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A kind of content: its key, its title, what it is, and how it is chosen."""

    key: str
    title: str
    about: str
    choose: Callable[[Plan], Chosen]


def held_back(rows: QuerySet[Any], what: str, why: str) -> list[Withheld]:
    """One line for rows that stay out; none if there are none."""
    return [Withheld(what, why, count)] if (count := rows.count()) else []


def labels(rows: Iterable[Any]) -> list[str]:
    """The rows as people cite them."""
    return [str(row) for row in rows]


def _reader(how: Reader) -> Callable[[Any], Any]:
    if callable(how):
        return how

    def read(row: Any) -> Any:
        for name in how.split("."):
            row = getattr(row, name, None)
            row = row() if callable(row) else row
        return row

    return read
