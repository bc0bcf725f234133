"""The engine that telemetry queries run on: DuckDB, bounded in memory and threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import ibis
from django.conf import settings
from duckdb import DuckDBPyConnection
from ibis.backends.duckdb import Backend


def version() -> str:
    """The engine and its version, as figures name it."""
    return f"DuckDB {duckdb.__version__}"


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder for files in the making; gone afterwards."""
    with TemporaryDirectory(prefix="telemetry-") as folder:
        yield Path(folder)


@contextmanager
def connected(folder: Path) -> Iterator[DuckDBPyConnection]:
    """A connection that spills to the folder what does not fit into its memory."""
    with duckdb.connect(
        config={
            "threads": settings.TELEMETRY_THREADS,
            "memory_limit": settings.TELEMETRY_MEMORY,
            "temp_directory": str(folder),
        }
    ) as database:
        database.execute("SET TimeZone = 'UTC'")
        yield database


@contextmanager
def queried(folder: Path) -> Iterator[Backend]:
    """The same as an Ibis backend, on which the queries of queries.py run."""
    with connected(folder) as database:
        yield ibis.duckdb.from_connection(database)
