"""Counting a case's interactions a day at a time: a day stands until its files change.

Over all days, counts are added up from what each platform account did on each, which is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis.expr.types import Table

from cases.core.models import Case
from cases.exhibits import store
from cases.jobs.run import Run
from cases.telemetry import engine, queries, tables
from cases.telemetry.days import ImportedDay
from cases.telemetry.models import Import
from cases.telemetry.queries import QUERIES

DAILY = tuple(f"telemetry.by_{what}" for what in ("hour", "day", "capability", "model"))
ACCOUNT_DAYS = "telemetry.account_days"
#: Days are counted together up to so many rows.
ROWS_AT_ONCE = 8_000_000


@dataclass(frozen=True)
class Plan:
    """What there is to count: the files of each day now, and what was counted before."""

    sources: dict[date, list[str]]
    rows: dict[date, int]
    made_from: list[str]
    #: Days that stand, and those that do not, with the Parquet of what accounts did on them.
    standing: dict[date, str]
    fallen: dict[date, str]

    @property
    def again(self) -> list[date]:
        """The days to count."""
        return sorted(day for day in self.sources if day not in self.standing)

    @property
    def touched(self) -> list[date]:
        """Days whose counts change: counted again, or held by no file any more."""
        return sorted({*self.again, *self.fallen})


@dataclass
class Counted:
    """What came out: answers of the touched days, and those over all days."""

    answers: dict[str, pa.Table] = field(default_factory=dict)
    days: dict[date, str] = field(default_factory=dict)
    #: The platform accounts whose counts may have changed; None for all of them.
    accounts: list[str] | None = None


def made_by() -> str:
    """The queries that a day is counted by, and the engine, each with its version."""
    named = [f"{name} {QUERIES[name].version}" for name in (*DAILY, ACCOUNT_DAYS)]
    return ", ".join([*named, engine.version()])


def plan(case: Case, *, afresh: bool = False) -> Plan:
    """Compare what was counted with the files that there are; `afresh` lets no day stand."""
    sources, rows = _files(case)
    standing: dict[date, str] = {}
    fallen: dict[date, str] = {}
    for counted in case.counted_days.all():
        is_same = (counted.sources, counted.made_by) == (sources.get(counted.day), made_by())
        (fallen if afresh or not is_same else standing)[counted.day] = counted.accounts
    return Plan(sources, rows, tables.made_from(case), standing, fallen)


def count(run: Run, case: Case, planned: Plan) -> Counted:
    """Answer every query about interactions, reading those of the days to count alone."""
    counted = Counted()
    daily: dict[str, list[pa.Table]] = {name: [] for name in DAILY}
    done = 0
    for days in _batches(planned):
        run.progress(done, len(planned.again), "days counted")
        with tables.opened(case, days) as telemetry:
            if telemetry.interactions is not None:
                for name in DAILY:
                    query = QUERIES[name].build(telemetry.interactions)
                    daily[name].append(telemetry.answer(query))
                each = telemetry.answer(QUERIES[ACCOUNT_DAYS].build(telemetry.interactions))
                counted.days |= _kept_by_day(each, days)
        done += len(days)
    counted.answers = {name: pa.concat_tables(parts) for name, parts in daily.items() if parts}
    if planned.sources and planned.touched:
        _add_up(planned, counted)
    return counted


def _files(case: Case) -> tuple[dict[date, list[str]], dict[date, int]]:
    """The digests and the rows of each day; a file without a day may hold any of its import's."""
    sources: dict[date, list[str]] = {}
    rows: dict[date, int] = {}
    kept = ImportedDay.objects.ready().filter(
        telemetry_import__case=case, telemetry_import__kind=Import.Kind.INTERACTIONS
    )
    for each in kept.select_related("telemetry_import", "kept").order_by("pk"):
        days = [each.day] if each.day else _span(each.telemetry_import)
        for day in days:
            sources.setdefault(day, []).append(each.kept.sha256)
            rows[day] = rows.get(day, 0) + (each.kept.row_count or 0) // len(days)
    return sources, rows


def _span(telemetry_import: Import) -> list[date]:
    first, last = telemetry_import.first_at, telemetry_import.last_at
    if first is None or last is None:
        return []
    span = (last.date() - first.date()).days
    return [first.date() + timedelta(days=number) for number in range(span + 1)]


def _batches(planned: Plan) -> Iterator[list[date]]:
    batch: list[date] = []
    held = 0
    for day in planned.again:
        if batch and held + planned.rows[day] > ROWS_AT_ONCE:
            yield batch
            batch, held = [], 0
        batch.append(day)
        held += planned.rows[day]
    if batch:
        yield batch


def _kept_by_day(each: pa.Table, days: Sequence[date]) -> dict[date, str]:
    """Put each day's rows into the object store, and return their digests."""
    kept = dict.fromkeys(days, "")
    dates = each["day"].cast(pa.date32())
    with engine.workshop() as folder:
        for day in days:
            of_day = each.filter(pc.equal(dates, pa.scalar(day)))
            if len(of_day):
                path = folder / f"{day}.parquet"
                pq.write_table(of_day, path, compression="zstd")
                kept[day] = store.put_file(path).sha256
    return kept


def _add_up(planned: Plan, counted: Counted) -> None:
    """The counts over all days, and by platform account for those that the touched days name."""
    every = {**planned.standing, **counted.days}
    touched = [*planned.fallen.values(), *counted.days.values()]
    with ExitStack() as stack:
        folder = stack.enter_context(engine.workshop())
        backend = stack.enter_context(engine.queried(folder))

        def table(name: str, digests: Iterable[str]) -> Table:
            wanted = sorted({digest for digest in digests if digest})
            places = [stack.enter_context(engine.readable(digest)) for digest in wanted]
            return engine.table(backend, places, name)

        days = table("days", every.values())
        counted.answers |= {
            "telemetry.totals": engine.answer(backend, queries.totals_of_days(days)),
            "telemetry.volume": engine.answer(backend, queries.volume_of_days(days)),
        }
        if planned.standing:
            named = table("touched", touched).select("platform_account").distinct()
            counted.accounts = engine.answer(backend, named)["platform_account"].to_pylist()
            days = days.semi_join(named, "platform_account")
        by_account = queries.by_account_of_days(days)
        counted.answers["telemetry.by_account"] = engine.answer(backend, by_account)
