"""Spark, for cases that outgrow one machine: the extra `spark` installs it, `ENGINE` chooses it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from ibis.expr.types import Table

#: What the answers depend on: they are the same whatever the cluster's own defaults say.
ANSWERS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
}


@contextmanager
def session(folder: Path) -> Iterator[Any]:
    """A Spark session on SPARK_MASTER, for as long as the block lasts; it spills to the folder.

    Within such a block it is that block's session. Raises pyspark's own error if the cluster
    can't be reached.
    """
    # Where ENGINE is duckdb, Spark need not be installed.
    from pyspark.sql import SparkSession  # noqa: PLC0415

    if held := SparkSession.getActiveSession():
        yield held
        return
    builder = SparkSession.builder.appName("Probata").master(settings.SPARK_MASTER)
    ours = {
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if settings.S3_ENDPOINT_URL:
        ours["spark.hadoop.fs.s3a.endpoint"] = settings.S3_ENDPOINT_URL
        ours["spark.hadoop.fs.s3a.path.style.access"] = "true"
    for option, value in (ours | settings.SPARK_OPTIONS | ANSWERS).items():
        builder = builder.config(option, value)
    running = builder.getOrCreate()
    try:
        yield running
    finally:
        running.stop()


def table(backend: Any, places: Sequence[str], name: str) -> Table:
    """Parquet files as one table: Ibis hands Spark one place at a time, Spark takes them all."""
    # Where ENGINE is duckdb, Spark need not be installed.
    from pyspark.sql import SparkSession  # noqa: PLC0415

    running = SparkSession.active()
    running.read.parquet(*places).createOrReplaceTempView(name)
    found: Table = backend.table(name)
    return found


def answer(backend: Any, query: Table) -> pa.Table:
    """The answer as Arrow gives it.

    Ibis would take it through pandas, where a whole number beside a missing one is a fraction.
    """
    backend.create_view("answer", query, overwrite=True)
    return backend.raw_sql("SELECT * FROM answer").toArrow().cast(query.schema().to_pyarrow())


def address(url: str) -> str:
    """The URL as Hadoop's client of S3 calls it."""
    return f"s3a{url.removeprefix('s3')}" if url.startswith("s3://") else url
