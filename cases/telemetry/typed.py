"""One file's rows with canonical values, each with the list of what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from cases.telemetry import mapping as mappings
from cases.telemetry.casting import Cast, cast, named, quoted
from cases.telemetry.formats import FileFormat, Look, UnreadableFile, look
from cases.telemetry.mapping import Mapping
from cases.telemetry.schema import COLUMNS, Kind
from cases.telemetry.staging import BROKEN, LINE, ROW, Refusals, stage

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
class _Source:
    """Where the raw rows are, for SQL: the relation, the row's number, a row left open."""

    relation: str
    row: str
    unclosed: int | None = None


@dataclass
class Typing:
    """Reads files one after another through the same mapping, and counts their rows."""

    database: DuckDBPyConnection
    kind: Kind
    mapping: Mapping
    folder: Path
    refused: pq.ParquetWriter
    progress: Progress
    limit: int | None = None
    counts: list[Counts] = field(default_factory=list)

    def read(self, file: Input, place: int) -> Path:
        """Write the file's typed rows. Raises UnreadableFile or MappingWrong, naming the file."""
        seen = look(file.path, file.name)
        mappings.check(self.kind, self.mapping, seen.columns, file.name)
        self.counts.append(Counts())
        out = self.folder / f"typed-{place}.parquet"
        source = self._source(file, place, seen)
        query = self._query(seen, source, place, file.sha256[:12])
        try:
            self.database.execute(f"COPY ({query}) TO {quoted(str(out))} (FORMAT parquet)")
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise UnreadableFile(f"“{file.name}” is damaged ({str(error)[:200]}).") from error
        if seen.format is FileFormat.PARQUET:
            self.counts[-1].read = pq.read_metadata(out).num_rows
        return out

    def _source(self, file: Input, place: int, seen: Look) -> _Source:
        if seen.format is FileFormat.PARQUET:
            relation = f"read_parquet({quoted(str(file.path))}, file_row_number = true)"
            if self.limit is not None:
                relation = f"(FROM {relation} LIMIT {self.limit})"
            return _Source(relation, "file_row_number + 1")
        raw, size = self.folder / f"raw-{place}.parquet", file.path.stat().st_size
        try:
            staged = stage(
                file.path,
                seen,
                raw,
                Refusals(self.refused, place),
                lambda done: self.progress(done, size, f"bytes of {file.name}"),
                self.limit,
            )
        except UnreadableFile as error:
            raise UnreadableFile(f"“{file.name}” {error}.") from error
        self.counts[-1].read, self.counts[-1].refused = staged.read, staged.refused
        relation = f"read_parquet({quoted(str(raw))})"
        if seen.format is FileFormat.JSONL:
            fields = quoted(str(self.folder / f"fields-{place}.parquet"))
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
