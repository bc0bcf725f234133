"""Telemetry measured beside plain DuckDB doing the least that the same work needs.

    python -m benchmarks [--interactions 2000000] [--accounts 20000] [--seed 7]

Both sides run from this process; with ENGINE=spark the queries are Spark's, and the reference stays
DuckDB's. Nothing is asserted: a figure is for people to read, beside its reference, on the machine
that it was measured on.
"""

import argparse
import os
import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import django
from duckdb import DuckDBPyConnection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from cases.samples import frame  # noqa: E402
from cases.telemetry import engine, queries  # noqa: E402
from cases.telemetry.canonical import canonicalize  # noqa: E402
from cases.telemetry.formats import look  # noqa: E402
from cases.telemetry.mapping import guess  # noqa: E402
from cases.telemetry.schema import Kind  # noqa: E402
from cases.telemetry.simulation.run import Plan, simulate  # noqa: E402
from cases.telemetry.simulation.scenario import SCENARIOS  # noqa: E402
from cases.telemetry.typed import Input  # noqa: E402

SEED = "a seed that was committed to"
#: Each query of ours, and the least that plain SQL needs for the same answer.
REFERENCES = {
    queries.totals: "SELECT count(*), count(DISTINCT platform_account) FROM t",
    queries.by_hour: "SELECT date_trunc('hour', occurred_at), count(*) FROM t GROUP BY 1",
    queries.by_day: "SELECT date_trunc('day', occurred_at), count(*) FROM t GROUP BY 1",
    queries.by_account: "SELECT platform_account, count(*) FROM t GROUP BY 1",
    queries.volume: "SELECT n, count(*) FROM (SELECT count(*) n FROM t GROUP BY platform_account) "
    "GROUP BY 1",
}


def measured(work: Callable[[], object]) -> float:
    """How many seconds the work takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def row(what: str, ours: float, reference: float) -> None:
    """One line: seconds of ours, seconds of the reference, and how many times as long."""
    print(f"{what:<44}{ours:>9.2f} s {reference:>9.2f} s {ours / max(reference, 0.001):>8.1f}")


def bring_in(source: Path, folder: Path) -> list[Path]:
    """The import: every row typed, checked, told apart from duplicates, sorted and written."""
    seen = look(source, source.name)
    mapping, _ = guess(Kind.INTERACTIONS, seen.columns, seen.rows)
    with engine.connected(folder) as database:
        file = Input(source, source.name, "0" * 64)
        outcome = canonicalize(
            database, Kind.INTERACTIONS, mapping, [file], folder, lambda *_: None
        )
    return outcome.kept


def copy_sorted(source: Path, folder: Path) -> None:
    """The reference: the same file sorted and written, nothing checked."""
    with engine.connected(folder) as database:
        database.execute(
            f"COPY (SELECT * FROM '{source}' ORDER BY account_id, timestamp) "
            f"TO '{folder / 'reference.parquet'}' (COMPRESSION zstd)"
        )


def simulated(folder: Path) -> Path:
    """The interactions to measure with, as large as was asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--interactions", type=int, default=2_000_000)
    options.add_argument("--accounts", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=7)
    asked = options.parse_args()
    campaign = asked.accounts // 5
    others = asked.accounts - campaign
    print(f"{asked.interactions:,} interactions of {asked.accounts:,} platform accounts")
    plan = Plan(SCENARIOS["hydra"], campaign, others, asked.interactions, asked.seed)
    return simulate(plan, folder / "simulated", lambda *_: None)["interactions"]


def compare_imports(source: Path, folder: Path) -> list[Path]:
    """Measure the import, and return the canonical files that it wrote."""
    kept: list[Path] = []
    ours = measured(lambda: kept.extend(bring_in(source, folder)))
    row("import (reference: sort and copy)", ours, measured(lambda: copy_sorted(source, folder)))
    return kept


def all_rows(plain: DuckDBPyConnection, sql: str) -> list[Any]:
    """What plain SQL answers."""
    return plain.execute(sql).fetchall()


def compare_queries(kept: list[Path], folder: Path) -> None:
    """Measure every roll-up and a draw on the canonical file, on the engine that is set."""
    with engine.queried(folder) as backend, engine.connected(folder) as plain:
        plain.execute(f"CREATE VIEW t AS FROM read_parquet({[str(path) for path in kept]})")
        table = engine.table(backend, [str(path) for path in kept], "t")
        for build, sql in REFERENCES.items():
            ours = measured(partial(engine.answer, backend, build(table)))
            row(build.__name__, ours, measured(partial(all_rows, plain, sql)))
        drawn = frame.drawn(frame.frame(table, [], []), SEED, {"": 1000})
        sql = f"SELECT * FROM t ORDER BY sha256('{SEED}' || interaction_id) LIMIT 1000"
        ours = measured(partial(engine.answer, backend, drawn))
        row("draw of 1,000", ours, measured(partial(all_rows, plain, sql)))


def main() -> None:
    with TemporaryDirectory(prefix="benchmark-") as place:
        source = simulated(Path(place))
        print(f"{engine.version()}, {os.cpu_count()} cores\n")
        print(f"{'':<44}{'Probata':>11} {'plain SQL':>11} {'times':>8}")
        compare_queries(compare_imports(source, Path(place)), Path(place))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of this process, both sides together: {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
