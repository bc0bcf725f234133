"""What an import finished before it was killed, and what it finishes now for whoever comes after.

A part is the rows of one file up to a mark, judged; a day is put together from all parts. Both rest
on the mapping, the files, what was imported before and the code that reads: where any of these
changed, nothing of them is taken over.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from cases.exhibits import shelf, store
from cases.jobs.run import Run
from cases.telemetry import canonical, engine
from cases.telemetry.canonical import Day, Done, Part
from cases.telemetry.days import ImportedDay, ImportPart
from cases.telemetry.models import Import
from cases.telemetry.staging import Mark
from cases.telemetry.typed import Counts

FILES = ("kept", "refused", "aside")


def basis(telemetry_import: Import) -> str:
    """A digest of all that a finished part rests on, as it is now."""
    rests_on = {
        "mapping": telemetry_import.mapping,
        "zone": telemetry_import.zone,
        "time_format": telemetry_import.time_format,
        "files": list(
            telemetry_import.files.order_by("place").values_list("exhibit__sha256", flat=True)
        ),
        "earlier": list(earlier_days(telemetry_import).values_list("kept__sha256", flat=True)),
        "code": [canonical.VERSION, engine.version()],
    }
    return sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()


def earlier_days(telemetry_import: Import) -> QuerySet[ImportedDay]:
    """What was imported before, whose rows decide what is a duplicate."""
    return (
        ImportedDay.objects.ready()
        .filter(
            telemetry_import__case=telemetry_import.case,
            telemetry_import__kind=telemetry_import.kind,
        )
        .order_by("pk")
    )


@dataclass
class Bench:
    """Where the parts of one run of an import lie."""

    run: Run
    telemetry_import: Import
    basis: str
    stack: ExitStack
    stored: dict[str, store.Stored] = field(default_factory=dict)

    def done(self) -> Done:
        """What was finished before, and who takes what is finished now."""
        parts: list[Part] = []
        days: dict[str, Day] = {}
        for row in self._standing():
            if "sha256" in row.detail:
                days[row.name] = self._day(row)
            else:
                parts.append(self._part(row))
        if parts:
            rows = sum(part.counts.read for part in parts)
            self.run.log(
                f"Goes on after {len(parts):,} finished parts: {rows:,} rows are not read again."
            )
        return Done(parts, days, self.part_is_done, self.day_is_done)

    def _standing(self) -> list[ImportPart]:
        """The finished parts that can be taken over; what follows a lost one goes with it."""
        standing: list[ImportPart] = []
        lost: set[int | None] = set()
        with self.run.holding():
            for row in self.telemetry_import.parts.order_by("pk"):
                place = row.detail.get("place")
                follows_a_lost = place in lost or (place is None and lost)
                if row.basis != self.basis or follows_a_lost or not _is_there(row):
                    lost.add(place)
                    _drop(row)
                else:
                    standing.append(row)
        return standing

    def part_is_done(self, part: Part) -> Part:
        """Put the part's files by, then write down that it is finished."""
        detail: dict[str, Any] = {
            "place": part.place,
            "mark": asdict(part.mark),
            "counts": asdict(part.counts),
            "days": part.days,
            "is_last": part.is_last,
            "files": {},
        }
        for what in FILES:
            if path := getattr(part, what):
                name = f"{self.telemetry_import.pk}-{self.basis[:12]}-{path.name}"
                detail["files"][what] = {"name": name, "size": path.stat().st_size}
                shelf.put_by(path, name)
        name = f"file {part.place} to row {part.mark.row}"
        self._write(f"{name}, {part.mark.misshapen} misshapen", detail)
        kept, refused, aside = self._paths(detail)
        return replace(part, kept=kept, refused=refused, aside=aside)

    def day_is_done(self, day: Day) -> Day:
        """Put the day's file into the object store, then write down that it is finished."""
        stored = self.stored[day.day] = store.put_file(day.path)
        self._write(day.day, asdict(stored) | {"rows": day.rows})
        return day

    def _write(self, name: str, detail: dict[str, Any]) -> None:
        with self.run.holding():
            ImportPart.objects.update_or_create(
                telemetry_import=self.telemetry_import,
                name=name,
                defaults={"basis": self.basis, "detail": detail},
            )

    def _part(self, row: ImportPart) -> Part:
        detail = row.detail
        return Part(
            detail["place"],
            Mark(**detail["mark"]),
            Counts(**detail["counts"]),
            detail["days"],
            *self._paths(detail),
            is_last=detail["is_last"],
        )

    def _day(self, row: ImportPart) -> Day:
        self.stored[row.name] = store.Stored(row.detail["sha256"], row.detail["size"])
        path = self.stack.enter_context(store.local_path(row.detail["sha256"]))
        return Day(row.name, path, row.detail["rows"])

    def _paths(self, detail: dict[str, Any]) -> tuple[Path, Path, Path | None]:
        """Where the files of a part can be read on this machine."""
        found = {
            what: self.stack.enter_context(shelf.local_path(file["name"]))
            for what, file in detail["files"].items()
        }
        return found["kept"], found["refused"], found.get("aside")


@contextmanager
def bench(run: Run, telemetry_import: Import) -> Iterator[Bench]:
    """The parts of an import, for as long as the block lasts; they stay until `clear`."""
    with ExitStack() as stack:
        yield Bench(run, telemetry_import, basis(telemetry_import), stack)


def clear(telemetry_import: Import) -> None:
    """The import has ended: nobody goes on from its parts."""
    for row in telemetry_import.parts.all():
        _drop(row)


def _is_there(row: ImportPart) -> bool:
    """Whether the part's files lie where they were put, whole."""
    if "sha256" in row.detail:
        return store.holds(row.detail["sha256"])
    return all(shelf.size(file["name"]) == file["size"] for file in row.detail["files"].values())


def _drop(row: ImportPart) -> None:
    for file in row.detail.get("files", {}).values():
        shelf.drop(file["name"])
    row.delete()
