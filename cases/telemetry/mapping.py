"""Which column of a file is which column of ours: guessed, explained, checked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import available_timezones

from cases.core.errors import Refused
from cases.telemetry.schema import COLUMNS, Column, Kind, Type

_PATTERNS = {
    Type.TIME: re.compile(r"^\d{4}-\d\d-\d\d|^\d{10}(\.\d+)?$|^\d{13}$|^\d{16}$|^\d{19}$"),
    Type.INTEGER: re.compile(r"^(AS)?\d{1,18}(\.0+)?$"),
    Type.BOOLEAN: re.compile(r"^(true|false|t|f|yes|no|y|n|0|1)$", re.IGNORECASE),
}


class MappingWrong(Refused):
    """The mapping can't be used; the message says which column and why."""


@dataclass(frozen=True)
class Mapping:
    """Our column → the file's column, and how times without a zone are to be read."""

    columns: dict[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    time_format: str = ""


@dataclass(frozen=True)
class Guess:
    """One guessed column, with the reason that a person is shown."""

    column: str
    source: str
    because: str


def guess(
    kind: Kind, columns: Sequence[str], rows: Sequence[dict[str, str]]
) -> tuple[Mapping, list[Guess]]:
    """The likeliest mapping of a file's columns, and why each was chosen."""
    guesses: list[Guess] = []
    taken: set[str] = set()
    for rank in range(3):
        for column in COLUMNS[kind]:
            if column.name in {done.column for done in guesses}:
                continue
            found = _best(column, [name for name in columns if name not in taken], rows, rank)
            if found:
                guesses.append(found)
                taken.add(found.source)
    return Mapping({done.column: done.source for done in guesses}), guesses


def check(kind: Kind, mapping: Mapping, columns: Sequence[str], file: str) -> None:
    """Raise MappingWrong unless the mapping can be used on a file with these columns."""
    known = {column.name: column for column in COLUMNS[kind]}
    for name, source in mapping.columns.items():
        if name not in known:
            raise MappingWrong(f"There is no column “{name}” for {kind.value}.")
        if known[name].is_required and not has(columns, source):
            raise MappingWrong(f"“{file}” has no column “{source}”, which {name} is read from.")
    for column in known.values():
        if column.is_required and not mapping.columns.get(column.name):
            raise MappingWrong(
                f"Say which column holds {column.name} ({column.meaning.lower()}): "
                "nothing can be imported without it."
            )
    if mapping.zone not in available_timezones():
        raise MappingWrong(f"There is no time zone “{mapping.zone}”. An example: Europe/Berlin.")
    if mapping.time_format and "%" not in mapping.time_format:
        raise MappingWrong("The time format has no % in it. An example: %d/%m/%Y %H:%M:%S.")


def has(columns: Sequence[str], source: str) -> bool:
    """Whether the file has the column, whatever its case."""
    return source.lower() in {name.lower() for name in columns}


def missing(kind: Kind, mapping: Mapping) -> list[Column]:
    """Our columns that the file doesn't fill and whose absence costs a conclusion."""
    return [
        column
        for column in COLUMNS[kind]
        if column.without and not mapping.columns.get(column.name)
    ]


def lacking(mapping: Mapping, columns: Sequence[str]) -> list[str]:
    """The columns that a file should be read from and does not have; they stay empty there."""
    return sorted({source for source in mapping.columns.values() if not has(columns, source)})


def unused(mapping: Mapping, columns: Sequence[str]) -> list[str]:
    """Columns of the file that are not imported."""
    used = {source.lower() for source in mapping.columns.values()}
    return [name for name in columns if name.lower() not in used]


def _best(
    column: Column, columns: list[str], rows: Sequence[dict[str, str]], rank: int
) -> Guess | None:
    """By the same name, then by a known other name, then by a name that ends in one."""
    names = [column.name] if rank == 0 else [*column.aliases, *([column.name] if rank == 2 else [])]
    for name in names:
        for source in columns:
            plain = _plain(source)
            fits = plain == _plain(name) or (rank == 2 and plain.endswith("_" + _plain(name)))
            if fits and _values_fit(column, source, rows):
                return Guess(column.name, source, _because(rank, source, name))
    return None


def _because(rank: int, source: str, name: str) -> str:
    if rank == 0:
        return "It has the same name."
    return f"“{source}” is {'another name for it' if rank == 1 else f'a name like “{name}”'}."


def _values_fit(column: Column, source: str, rows: Sequence[dict[str, str]]) -> bool:
    """Whether most sample values could be of the column's type."""
    pattern = _PATTERNS.get(column.type)
    values = [value for row in rows if (value := row.get(source, "").strip())]
    if pattern is None or not values:
        return True
    return sum(bool(pattern.search(value)) for value in values) * 2 >= len(values)


def _plain(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")
