"""Text files to Parquet of raw texts, a block at a time, each row with its number.

Nothing is interpreted here but the shape: rows that have another number of fields are set aside
with their number and reason. Bytes that are no text become BROKEN, by which their row is refused
later. The header is row 1.
"""

import codecs
from collections.abc import Callable, Iterator
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

BLOCK_BYTES = 16 * 1024 * 1024
ROW = "_row"
#: Stands for bytes that are no text: a code point that is no character and never will be.
BROKEN = "\ufdd0"
LINE = "line"
REFUSED = pa.schema(
    [
        ("file", pa.int32()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
    ]
)
_NEVER = "\x01"
codecs.register_error("mark_broken", lambda error: (BROKEN, getattr(error, "end", 0)))


@dataclass
class Staged:
    """A file's rows as raw texts; `read` counts the refused ones too.

    `unclosed` is the number of a last row that seems to have swallowed others.
    """

    path: Path
    read: int = 0
    refused: int = 0
    unclosed: int | None = None


@dataclass
class Refusals:
    """Rows that are set aside, written out a few thousand at a time."""

    writer: pq.ParquetWriter
    file: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: str, value: str, reason: str) -> None:
        self.count += 1
        self.rows.append(
            {
                "file": self.file,
                "row": row,
                "column": column,
                "value": value.replace("\x00", "\ufffd").replace(BROKEN, "\ufffd")[:200],
                "reason": reason,
            }
        )
        if len(self.rows) >= 5_000:
            self.flush()

    def flush(self) -> None:
        if self.rows:
            self.writer.write_table(pa.Table.from_pylist(self.rows, REFUSED))
            self.rows.clear()


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
        self.refusals.add(row.number, "", row.text, reason)
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


def stage(
    path: Path,
    seen: Look,
    out: Path,
    refusals: Refusals,
    progress: Callable[[int], None],
    limit: int | None = None,
) -> Staged:
    """Write the file's rows as raw texts. Raises UnreadableFile where the file can't be parsed."""
    staged, shape = Staged(out), _Shape(refusals)
    names = [LINE] if seen.format is FileFormat.JSONL else seen.columns
    schema = pa.schema([(name, pa.string()) for name in names] + [(ROW, pa.int64())])
    try:
        with (
            opened(path, seen.compression) as content,
            closing(_reader(text := _Text(content.stream, seen.encoding), seen, shape)) as rows,
            pq.ParquetWriter(out, schema, compression="snappy") as writer,
        ):
            last = schema.empty_table()
            for table in _tables(rows, shape, seen):
                writer.write_table(table)
                progress(content.raw.tell())
                staged.read += len(table)
                if limit is not None and staged.read + refusals.count >= limit:
                    break
                last = table.slice(len(table) - 1) if len(table) else last
            else:
                staged.unclosed = _unclosed(last, text)
    except (pa.ArrowException, OSError, EOFError) as error:
        raise UnreadableFile(_why(error)) from error
    staged.refused = refusals.count
    staged.read += refusals.count
    refusals.flush()
    return staged


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


def _tables(rows: Any, shape: _Shape, seen: Look) -> Iterator[pa.Table]:
    """The batches, numbered; the header and empty lines are left out."""
    accepted = 0
    for batch in rows:
        ordinals = np.arange(accepted, accepted + len(batch)) + 1
        accepted += len(batch)
        table = pa.table(batch).append_column(ROW, pa.array(_numbers(ordinals, shape.numbers)))
        if seen.format is FileFormat.CSV and ordinals.size and ordinals[0] == 1:
            table = table.filter(pc.not_equal(table[ROW], 1))
        elif seen.format is FileFormat.JSONL:
            blank = pc.equal(pc.utf8_trim_whitespace(table[LINE]), "")
            table = table.filter(pc.invert(blank))
        yield table


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
