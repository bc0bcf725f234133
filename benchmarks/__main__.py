"""Telemetry measured beside plain DuckDB doing the least that the same work needs.

    python -m benchmarks [--interactions 2000000] [--accounts 20000] [--seed 7]

Each piece of work runs in a process of its own, so that its peak memory is its own. With
ENGINE=spark the queries are Spark's, and the reference stays DuckDB's. Nothing is asserted: a
figure is for people to read, beside its reference, on the machine that it was measured on.
"""

import argparse
import os
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from cases.samples import frame  # noqa: E402
from cases.telemetry import counting, engine, queries  # noqa: E402
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
    "totals": "SELECT count(*), count(DISTINCT platform_account) FROM t",
    "by_hour": "SELECT date_trunc('hour', occurred_at), count(*) FROM t GROUP BY 1",
    "by_day": "SELECT date_trunc('day', occurred_at), count(*) FROM t GROUP BY 1",
    "by_account": "SELECT platform_account, count(*) FROM t GROUP BY 1",
    "volume": "SELECT n, count(*) FROM (SELECT count(*) n FROM t GROUP BY platform_account) "
    "GROUP BY 1",
}
DRAW = f"SELECT * FROM t ORDER BY sha256('{SEED}' || interaction_id) LIMIT 1000"


@dataclass(frozen=True)
class Measured:
    """What a piece of work took: seconds, and MiB at its peak; MiB that it read from files."""

    seconds: float
    peak: float
    read: float


def _measured(work: Callable[[], object]) -> Measured:
    before, began = _bytes_read(), perf_counter()
    work()
    seconds = perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(seconds, peak, (_bytes_read() - before) / 2**20)


def _bytes_read() -> int:
    return int(Path("/proc/self/io").read_text().split()[1])


def measured(work: Callable[[], object]) -> Measured:
    """What the work takes, in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as processes:
        return processes.submit(_measured, work).result()


def compare(what: str, ours: Callable[[], object], reference: Callable[[], object]) -> None:
    """One line: seconds, peak MiB and MiB read of both, and how many times as long ours takes."""
    a, b = measured(ours), measured(reference)
    sides = "".join(f"{x.seconds:>10.1f} s{x.peak:>7,.0f}{x.read:>8,.0f}" for x in (a, b))
    print(f"{what:<34}{sides}{a.seconds / max(b.seconds, 0.01):>7.1f}", flush=True)


def bring_in(source: Path, folder: Path) -> None:
    """The import: every row typed, checked, told apart from duplicates, sorted and kept by day."""
    seen = look(source, source.name)
    mapping, _ = guess(Kind.INTERACTIONS, seen.columns, seen.rows)
    with engine.connected(folder) as database:
        file = Input(source, source.name, "0" * 64)
        outcome = canonicalize(
            database, Kind.INTERACTIONS, mapping, [file], folder, lambda *_: None
        )
    print(f"{'':<4}{outcome.total}", flush=True)


def copy_sorted(source: Path, folder: Path) -> None:
    """The reference: the same file sorted and written, nothing checked."""
    with engine.connected(folder) as database:
        database.execute(
            f"COPY (SELECT * FROM '{source}' ORDER BY account_id, timestamp) "
            f"TO '{folder / 'reference.parquet'}' (COMPRESSION zstd)"
        )


def ask(name: str, kept: list[Path]) -> None:
    """One of our queries over all rows, on the engine that is set."""
    with engine.workshop() as folder, engine.queried(folder) as backend:
        table = engine.table(backend, [str(path) for path in kept], "t")
        if name == "draw":
            query = frame.drawn(frame.frame(table, [], [], {}), SEED, {"": 1000})
        else:
            query = getattr(queries, name)(table)
        engine.answer(backend, query)


def ask_plainly(sql: str, kept: list[Path]) -> None:
    """Plain SQL over the same files."""
    with engine.workshop() as folder, engine.connected(folder) as plain:
        plain.execute(f"CREATE VIEW t AS FROM read_parquet({[str(path) for path in kept]})")
        plain.execute(sql).fetchall()


def count_days(kept: list[Path]) -> None:
    """What counting these days reads and answers: every roll-up of a day, and its accounts."""
    for name in (*counting.DAILY, counting.ACCOUNT_DAYS):
        ask(name.removeprefix("telemetry."), kept)


def count_plainly(kept: list[Path]) -> None:
    """The least for the same: each GROUP BY with its counts alone."""
    for label in ("date_trunc('hour', occurred_at)", "1", "capability", "model"):
        ask_plainly(f"SELECT occurred_at::DATE, {label}, count(*) FROM t GROUP BY 1, 2", kept)
    ask_plainly("SELECT occurred_at::DATE, platform_account, count(*) FROM t GROUP BY 1, 2", kept)


def one_account(kept: list[Path]) -> None:
    """The interactions of one platform account, out of all files."""
    ask_plainly(
        "SELECT * FROM t WHERE platform_account = "
        f"(SELECT max(platform_account) FROM read_parquet('{kept[0]}'))",
        kept,
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
    print(f"{date.today()}: {asked.interactions:,} interactions, {asked.accounts:,} accounts")  # noqa: DTZ011
    plan = Plan(SCENARIOS["hydra"], campaign, others, asked.interactions, asked.seed)
    return simulate(plan, folder / "simulated", lambda *_: None)["interactions"]


def main() -> None:
    with TemporaryDirectory(prefix="benchmark-") as place:
        folder = Path(place)
        source = simulated(folder)
        print(f"{engine.version()}, {os.cpu_count()} cores; {source.name}, ", end="")
        print(f"{source.stat().st_size / 2**20:,.0f} MiB\n")
        print(f"{'':<34}" + f"{'seconds':>12}{'peak':>7}{'read':>8}" * 2 + f"{'times':>7}")
        compare("import", partial(bring_in, source, folder), partial(copy_sorted, source, folder))
        kept = sorted(folder.glob("day-*.parquet"))
        print(f"{'':<4}{len(kept)} days, {sum(p.stat().st_size for p in kept) / 2**20:,.0f} MiB")
        compare("count all days", partial(count_days, kept), partial(count_plainly, kept))
        one = kept[len(kept) // 2 :][:1]
        compare("count one day", partial(count_days, one), partial(count_plainly, one))
        for name, sql in REFERENCES.items():
            compare(f"{name}, all rows", partial(ask, name, kept), partial(ask_plainly, sql, kept))
        compare("draw of 1,000", partial(ask, "draw", kept), partial(ask_plainly, DRAW, kept))
        everything = partial(ask_plainly, "SELECT max(COLUMNS(*)) FROM t", kept)
        compare("one account (reference: all rows)", partial(one_account, kept), everything)


if __name__ == "__main__":
    main()
