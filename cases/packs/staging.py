"""Where a pack's content waits until it is packed: records as of one moment, files by digest.

Records are written to a folder of passing files while one snapshot of the database is read; stored
files are only named, because they never change.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from cases.exhibits import store
from cases.packs.provenance import Arrival, Making, Quantity, media_type
from cases.packs.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class Staged:
    """A file of the pack that waits: in the folder, or in the object store by its digest."""

    path: str
    size: int
    folder: Path | None = None
    sha256: str = ""
    name: str = ""
    media_type: str = ""

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, a piece at a time."""
        if self.folder is None:
            yield from store.chunks(self.sha256)
            return
        with (self.folder / self.path).open("rb") as file:
            while chunk := file.read(store.CHUNK):
                yield chunk


class Stage:
    """What goes into a pack, in the order in which it was staged."""

    def __init__(
        self, folder: Path, about: dict[str, Any], names: Pseudonyms | None = None
    ) -> None:
        self.folder = folder
        self.names = names or Pseudonyms()
        self.about = self.names.told(about)
        self.files: list[Staged] = []
        self.readme: dict[str, bytes] = {}
        self.arrivals: list[Arrival] = []
        self.makings: list[Making] = []
        self.quantities: list[Quantity] = []

    @property
    def size(self) -> int:
        """Bytes to be packed."""
        return sum(file.size for file in self.files)

    def records(self, path: str, title: str, rows: Iterable[dict[str, Any]]) -> int:
        """Stage rows as a JSON file that begins with what it is; say how many there were."""
        count = 0
        with self._new(path).open("w", encoding="utf-8", newline="\n") as file:
            about = {"what": title} | self.about
            file.write(f'{{"about": {_json(about)},\n"rows": [')
            for count, row in enumerate(rows, 1):
                file.write(f"{',' if count > 1 else ''}\n{_json(self.names.told(row))}")
            file.write("\n]}\n")
        self._add(path, title)
        return count

    def lines(self, path: str, title: str, rows: Iterable[dict[str, Any]]) -> int:
        """Stage rows as one JSON object a line; say how many there were."""
        count = 0
        with self._new(path).open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(f"{_json(self.names.told(row))}\n")
                count += 1
        self._add(path, title)
        return count

    def made(self, path: str, content: bytes, title: str) -> None:
        """Stage a file that is made for the pack."""
        self._new(path).write_bytes(content)
        self._add(path, title)

    def stored(self, path: str, sha256: str, size: int, name: str, kind: str = "") -> None:
        """Stage an object of the store, by what it must be."""
        found, name = kind or media_type(path), self.names.told(name)
        self.files.append(Staged(path, size, sha256=sha256, name=name, media_type=found))

    def _new(self, path: str) -> Path:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _add(self, path: str, title: str) -> None:
        size = (self.folder / path).stat().st_size
        self.files.append(Staged(path, size, self.folder, name=title, media_type=media_type(path)))


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
