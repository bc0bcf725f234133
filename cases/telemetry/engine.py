"""The engine that telemetry queries run on: a setting. Imports are DuckDB's on either."""

import atexit
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from time import time

import duckdb
import ibis
import pyarrow as pa
from django.conf import settings
from duckdb import DuckDBPyConnection
from ibis.backends.sql import SQLBackend
from ibis.expr.types import Table

from cases.exhibits import store
from cases.telemetry import spark

#: What ENGINE may be: the name that figures give the engine, and the package that it is.
ENGINES = {"duckdb": ("DuckDB", "duckdb"), "spark": ("Spark", "pyspark")}
WORKSHOP = "workshop-of-telemetry-"
NEW_SECONDS = 60


def name() -> str:
    """The engine, as figures name it."""
    return ENGINES[settings.ENGINE][0]


def number() -> str:
    """The engine's version."""
    return installed(ENGINES[settings.ENGINE][1])


def version() -> str:
    """The engine and its version, in one."""
    return f"{name()} {number()}"


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder for files in the making; gone afterwards, with those that killed processes left."""
    for left in Path(gettempdir()).glob(f"{WORKSHOP}*"):
        _sweep(left)
    with TemporaryDirectory(prefix=WORKSHOP) as folder, _locked(Path(folder)):
        yield Path(folder)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Hold the folder's lock, which ends with the process; False where someone else has it."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        flock(opened, LOCK_EX | LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(opened)


def _sweep(left: Path) -> None:
    """Remove the folder if nobody works in it, unless it is so new that its lock may be to come."""
    try:
        if time() - left.stat().st_mtime < NEW_SECONDS:
            return
        with _locked(left) as is_nobodys:
            if is_nobodys:
                rmtree(left, ignore_errors=True)
    except (FileNotFoundError, PermissionError):
        return


@contextmanager
def connected(folder: Path) -> Iterator[DuckDBPyConnection]:
    """A DuckDB connection that spills to the folder what does not fit into its memory."""
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
def queried(folder: Path) -> Iterator[SQLBackend]:
    """The engine as an Ibis backend, on which the queries of queries.py run."""
    if settings.ENGINE == "spark":
        with spark.session(_scratch()) as running:
            yield ibis.pyspark.connect(running)
    else:
        with connected(folder) as database:
            yield ibis.duckdb.from_connection(database)


@contextmanager
def held() -> Iterator[None]:
    """Let all that is asked within the block share one Spark session, which starts in seconds."""
    if settings.ENGINE == "spark":
        with spark.session(_scratch()):
            yield
    else:
        yield


@cache
def _scratch() -> Path:
    """Where Spark spills while this process lives: its JVM keeps to the first folder it is told."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(workshop())


def table(backend: SQLBackend, places: Sequence[str], name: str) -> Table:
    """Parquet files of the same columns, wherever `readable` found them, as one table."""
    if settings.ENGINE == "spark":
        return spark.table(backend, places, name)
    return backend.read_parquet(list(places), table_name=name)


def answer(backend: SQLBackend, query: Table) -> pa.Table:
    """The answer to a query, with the query's own types."""
    if settings.ENGINE == "spark":
        return spark.answer(backend, query)
    table: pa.Table = backend.to_pyarrow(query)
    return table


@contextmanager
def readable(digest: str) -> Iterator[str]:
    """Where the engine finds an object of the store.

    DuckDB reads a path on this machine. Spark's workers are on others: they read the store.
    """
    if settings.ENGINE == "spark":
        yield spark.address(store.url(digest))
    else:
        with store.local_path(digest) as path:
            yield str(path)
