"""What a file is, found out from its first bytes: format, compression, columns, sample rows."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cases.core.errors import Refused

HEAD_BYTES = 256 * 1024
SAMPLE_ROWS = 20
_MAGIC = {
    b"PK\x03\x04": "is a ZIP archive or a spreadsheet: unpack it, or save it as CSV",
    b"%PDF": "is a PDF document",
    b"SQLite format 3": "is a SQLite database: export its table as CSV",
    b"\x89PNG": "is a picture",
    b"BZh": "is compressed with bzip2: use gzip or zstd",
    b"\xfd7zXZ": "is compressed with xz: use gzip or zstd",
    b"ORC": "is an ORC file: use Parquet",
    b"Obj\x01": "is an Avro file: use Parquet",
}
#: What the engine calls the column in which it numbers the rows of a Parquet file.
RESERVED = "file_row_number"
_DELIMITERS = ",;\t|"
_VALUE = re.compile(r"^[+-]?\d+([.,]\d+)?$|^\d{4}-\d\d-\d\d|^\d{1,3}(\.\d{1,3}){3}$")


class UnreadableFile(Refused):
    """The file can't be read as telemetry at all; the message says why and what to do."""


class FileFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True)
class Look:
    """What a first look at a file shows."""

    format: FileFormat
    compression: str | None = None
    encoding: str = "utf-8"
    delimiter: str = ","
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)


def look(path: Path, name: str) -> Look:
    """Find out what the file is. Raises UnreadableFile, naming it, where it can't be telemetry."""
    try:
        with path.open("rb") as file:
            start = file.read(16)
        if start.startswith(b"PAR1"):
            return _look_at_parquet(path)
        compression = compression_of(start)
        with opened(path, compression) as content:
            head = content.stream.read(HEAD_BYTES)
        return _look_at_text(head, compression)
    except UnreadableFile as error:
        raise UnreadableFile(f"“{name}” {error}.") from error
    except (OSError, EOFError) as error:
        raise UnreadableFile(
            f"“{name}” can't be decompressed: it is damaged or ends early."
        ) from error


def compression_of(start: bytes) -> str | None:
    """The compression that the first bytes tell of."""
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zstd" if start.startswith(b"\x28\xb5\x2f\xfd") else None


@dataclass(frozen=True)
class Content:
    """A file's content as a stream, decompressed as it is read, beside the file itself."""

    stream: Any
    raw: Any


@contextmanager
def opened(path: Path, compression: str | None) -> Iterator[Content]:
    """Open the file for reading what it holds."""
    with pa.OSFile(str(path), "rb") as raw:
        if compression is None:
            yield Content(raw, raw)
            return
        with pa.CompressedInputStream(raw, compression) as stream:
            yield Content(stream, raw)


def _look_at_parquet(path: Path) -> Look:
    try:
        with pq.ParquetFile(path) as file:
            rows = next(file.iter_batches(SAMPLE_ROWS), None)
            columns = list(file.schema_arrow.names)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile("is a damaged Parquet file") from error
    _check_names(columns)
    if RESERVED in {name.lower() for name in columns}:
        raise UnreadableFile(f"has a column “{RESERVED}”, a name that the engine needs: rename it")
    values = [] if rows is None else rows.to_pylist()
    sample = [{key: _shown(value) for key, value in row.items()} for row in values[:SAMPLE_ROWS]]
    return Look(FileFormat.PARQUET, columns=columns, rows=sample)


def _look_at_text(head: bytes, compression: str | None) -> Look:
    if not head.strip():
        raise UnreadableFile("is empty")
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise UnreadableFile(what)
    encoding = _encoding(head)
    text = head.decode(encoding, errors="replace").removeprefix("\ufeff")
    if text.lstrip()[:1] == "[":
        raise UnreadableFile("is one JSON array: write one object on each line (JSONL)")
    if text.lstrip()[:1] == "{":
        return _look_at_jsonl(text, compression, encoding, is_whole=len(head) < HEAD_BYTES)
    return _look_at_csv(text, compression, encoding, is_whole=len(head) < HEAD_BYTES)


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in head:
        raise UnreadableFile("is a binary file: CSV, JSONL and Parquet can be read")
    try:
        head[: HEAD_BYTES - 4].decode("utf-8")
    except UnicodeDecodeError as error:
        line = head.count(b"\n", 0, error.start) + 1
        if line == 1:
            raise UnreadableFile(
                "is not UTF-8 text from its first line on: save it as UTF-8"
            ) from error
    return "utf-8"


def _look_at_jsonl(text: str, compression: str | None, encoding: str, *, is_whole: bool) -> Look:
    lines = text.splitlines()
    if not is_whole:
        lines.pop()
    if not lines:
        raise UnreadableFile(f"has a first line longer than {HEAD_BYTES:,} bytes")
    rows = [flat for line in lines[:1_000] if (flat := _flat(line)) is not None]
    if not rows:
        raise UnreadableFile("has no JSON object on any of its first lines")
    columns = list(dict.fromkeys(key for row in rows for key in row))
    sample = [{key: _shown(value) for key, value in row.items()} for row in rows[:SAMPLE_ROWS]]
    return Look(FileFormat.JSONL, compression, encoding, "", columns, sample)


def _flat(line: str) -> dict[str, Any] | None:
    """The object's fields, those of an object within it under a dotted name."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    flat: dict[str, Any] = {}
    for key, item in value.items():
        if isinstance(item, dict):
            flat |= {f"{key}.{inner}": deep for inner, deep in item.items()}
        else:
            flat[key] = item
    return flat


def _look_at_csv(text: str, compression: str | None, encoding: str, *, is_whole: bool) -> Look:
    first = text.split("\n", 1)[0]
    if not is_whole and len(first) == len(text):
        raise UnreadableFile(f"has a first line longer than {HEAD_BYTES:,} bytes")
    delimiter = max(_DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) > SAMPLE_ROWS:
                break
    except csv.Error as error:
        if not rows:
            raise UnreadableFile(f"is no CSV file ({error})") from error
    if not rows:
        raise UnreadableFile("is empty")
    columns = [name.strip() for name in rows[0]]
    _check_header(columns)
    sample = [dict(zip(columns, row, strict=False)) for row in rows[1:] if len(row) == len(columns)]
    sample = [{key: _shown(value) for key, value in row.items()} for row in sample]
    return Look(FileFormat.CSV, compression, encoding, delimiter, columns, sample)


def _check_header(columns: list[str]) -> None:
    if len(columns) < 2:
        raise UnreadableFile("has one column only: is it CSV with a header row?")
    if any(_VALUE.match(name) for name in columns):
        raise UnreadableFile("has no header row: its first line holds values, not names")
    _check_names(columns)


def _check_names(columns: list[str]) -> None:
    if not all(columns):
        raise UnreadableFile("has a column without a name in its header")
    lowered = [name.lower() for name in columns]
    if repeated := sorted({name for name in lowered if lowered.count(name) > 1}):
        raise UnreadableFile(f"names a column twice: {', '.join(repeated)[:200]}")


def _shown(value: Any) -> str:
    """A sample value as text, short and fit for a page and a database."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        value = json.dumps(value, default=str)
    text = str(value).replace("\x00", "\ufffd")[:120]
    return text.encode("utf-8", errors="replace").decode()
