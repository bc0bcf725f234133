"""One file's rows with canonical values, a part at a time, each row with what is wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from cases.telemetry import mapping as mappings
from cases.telemetry.casting import Cast, cast, named, quoted
from cases.telemetry.formats import FileFormat, Look, UnreadableFile, look
from cases.telemetry.mapping import Mapping
from cases.telemetry.refusals import BROKEN, REFUSED
from cases.telemetry.schema import COLUMNS, Kind
from cases.telemetry.staging import LINE, PART_ROWS, ROW, START, Mark, Stage, Staged, stage

#: A row's ordinal is its file's place, shifted by this, plus its number in the file.
ORDINAL_BITS = 40

#: Told how far it is: done, total, unit.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Input:
    """One file to import: where it is, what it was called, and its digest."""

    path: Path
    name: str
    sha256: str


@dataclass
class Counts:
    """What became of a file's rows."""

    read: int = 0
    kept: int = 0
    refused: int = 0
    duplicate: int = 0

    @property
    def add_up(self) -> bool:
        return self.read == self.kept + self.refused + self.duplicate


@dataclass(frozen=True)
class Typed:
    """A part of a file: its typed rows, and those refused for their shape before."""

    path: Path
    staged: Staged
    place: int


@dataclass(frozen=True)
class _Source:
    """Where the raw rows are, for SQL: the relation, the row's number, a row left open."""

    relation: str
    row: str
    unclosed: int | None = None


@dataclass
class Typing:
    """Reads files one after another through the same mapping."""

    database: DuckDBPyConnection
    kind: Kind
    mapping: Mapping
    folder: Path
    progress: Progress
    limit: int | None = None
    part_rows: int = PART_ROWS

    def read(self, file: Input, place: int, after: Mark = START) -> Iterator[Typed]:
        """Write the file's typed rows after the mark, a part at a time.

        Raises UnreadableFile or MappingWrong, naming the file.
        """
        seen = look(file.path, file.name)
        mappings.check(self.kind, self.mapping, seen.columns, file.name)
        sources = self._rows if seen.format is FileFormat.PARQUET else self._texts
        out = self.folder / f"typed-{place}.parquet"
        for staged, source in sources(file, place, seen, after):
            query = self._query(seen, source, place, file.sha256[:12])
            try:
                self.database.execute(f"COPY ({query}) TO {quoted(str(out))} (FORMAT parquet)")
            except (duckdb.IOException, duckdb.InvalidInputException) as error:
                raise UnreadableFile(f"“{file.name}” is damaged ({str(error)[:200]}).") from error
            yield Typed(out, staged, place)

    def _rows(
        self, file: Input, place: int, seen: Look, after: Mark
    ) -> Iterator[tuple[Staged, _Source]]:
        """A Parquet file's rows: the engine reads any run of them, and none has a wrong shape."""
        total = pq.read_metadata(file.path).num_rows
        total = total if self.limit is None else min(total, self.limit)
        shaped = self.folder / f"shaped-{place}.parquet"
        pq.write_table(REFUSED.empty_table(), shaped)
        for first in range(after.row, max(total, 1), self.part_rows):
            end = min(first + self.part_rows, total)
            relation = (
                f"(FROM read_parquet({quoted(str(file.path))}, file_row_number = true) "
                f"WHERE file_row_number >= {first} AND file_row_number < {end})"
            )
            staged = Staged(file.path, shaped, end - first, 0, Mark(end), end == total)
            yield staged, _Source(relation, "file_row_number + 1")

    def _texts(
        self, file: Input, place: int, seen: Look, after: Mark
    ) -> Iterator[tuple[Staged, _Source]]:
        size = file.path.stat().st_size
        how = Stage(
            self.folder,
            place,
            lambda done: self.progress(done, size, f"bytes of {file.name}"),
            after,
            self.part_rows,
            self.limit,
        )
        try:
            for staged in stage(file.path, seen, how):
                yield staged, self._raw(staged, seen)
                staged.path.unlink()
        except UnreadableFile as error:
            raise UnreadableFile(f"“{file.name}” {error}.") from error

    def _raw(self, staged: Staged, seen: Look) -> _Source:
        relation = f"read_parquet({quoted(str(staged.path))})"
        if seen.format is FileFormat.JSONL:
            fields = quoted(str(self.folder / "fields.parquet"))
            # Written out, or the engine would parse each line once for every field.
            self.database.execute(f"COPY {_objects(relation, seen)} TO {fields} (FORMAT parquet)")
            relation = f"read_parquet({fields})"
        return _Source(relation, ROW, staged.unclosed)

    def _casts(self, seen: Look, relation: str) -> list[Cast]:
        by_name = {name.lower(): name for name in seen.columns}
        types: dict[str, str] = {}
        if seen.format is FileFormat.PARQUET:
            rows = self.database.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
            types = {name: of_type for name, of_type, *_ in rows}
        casts = []
        for column in COLUMNS[self.kind]:
            found = by_name.get(self.mapping.columns.get(column.name, "").lower())
            raw = None if found is None else _raw(seen, found, types.get(found, "VARCHAR"))
            casts.append(cast(column, raw, time_format=self.mapping.time_format))
        return casts

    def _query(self, seen: Look, source: _Source, place: int, digest: str) -> str:
        """SQL in three steps: raw texts, values, reasons."""
        casts = self._casts(seen, source.relation)
        raws = ", ".join(f"{each.raw} AS raw_{each.column.name}" for each in casts)
        values = ", ".join(f"{each.value} AS {each.column.name}" for each in casts)
        names = ", ".join(each.column.name for each in casts)
        wrong = [
            _complaint(
                f"{each.reason} IS NOT NULL",
                each.column.name,
                f"raw_{each.column.name}",
                each.reason,
            )
            for each in casts
            if each.reason != "NULL"
        ]
        line = "NULL"
        if seen.format is FileFormat.JSONL:
            line = LINE
            wrong = [f"CASE WHEN _is_object THEN {each} END" for each in wrong]
            wrong.append(_complaint("NOT _is_object", "", "_line", quoted("is not a JSON object")))
            raws += ", _is_object"
        if source.unclosed is not None:
            never = "opens a quotation mark that is never closed: later rows may be part of it"
            wrong.append(_complaint(f"_row = {source.unclosed}", "", "NULL", quoted(never)))
        return (
            f"SELECT {names}, _row, {place} AS _file, "
            f"({place}::BIGINT << {ORDINAL_BITS}) + _row AS _ordinal, "
            f"{quoted(digest + '-')} || _row AS _name, "
            f"list_filter([{', '.join(wrong)}], lambda x: x IS NOT NULL) AS _wrong "
            f"FROM (SELECT *, {values} FROM "
            f"(SELECT {raws}, {line} AS _line, {source.row} AS _row FROM {source.relation}))"
        )


def _complaint(test: str, column: str, value: str, reason: str) -> str:
    """SQL of one thing that is wrong with a row, or NULL."""
    return (
        f"CASE WHEN {test} THEN {{'column': {quoted(column)}, "
        f"'value': translate(left({value}, 200), chr(0) || '{BROKEN}', '\ufffd\ufffd'), "
        f"'reason': {reason}}} END"
    )


def _objects(relation: str, seen: Look) -> str:
    """The fields of each line; a line that is no JSON object has none."""
    paths = ", ".join(quoted(path) for path in _paths(seen))
    fields = f"json_extract_string({LINE}, [{paths}])"
    return (
        f"(SELECT CASE WHEN NOT _is_object THEN {LINE} END AS {LINE}, {ROW}, _is_object, "
        f"CASE WHEN _is_object THEN {fields} END AS _fields FROM "
        f"(SELECT *, CASE WHEN json_valid({LINE}) THEN json_type({LINE}) = 'OBJECT' ELSE false END "
        f"AS _is_object FROM {relation}))"
    )


def _paths(seen: Look) -> list[str]:
    return [path for name in seen.columns for path in _paths_of(name)]


def _paths_of(name: str) -> list[str]:
    """Where a field may be: under its name, or, if that is dotted, within an object."""
    plain = name.replace('"', "")
    outer, dot, inner = plain.partition(".")
    return [f'$."{plain}"', f'$."{outer}"."{inner}"'] if dot else [f'$."{plain}"']


def _raw(seen: Look, name: str, of_type: str) -> str:
    """The file's column as text."""
    if seen.format is FileFormat.JSONL:
        places = [_paths(seen).index(path) + 1 for path in _paths_of(name)]
        return f"coalesce({', '.join(f'_fields[{place}]' for place in places)})"
    if of_type.endswith("]") or of_type.startswith(("STRUCT", "MAP")):
        return f"to_json({named(name)})::VARCHAR"
    if of_type == "BLOB":
        return f"TRY(decode({named(name)}))"
    return f"{named(name)}::VARCHAR"
