"""Text files to Parquet of raw texts, a block at a time, in parts, each row with its number.

Nothing is interpreted here but the shape: rows that have another number of fields are set aside
with their number and reason. Bytes that are no text become BROKEN, by which their row is refused
later. The header is row 1.
"""

import codecs
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from cases.telemetry.formats import FileFormat, Look, UnreadableFile, opened
from cases.telemetry.refusals import BROKEN, Refusals

BLOCK_BYTES = 16 * 1024 * 1024
#: So many rows are read, judged and put by at once; a killed import goes on after the last of them.
PART_ROWS = 1_000_000
ROW = "_row"
LINE = "line"
_NEVER = "\x01"
codecs.register_error("mark_broken", lambda error: (BROKEN, getattr(error, "end", 0)))


@dataclass(frozen=True)
class Mark:
    """How far a file was read: the last row taken, and how many were set aside for their shape."""

    row: int = 0
    misshapen: int = 0


START = Mark()


@dataclass
class Staged:
    """A run of a file's rows as raw texts; `read` counts the refused ones too.

    `unclosed` is the number of a last row that seems to have swallowed others.
    """

    path: Path
    shaped: Path
    read: int = 0
    refused: int = 0
    mark: Mark = START
    is_last: bool = False
    unclosed: int | None = None


@dataclass
class _Shape:
    """What the parser met: rows with a wrong number of fields, in the order of the file."""

    refusals: Refusals
    numbers: list[int] = field(default_factory=list)

    def refuse(self, row: Any) -> str:
        self.numbers.append(row.number)
        reason = f"has {row.actual_columns} fields where {row.expected_columns} are expected"
        if "\n" in row.text:
            reason += "; perhaps a quotation mark is never closed"
        self.refusals.add(row.number, row.text, reason)
        return "skip"


class _Text:
    """A stream as UTF-8, whatever its encoding; it counts the quotation marks that pass.

    An odd number of them means that one is never closed.
    """

    def __init__(self, stream: Any, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("mark_broken")
        self._left = b""
        self.closed = False
        self.quotes = 0

    def read(self, size: int) -> bytes:
        while len(self._left) < size:
            block: bytes = self._stream.read(size)
            text = self._decoder.decode(block, final=not block)
            self._left += text.encode("utf-8", "replace")
            if not block:
                break
        given, self._left = self._left[:size], self._left[size:]
        self.quotes += given.count(b'"')
        return given

    def close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class Stage:
    """How a file is read: from which mark on, how many rows at once, and at most."""

    folder: Path
    place: int
    progress: Callable[[int], None]
    after: Mark = START
    rows: int = PART_ROWS
    limit: int | None = None


class _Part:
    """A run of rows that is being written out."""

    def __init__(self, stage: Stage, number: int, schema: pa.Schema, refusals: Refusals) -> None:
        name = f"{stage.place}-{number}.parquet"
        self.staged = Staged(stage.folder / f"raw-{name}", stage.folder / f"shaped-{name}")
        self._refusals = refusals
        self._rows = pq.ParquetWriter(self.staged.path, schema, compression="snappy")
        refusals.begin(self.staged.shaped)

    def add(self, table: pa.Table) -> None:
        self._rows.write_table(table)
        self.staged.read += len(table)

    def close(self, row: int) -> Staged:
        """Whole, up to the row of that number."""
        self._rows.close()
        self.staged.refused = self._refusals.end()
        self.staged.read += self.staged.refused
        self.staged.mark = Mark(row, self._refusals.through)
        return self.staged

    def release(self) -> None:
        """Let go of its files."""
        self._rows.close()
        self._refusals.end()


def stage(path: Path, seen: Look, how: Stage) -> Iterator[Staged]:
    """Write the file's rows as raw texts, a part at a time, after the mark.

    Raises UnreadableFile where the file can't be parsed.
    """
    refusals = Refusals(how.place, how.after.misshapen)
    shape = _Shape(refusals)
    try:
        with (
            opened(path, seen.compression) as content,
            closing(_reader(text := _Text(content.stream, seen.encoding), seen, shape)) as rows,
            closing(_parts(_tables(rows, shape, seen), seen, how, refusals, content.raw)) as parts,
        ):
            for staged, last in parts:
                if staged.is_last:
                    staged.unclosed = _unclosed(last, text)
                yield staged
    except (pa.ArrowException, OSError, EOFError) as error:
        raise UnreadableFile(_why(error)) from error


def _parts(
    tables: Iterator[tuple[pa.Table, int]], seen: Look, how: Stage, refusals: Refusals, raw: Any
) -> Generator[tuple[Staged, pa.Table]]:
    """The parts, each with the last row that it took; one is whole when another row follows it."""
    schema = _schema(seen)
    number, row, last = 0, how.after.row, schema.empty_table()
    part = _Part(how, number, schema, refusals)
    try:
        for every, through in tables:
            how.progress(raw.tell())
            table = every.filter(pc.greater(every[ROW], how.after.row)) if how.after.row else every
            if not len(table):
                continue
            if part.staged.read >= how.rows:
                yield part.close(row), last
                number += 1
                part = _Part(how, number, schema, refusals)
            part.add(table)
            row, last = through, table.slice(len(table) - 1)
            if how.limit is not None and part.staged.read + refusals.met >= how.limit:
                last = schema.empty_table()
                break
        whole = part.close(row)
        whole.is_last = True
        yield whole, last
    finally:
        part.release()


def _schema(seen: Look) -> pa.Schema:
    names = [LINE] if seen.format is FileFormat.JSONL else seen.columns
    return pa.schema([(name, pa.string()) for name in names] + [(ROW, pa.int64())])


def _unclosed(last: pa.Table, text: _Text) -> int | None:
    """The last row's number, if a quotation mark in it was opened and never closed."""
    for row in last.to_pylist():
        if text.quotes % 2 and any("\n" in str(value) for value in row.values()):
            return int(row[ROW])
    return None


def _reader(stream: Any, seen: Look, shape: _Shape) -> csv.CSVStreamingReader:
    is_csv = seen.format is FileFormat.CSV
    names = seen.columns if is_csv else [LINE]
    return csv.open_csv(
        stream,
        read_options=csv.ReadOptions(
            block_size=BLOCK_BYTES,
            use_threads=False,
            column_names=names,
            skip_rows_after_names=0,
        ),
        parse_options=csv.ParseOptions(
            delimiter=seen.delimiter if is_csv else _NEVER,
            quote_char='"' if is_csv else False,
            newlines_in_values=is_csv,
            ignore_empty_lines=is_csv,
            invalid_row_handler=shape.refuse,
        ),
        convert_options=csv.ConvertOptions(
            column_types={name: pa.string() for name in names}, strings_can_be_null=False
        ),
    )


def _tables(rows: Any, shape: _Shape, seen: Look) -> Iterator[tuple[pa.Table, int]]:
    """The batches, numbered, each with its last number; header and empty lines are left out."""
    accepted = 0
    for batch in rows:
        ordinals = np.arange(accepted, accepted + len(batch)) + 1
        accepted += len(batch)
        numbers = _numbers(ordinals, shape.numbers)
        table = pa.table(batch).append_column(ROW, pa.array(numbers))
        if seen.format is FileFormat.CSV and ordinals.size and ordinals[0] == 1:
            table = table.filter(pc.not_equal(table[ROW], 1))
        elif seen.format is FileFormat.JSONL:
            blank = pc.equal(pc.utf8_trim_whitespace(table[LINE]), "")
            table = table.filter(pc.invert(blank))
        yield table, int(numbers[-1]) if len(numbers) else 0


def _numbers(ordinals: Any, refused: list[int]) -> Any:
    """The number in the file of each accepted row: those refused before it count too."""
    if not refused:
        return ordinals
    before = np.array(refused) - np.arange(len(refused))
    return ordinals + np.searchsorted(before, ordinals, side="right")


def _why(error: Exception) -> str:
    text = str(error)
    if "straddling" in text:
        return (
            f"has a row longer than {BLOCK_BYTES // 1024 // 1024} MB, "
            "or a quotation mark that is never closed"
        )
    if isinstance(error, OSError | EOFError):
        return "is damaged, or ends early"
    return f"can't be parsed ({text[:200]})"
