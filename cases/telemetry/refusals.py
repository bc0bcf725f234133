"""Rows that are refused for their shape, before anything in them is looked at."""

from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

#: Stands for bytes that are no text: a code point that is no character and never will be.
BROKEN = "\ufdd0"
REFUSED = pa.schema(
    [
        ("file", pa.int32()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
    ]
)
FLUSHED_AT = 5_000


class Refusals:
    """A file's misshapen rows in its order, each written to the part that was open when it came.

    The parser meets them on a thread of its own, some blocks ahead of the rows that it hands out,
    so that a part may hold a few from beyond its last row. Whoever goes on after a part skips as
    many as were written by then: none is lost, and none is listed twice.
    """

    def __init__(self, place: int, skip: int = 0) -> None:
        self.met = 0
        self.through = skip
        self._place, self._skip = place, skip
        self._rows: list[dict[str, Any]] = []
        self._writer: pq.ParquetWriter | None = None
        self._written = 0
        self._lock = Lock()

    def begin(self, path: Path) -> None:
        """Open the file of the next part."""
        self._writer, self._written = pq.ParquetWriter(path, REFUSED), 0

    def add(self, row: int, value: str, reason: str) -> None:
        """Take a row in."""
        with self._lock:
            self.met += 1
            if self.met <= self._skip:
                return
            shown = value.replace("\x00", "\ufffd").replace(BROKEN, "\ufffd")[:200]
            self._rows.append(
                {"file": self._place, "row": row, "column": "", "value": shown, "reason": reason}
            )
            if len(self._rows) >= FLUSHED_AT and self._writer:
                self._flush(self._writer)

    def end(self) -> int:
        """Close the part's file, and say how many rows it holds."""
        with self._lock:
            if self._writer:
                self._flush(self._writer)
                self._writer.close()
                self._writer = None
            return self._written

    def _flush(self, writer: pq.ParquetWriter) -> None:
        if self._rows:
            writer.write_table(pa.Table.from_pylist(self._rows, REFUSED))
            self._written += len(self._rows)
            self.through += len(self._rows)
            self._rows.clear()
