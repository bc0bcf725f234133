import gzip
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cases.telemetry.formats import FileFormat, UnreadableFile, look


def _look(tmp_path: Path, content: bytes):
    path = tmp_path / "file"
    path.write_bytes(content)
    return look(path, "log.bin")


@pytest.mark.parametrize(
    ("content", "format_", "compression", "columns"),
    [
        (b"id,account\n1,a\n", FileFormat.CSV, None, ["id", "account"]),
        (b"id;account\r\n1;a\r\n", FileFormat.CSV, None, ["id", "account"]),
        (b"\xef\xbb\xbfid\taccount\n1\ta\n", FileFormat.CSV, None, ["id", "account"]),
        ("id,account\n1,ä\n".encode("utf-16"), FileFormat.CSV, None, ["id", "account"]),
        (gzip.compress(b"id,account\n1,a\n", mtime=0), FileFormat.CSV, "gzip", ["id", "account"]),
        (b'{"id":1,"usage":{"in":2}}\n', FileFormat.JSONL, None, ["id", "usage.in"]),
        (b'\n{"id":1}\n{"more":2}\n', FileFormat.JSONL, None, ["id", "more"]),
    ],
)
def test_look_knows_the_file(
    tmp_path: Path, content: bytes, format_: FileFormat, compression: str, columns: list[str]
) -> None:
    seen = _look(tmp_path, content)

    assert (seen.format, seen.compression, seen.columns) == (format_, compression, columns)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"  \n \n", "is empty"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"PK\x03\x04rest", "ZIP archive or a spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"PAR1 but nothing else", "damaged Parquet"),
        (b"1,2\n3,4\n", "no header row"),
        (b"2026-06-05T10:00:00Z,a\n", "no header row"),
        (b"id,,x\n1,2,3\n", "without a name"),
        (b"id,ID\n1,2\n", "names a column twice: id"),
        (b"just one column\nvalue\n", "one column only"),
        (b"caf\xe9,account\n1,a\n", "not UTF-8"),
        (b'[{"id":1}]', "one JSON array"),
        (b"{nonsense\n{more\n", "no JSON object"),
        (b"x" * 300_000, "first line longer"),
        (gzip.compress(b"id,account\n1,a\n" * 900, mtime=0)[:-30], "ends early"),
    ],
)
def test_look_says_why_it_can_not_read(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why) as caught:
        _look(tmp_path, content)

    assert "log.bin" in str(caught.value)


def test_look_refuses_a_parquet_column_that_the_engine_would_take_for_its_own(
    tmp_path: Path,
) -> None:
    table = BytesIO()
    pq.write_table(pa.table({"account": ["a"], "file_row_number": [1]}), table)

    with pytest.raises(UnreadableFile, match="rename it"):
        _look(tmp_path, table.getvalue())
