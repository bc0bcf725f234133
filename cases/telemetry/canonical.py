"""Files to canonical Parquet: every row is kept, refused with its reason, or a duplicate.

Files are read a part at a time. What a part kept is sorted by day, platform account and time; when
all are read, each day's rows are put together into one file. Nothing here passes through Python row
by row: text is parsed in blocks (staging.py), everything else is DuckDB's, which spills to disk
beyond its memory.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from cases.telemetry.casting import quoted
from cases.telemetry.judging import ID, Judge
from cases.telemetry.mapping import Mapping
from cases.telemetry.schema import COLUMNS, Kind
from cases.telemetry.staging import PART_ROWS, START, Mark
from cases.telemetry.typed import ORDINAL_BITS, Counts, Input, Progress, Typed, Typing

NAME = "telemetry.canonical"
VERSION = "2"
#: Rows that a reader takes or leaves together: few, so that one account is read without the rest.
GROUP_ROWS = 20_480
#: The day of rows that have none: platform accounts.
NO_DAY = ""
_ORDER = {
    Kind.INTERACTIONS: "platform_account, occurred_at, interaction_id",
    Kind.ACCOUNTS: "platform_account",
}
_DAY = {Kind.INTERACTIONS: "occurred_at::DATE::VARCHAR", Kind.ACCOUNTS: quoted(NO_DAY)}
_ORDER_OF_PART = {
    Kind.INTERACTIONS: f"occurred_at::DATE, {_ORDER[Kind.INTERACTIONS]}",
    Kind.ACCOUNTS: _ORDER[Kind.ACCOUNTS],
}


@dataclass(frozen=True)
class Part:
    """A run of rows of one file, judged: what it kept by day, refused, and set aside for the end.

    The counts are of rows that are decided; those set aside are decided when all parts are there.
    """

    place: int
    mark: Mark
    counts: Counts
    days: dict[str, int]
    kept: Path
    refused: Path
    aside: Path | None = None
    is_last: bool = False


@dataclass(frozen=True)
class Day:
    """The kept rows of one day (UTC), sorted by platform account and time."""

    day: str
    path: Path
    rows: int


@dataclass
class Outcome:
    """The canonical rows and the refused ones, as files, and the counts of each file."""

    refused: Path
    days: list[Day] = field(default_factory=list)
    files: list[Counts] = field(default_factory=list)

    @property
    def kept(self) -> list[Path]:
        return [day.path for day in self.days]

    @property
    def total(self) -> Counts:
        each = self.files
        return Counts(
            sum(f.read for f in each),
            sum(f.kept for f in each),
            sum(f.refused for f in each),
            sum(f.duplicate for f in each),
        )


@dataclass(frozen=True)
class Done:
    """What an attempt before this one finished, and who is told what this one finishes."""

    parts: Sequence[Part] = ()
    days: Named[str, Day] = field(default_factory=dict)
    part_is_done: Callable[[Part], Part] = lambda part: part
    day_is_done: Callable[[Day], Day] = lambda day: day


NOTHING_DONE = Done()


def canonicalize(
    database: DuckDBPyConnection,
    kind: Kind,
    mapping: Mapping,
    files: Sequence[Input],
    folder: Path,
    progress: Progress,
    *,
    earlier: Sequence[Path] = (),
    named_after: frozenset[str] = frozenset(),
    limit: int | None = None,
    part_rows: int = PART_ROWS,
    done: Done = NOTHING_DONE,
) -> Outcome:
    """Read the files through the mapping; `earlier` imports decide what is a duplicate.

    `named_after` are the digests of the files behind them. Raises UnreadableFile or MappingWrong,
    naming the file, if one can't be read at all.
    """
    digests = {*named_after, *(file.sha256 for file in files)}
    progress(0, 0, "remembering what was imported before")
    judge = Judge(database, kind, [*earlier, *(part.kept for part in done.parts)], digests)
    typing = Typing(database, kind, mapping, folder, progress, limit, part_rows)
    database.execute(f"SET TimeZone = {quoted(mapping.zone)}")
    parts = list(done.parts)
    for place, file in enumerate(files):
        for typed in _unread(typing, file, place, parts):
            part = done.part_is_done(_judged(judge, database, kind, typed))
            judge.remember(part.kept)
            parts.append(part)
    database.execute("SET TimeZone = 'UTC'")
    progress(0, 0, "looking for duplicates")
    outcome = Outcome(folder / "refused.parquet", [], [Counts() for _ in files])
    sources = [*parts, *_settled(judge, database, kind, parts, folder)]
    _count(database, sources, outcome)
    _write_refused(database, kind, parts, outcome)
    outcome.days = list(_days(database, kind, sources, folder, progress, done))
    if sum(day.rows for day in outcome.days) != outcome.total.kept:
        raise AssertionError(f"rows don't add up: {outcome.files}, {outcome.days}")
    return outcome


def _unread(typing: Typing, file: Input, place: int, parts: list[Part]) -> Iterator[Typed]:
    """The parts of a file that are not there yet."""
    of_file = [part for part in parts if part.place == place]
    if not of_file:
        return typing.read(file, place)
    return iter(()) if of_file[-1].is_last else typing.read(file, place, of_file[-1].mark)


def _judged(judge: Judge, database: DuckDBPyConnection, kind: Kind, typed: Typed) -> Part:
    """Write what a part keeps, refuses and sets aside."""
    staged, folder = typed.staged, typed.path.parent
    name = f"{typed.place}-{staged.mark.row}-{staged.mark.misshapen}.parquet"
    database.execute(
        f"CREATE OR REPLACE TEMP VIEW typed AS FROM read_parquet({quoted(str(typed.path))})"
    )
    aside = folder / f"aside-{name}" if judge.set_aside() else None
    kept, refused = folder / f"kept-{name}", folder / f"refused-{name}"
    _copy(
        database,
        f"SELECT {_canonical(kind)} FROM typed ANTI JOIN aside USING (_ordinal) "
        f"WHERE len(_wrong) = 0 ORDER BY {_ORDER_OF_PART[kind]}",
        kept,
    )
    _copy(
        database,
        f'SELECT file, "row", "column", value, reason FROM {_parquet(staged.shaped)} UNION ALL '
        "SELECT _file, _row, wrong.column, wrong.value, wrong.reason "
        "FROM (SELECT _file, _row, unnest(_wrong) AS wrong FROM typed WHERE len(_wrong) > 0)",
        refused,
    )
    if aside:
        _copy(database, "SELECT typed.* FROM typed SEMI JOIN aside USING (_ordinal)", aside)
    [(wrong,)] = database.execute("SELECT count(*) FROM typed WHERE len(_wrong) > 0").fetchall()
    days = _by_day(database, kind, kept)
    counts = Counts(staged.read, sum(days.values()), staged.refused + wrong, 0)
    return Part(
        typed.place, staged.mark, counts, days, kept, refused, aside, is_last=staged.is_last
    )


def _settled(
    judge: Judge, database: DuckDBPyConnection, kind: Kind, parts: list[Part], folder: Path
) -> list[Part]:
    """Decide on the rows set aside; those that repeat nothing after all are parts of their own."""
    asides = [part.aside for part in parts if part.aside]
    database.execute(
        "CREATE OR REPLACE TEMP TABLE verdicts "
        "(_ordinal BIGINT, _key VARCHAR, is_duplicate BOOLEAN)"
    )
    if not asides:
        return []
    judge.settle(asides)
    kept: list[Part] = []
    places = "SELECT DISTINCT _file FROM set_aside ANTI JOIN verdicts USING (_ordinal) ORDER BY 1"
    for (place,) in database.execute(places).fetchall():
        path = folder / f"kept-after-all-{place}.parquet"
        rows = f"FROM set_aside ANTI JOIN verdicts USING (_ordinal) WHERE _file = {place}"
        _copy(
            database,
            f"SELECT {_canonical(kind)} {rows} ORDER BY {_ORDER_OF_PART[kind]}",
            path,
        )
        days = _by_day(database, kind, path)
        counts = Counts(0, sum(days.values()), 0, 0)
        kept.append(Part(place, START, counts, days, path, path))
    return kept


def _count(database: DuckDBPyConnection, parts: list[Part], outcome: Outcome) -> None:
    """Fill in the counts, each from its own query, so that their adding up proves something."""
    for part in parts:
        counts = outcome.files[part.place]
        counts.read += part.counts.read
        counts.kept += part.counts.kept
        counts.refused += part.counts.refused
    rows = database.execute(
        f"SELECT _ordinal >> {ORDINAL_BITS}, count(*) FILTER (is_duplicate), "
        "count(*) FILTER (NOT is_duplicate) FROM verdicts GROUP BY 1"
    ).fetchall()
    for place, duplicate, conflict in rows:
        outcome.files[place].duplicate = duplicate
        outcome.files[place].refused += conflict
    if not all(counts.add_up for counts in outcome.files):
        raise AssertionError(f"rows don't add up: {outcome.files}")


def _write_refused(
    database: DuckDBPyConnection, kind: Kind, parts: list[Part], outcome: Outcome
) -> None:
    _copy(
        database,
        f"FROM {_parquet(*(part.refused for part in parts))} UNION ALL "
        f"SELECT (_ordinal >> {ORDINAL_BITS})::INTEGER, "
        f"_ordinal & ((1::BIGINT << {ORDINAL_BITS}) - 1), {quoted(ID[kind])}, _key, "
        "'is used by an earlier row with other values' FROM verdicts WHERE NOT is_duplicate "
        "ORDER BY ALL",
        outcome.refused,
    )


def _days(
    database: DuckDBPyConnection,
    kind: Kind,
    parts: list[Part],
    folder: Path,
    progress: Progress,
    done: Done,
) -> Iterator[Day]:
    """Each day's rows out of all parts, as one file sorted by platform account and time."""
    days = sorted({day for part in parts for day in part.days})
    for number, day in enumerate(days):
        progress(number, len(days), "days sorted")
        if day in done.days:
            yield done.days[day]
            continue
        path = folder / f"day-{day}.parquet"
        during = "true"
        if day != NO_DAY:
            during = f"occurred_at >= DATE '{day}' AND occurred_at < DATE '{day}' + 1"
        sources = _parquet(*(part.kept for part in parts if day in part.days))
        _copy(
            database,
            f"FROM {sources} WHERE {during} ORDER BY {_ORDER[kind]}",
            path,
            f"COMPRESSION zstd, ROW_GROUP_SIZE {GROUP_ROWS}",
        )
        yield done.day_is_done(Day(day, path, pq.read_metadata(path).num_rows))


def _canonical(kind: Kind) -> str:
    """Our columns, out of typed rows; one without an id is named after its file and number."""
    return ", ".join(
        "coalesce(interaction_id, _name) AS interaction_id"
        if column.name == "interaction_id"
        else column.name
        for column in COLUMNS[kind]
    )


def _by_day(database: DuckDBPyConnection, kind: Kind, path: Path) -> dict[str, int]:
    counted = f"SELECT {_DAY[kind]}, count(*) FROM {_parquet(path)} GROUP BY 1 ORDER BY 1"
    return dict(database.execute(counted).fetchall())


def _copy(database: DuckDBPyConnection, query: str, path: Path, options: str = "") -> None:
    of_file = ", ".join(filter(None, ("FORMAT parquet", options)))
    database.execute(f"COPY ({query}) TO {quoted(str(path))} ({of_file})")


def _parquet(*paths: Path) -> str:
    return f"read_parquet([{', '.join(quoted(str(path)) for path in paths)}])"
