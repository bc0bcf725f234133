"""The whole list of an import's refused rows, to be downloaded."""

import csv
from collections.abc import Iterator

import pyarrow.parquet as pq

from cases.core.spreadsheet import safe_row
from cases.exhibits import store


class _Line:
    """What csv.writer takes for a file: it gives each line back."""

    def write(self, line: str) -> str:
        return line


def lines(digest: str, exhibits: list[str]) -> Iterator[str]:
    """The list as CSV, a line at a time, with the exhibit that each row is of."""
    writer = csv.writer(_Line())
    yield writer.writerow(["exhibit", "row", "column", "value", "reason"])
    with store.local_path(digest) as path, pq.ParquetFile(path) as file:
        for batch in file.iter_batches(5_000):
            for row in batch.to_pylist():
                cells = [row["row"], row["column"], row["value"], row["reason"]]
                yield writer.writerow(safe_row([exhibits[row["file"]], *cells]))
