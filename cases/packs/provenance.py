"""Where each file of a pack came from: what crate.py and prov.py put into words for machines.

Nothing here knows the database or a format. A path is counted from the bag's data/.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from mimetypes import MimeTypes
from typing import Any
from urllib.parse import quote

#: Asked alone, so that no list of the machine's own changes what a pack says.
_TYPES = MimeTypes(filenames=())
_ALSO = {
    ".jsonl": "application/jsonl",
    ".parquet": "application/vnd.apache.parquet",
    ".md": "text/markdown",
    ".pem": "application/x-pem-file",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the pack, as it was written."""

    path: str
    size: int
    sha256: str
    title: str
    media_type: str

    @property
    def id(self) -> str:
        """The path as a relative URI (RFC 3986)."""
        return quote(self.path)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an exhibit came to be held."""

    path: str
    label: str
    how: str
    by: str
    at: datetime
    collected_by: str = ""
    collected_on: str = ""

    @property
    def id(self) -> str:
        """The identifier of the file that arrived."""
        return quote(self.path)

    @property
    def account(self) -> str:
        """How it came and, where that is known, when it was collected, as it was written down."""
        collected = f" Collected: {self.collected_on}." if self.collected_on else ""
        return f"{self.how}{collected}"


@dataclass(frozen=True, slots=True)
class Making:
    """One run of a query or program, which made a file or a figure out of exhibits."""

    makes: str  # a path, or `#` and a figure's key
    query: str
    version: str
    engine: str
    made_from: Sequence[str]  # SHA-256 of what was read
    at: datetime
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def tool(self) -> str:
        """What it was done with, in words."""
        return f"{self.query} {self.version}".strip() + f", on {self.engine}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure that was measured: a number of the pack which has a making of its own."""

    key: str
    label: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Describing:
    """What the pack says of itself."""

    id: str  # a UUID
    name: str
    description: str
    organization: str
    software_version: str
    marking: str
    marking_means: str
    at: datetime


@dataclass(frozen=True)
class Provenance:
    """Every file of a pack, and all that is known of where each came from."""

    pack: Describing
    items: Sequence[Item]
    arrivals: Sequence[Arrival] = ()
    makings: Sequence[Making] = ()
    quantities: Sequence[Quantity] = ()

    @cached_property
    def makes(self) -> list[tuple[Making, str]]:
        """Each making whose result is in the pack, with that result's identifier."""
        ids = {item.path: item.id for item in self.items}
        ids |= {f"#{quantity.key}": figure_id(quantity.key) for quantity in self.quantities}
        return [(making, ids[making.makes]) for making in self.makings if making.makes in ids]

    @cached_property
    def written(self) -> list[Item]:
        """The files that neither arrived nor were derived: the pack's own, written for it."""
        others = {arrival.path for arrival in self.arrivals}
        others |= {making.makes for making in self.makings}
        return [item for item in self.items if item.path not in others]

    @cached_property
    def written_paths(self) -> frozenset[str]:
        """The paths of the pack's own files."""
        return frozenset(item.path for item in self.written)

    @cached_property
    def inputs(self) -> dict[str, str]:
        """What something was made from: the digest, and the first file of those bytes."""
        held: dict[str, str] = {}
        for item in self.items:
            held.setdefault(item.sha256, item.id)
        read = dict.fromkeys(digest for making, _ in self.makes for digest in making.made_from)
        return {digest: held.get(digest) or absent_id(digest) for digest in read}

    @property
    def absent(self) -> list[str]:
        """The digests of what something was made from and the pack does not hold."""
        return [digest for digest, found in self.inputs.items() if found == absent_id(digest)]


def figure_id(key: str) -> str:
    """The identifier of a figure."""
    return f"#figure-{quote(key)}"


def absent_id(sha256: str) -> str:
    """The identifier of bytes that are not in the pack."""
    return f"#sha256-{sha256}"


def media_type(path: str) -> str:
    """The kind of file that an ending stands for."""
    for ending, known in _ALSO.items():
        if path.endswith(ending):
            return known
    return _TYPES.guess_type(path)[0] or "application/octet-stream"


def slug(words: str) -> str:
    """Words as the end of an identifier."""
    return quote("-".join(words.split()), safe="")


def distinct(words: Iterable[str]) -> list[str]:
    """Each word once, in the order in which they first come."""
    return list(dict.fromkeys(word for word in words if word))
