"""Reads a pasted or uploaded table, row by row, whatever separates its columns."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

LONGEST = 2_000
_SEPARATORS = "\t;,"


class NotATable(ValueError):
    """What was given has no header that names a column we know."""


@dataclass(frozen=True)
class Row:
    """One row under its header, by the line it begins on as a person counts them."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Outcome:
    """What became of every row: read = kept + refused."""

    kept: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def read_count(self) -> int:
        return len(self.kept) + len(self.refused)


def read_rows(text: str, *, columns: tuple[str, ...], required: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a table whose first line names its columns; raises NotATable."""
    text = text.lstrip("\ufeff").replace("\x00", "").strip()
    header = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    names = [_name(cell) for cell in next(reader, [])]
    if missing := [column for column in required if column not in names]:
        raise NotATable(
            f"The first line names the columns. Missing: {', '.join(missing)}. "
            f"Known: {', '.join(columns)}."
        )
    if unknown := [name for name in names if name and name not in columns]:
        raise NotATable(f"No column is called {', '.join(unknown)}. Known: {', '.join(columns)}.")
    return _rows(reader, names)


def _rows(reader: Any, names: list[str]) -> Iterator[Row]:
    line = reader.line_num + 1
    for count, cells in enumerate(reader, start=1):
        if count > LONGEST:
            raise NotATable(f"A table has at most {LONGEST:,} rows; split it.")
        if any(cell.strip() for cell in cells):
            yield Row(line, dict(zip(names, (cell.strip() for cell in cells), strict=False)))
        line = reader.line_num + 1


def _name(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")
