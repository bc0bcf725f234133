"""Reads a pasted or uploaded table, row by row, whatever separates its columns."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from typing import Any

from cases.core.spreadsheet import safe_row, unsafe_cell

LONGEST = 2_000
#: The column that a table of refused rows adds; read again, it says nothing.
WHY = "why_refused"
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


class Fate(StrEnum):
    """What becomes of a row."""

    KEPT = "kept"
    THERE = "already there"
    REFUSED = "refused"


@dataclass(frozen=True)
class Told:
    """One row and what became of it: what it is now, or why it was refused."""

    row: Row
    fate: Fate
    said: str

    @property
    def line(self) -> int:
        """For templates, which would take `row.number` for a cell of that name."""
        return self.row.number


@dataclass
class Outcome:
    """What became of every row: read = kept + refused + already there."""

    rows: list[Told] = field(default_factory=list)

    @property
    def kept(self) -> list[str]:
        return [told.said for told in self._of(Fate.KEPT)]

    @property
    def there(self) -> list[str]:
        return [told.said for told in self._of(Fate.THERE)]

    @property
    def refused(self) -> list[tuple[int, str]]:
        return [(told.row.number, told.said) for told in self._of(Fate.REFUSED)]

    @property
    def read_count(self) -> int:
        return len(self.rows)

    @property
    def columns(self) -> list[str]:
        """The columns that any row fills, in the order of the table."""
        return list(
            {name: 0 for told in self.rows for name, cell in told.row.cells.items() if cell}
        )

    @property
    def table(self) -> list[tuple[Told, list[str]]]:
        """Every row with its cells under those columns."""
        names = self.columns
        return [(told, [told.row[name] for name in names]) for told in self.rows]

    @property
    def refused_csv(self) -> str:
        """The refused rows as a table to mend and to enter again, each with its reason."""
        buffer = StringIO(newline="")
        names = self._named
        writer = csv.writer(buffer)
        writer.writerow([*names, WHY])
        for told in self._of(Fate.REFUSED):
            writer.writerow(safe_row([*(told.row[name] for name in names), told.said]))
        return buffer.getvalue()

    @property
    def _named(self) -> list[str]:
        return max((list(told.row.cells) for told in self.rows), key=len, default=[])

    def _of(self, fate: Fate) -> list[Told]:
        return [told for told in self.rows if told.fate == fate]


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
    if unknown := [name for name in names if name and name not in {*columns, WHY}]:
        raise NotATable(f"No column is called {', '.join(unknown)}. Known: {', '.join(columns)}.")
    return _rows(reader, names)


def _rows(reader: Any, names: list[str]) -> Iterator[Row]:
    line = reader.line_num + 1
    for count, cells in enumerate(reader, start=1):
        if count > LONGEST:
            raise NotATable(f"A table has at most {LONGEST:,} rows; split it.")
        if any(cell.strip() for cell in cells):
            read = zip(names, (unsafe_cell(cell.strip()) for cell in cells), strict=False)
            yield Row(line, {name: cell for name, cell in read if name and name != WHY})
        line = reader.line_num + 1


def _name(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")
