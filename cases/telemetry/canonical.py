"""Files to one canonical Parquet: every row is kept, refused with its reason, or a duplicate.

Nothing here passes through Python row by row: text is parsed in blocks (staging.py), everything
else is DuckDB's, which spills to disk beyond its memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from cases.telemetry.casting import quoted
from cases.telemetry.mapping import Mapping
from cases.telemetry.schema import COLUMNS, Kind
from cases.telemetry.staging import REFUSED
from cases.telemetry.typed import ORDINAL_BITS, Counts, Input, Progress, Typing

NAME = "telemetry.canonical"
VERSION = "1"
_ID = {Kind.INTERACTIONS: "interaction_id", Kind.ACCOUNTS: "platform_account"}
_ORDER = {
    Kind.INTERACTIONS: "platform_account, occurred_at, interaction_id",
    Kind.ACCOUNTS: "platform_account",
}


@dataclass
class Outcome:
    """The canonical rows and the refused ones, as files, and the counts of each file."""

    kept: Path
    refused: Path
    files: list[Counts] = field(default_factory=list)

    @property
    def total(self) -> Counts:
        each = self.files
        return Counts(
            sum(f.read for f in each),
            sum(f.kept for f in each),
            sum(f.refused for f in each),
            sum(f.duplicate for f in each),
        )


def canonicalize(
    database: DuckDBPyConnection,
    kind: Kind,
    mapping: Mapping,
    files: Sequence[Input],
    folder: Path,
    progress: Progress,
    *,
    earlier: Sequence[Path] = (),
    limit: int | None = None,
) -> Outcome:
    """Read the files through the mapping; `earlier` imports decide what is a duplicate.

    Raises UnreadableFile or MappingWrong, naming the file, if one can't be read at all.
    """
    outcome = Outcome(folder / "kept.parquet", folder / "refused.parquet")
    shaped = folder / "shaped.parquet"
    database.execute(f"SET TimeZone = {quoted(mapping.zone)}")
    with pq.ParquetWriter(shaped, REFUSED) as writer:
        typing = Typing(database, kind, mapping, folder, writer, progress, limit)
        typed = [typing.read(file, place) for place, file in enumerate(files)]
        outcome.files = typing.counts
    database.execute("SET TimeZone = 'UTC'")
    progress(0, 0, "looking for duplicates")
    _judge(database, kind, typed, earlier)
    progress(0, 0, "sorting")
    _write(database, kind, shaped, outcome)
    _count(database, outcome)
    return outcome


def _judge(
    database: DuckDBPyConnection, kind: Kind, typed: Sequence[Path], earlier: Sequence[Path]
) -> None:
    """Decide which rows repeat another: the same values are a duplicate, others are refused."""
    key, values = _ID[kind], _values(kind)
    paths = ", ".join(quoted(str(path)) for path in typed)
    database.execute(
        f"CREATE OR REPLACE TEMP VIEW typed AS SELECT *, "
        f"coalesce({key}, md5({values})) AS _key FROM read_parquet([{paths}])"
    )
    before = "SELECT NULL::VARCHAR AS _key, NULL::VARCHAR AS _digest WHERE false"
    if earlier:
        kept = ", ".join(quoted(str(path)) for path in earlier)
        before = f"SELECT {key} AS _key, md5({values}) AS _digest FROM read_parquet([{kept}])"
    database.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE repeated AS
          WITH keys AS (SELECT _key FROM typed WHERE len(_wrong) = 0),
               old AS ({before})
          SELECT _key FROM keys GROUP BY 1 HAVING count(*) > 1
          UNION SELECT _key FROM keys SEMI JOIN old USING (_key);
        CREATE OR REPLACE TEMP TABLE verdicts AS
          WITH old AS (SELECT _key, min(_digest) AS _digest FROM ({before})
                       SEMI JOIN repeated USING (_key) GROUP BY 1),
               new AS (SELECT _key, md5({values}) AS _digest, _ordinal FROM typed
                       SEMI JOIN repeated USING (_key) WHERE len(_wrong) = 0),
               firsts AS (SELECT _key, arg_min(_digest, _ordinal) AS _digest,
                                 min(_ordinal) AS _ordinal FROM new GROUP BY 1)
          SELECT new._ordinal, new._key,
                 new._digest = coalesce(old._digest, firsts._digest) AS is_duplicate
          FROM new JOIN firsts USING (_key) LEFT JOIN old USING (_key)
          WHERE old._key IS NOT NULL OR new._ordinal <> firsts._ordinal;
        """
    )


def _values(kind: Kind) -> str:
    """All of a row's values as one text, to compare rows by; the id is compared apart."""
    columns = [c.name for c in COLUMNS[kind] if c.name != _ID[kind]]
    texts = [f"coalesce({name}::VARCHAR, chr(1))" for name in columns]
    return f"concat_ws(chr(2), {', '.join(texts)})"


def _write(database: DuckDBPyConnection, kind: Kind, shaped: Path, outcome: Outcome) -> None:
    columns = ", ".join(
        "coalesce(interaction_id, _name) AS interaction_id"
        if column.name == "interaction_id"
        else column.name
        for column in COLUMNS[kind]
    )
    database.execute(
        f"""
        COPY (SELECT {columns} FROM typed ANTI JOIN verdicts USING (_ordinal)
              WHERE len(_wrong) = 0 ORDER BY {_ORDER[kind]})
        TO {quoted(str(outcome.kept))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880);
        COPY (
          SELECT file, "row", "column", value, reason FROM read_parquet({quoted(str(shaped))})
          UNION ALL
          SELECT _file, _row, wrong.column, wrong.value, wrong.reason
            FROM (SELECT _file, _row, unnest(_wrong) AS wrong FROM typed WHERE len(_wrong) > 0)
          UNION ALL
          SELECT (v._ordinal >> {ORDINAL_BITS})::INTEGER,
                 v._ordinal & ((1::BIGINT << {ORDINAL_BITS}) - 1),
                 {quoted(_ID[kind])}, v._key,
                 'is used by an earlier row with other values'
            FROM verdicts v WHERE NOT is_duplicate
          ORDER BY ALL)
        TO {quoted(str(outcome.refused))} (FORMAT parquet, COMPRESSION zstd);
        """
    )


def _count(database: DuckDBPyConnection, outcome: Outcome) -> None:
    """Fill in the counts, each from its own query, so that their adding up proves something."""
    rows = database.execute(
        """
        SELECT _file, count(*) FILTER (len(_wrong) > 0),
               count(*) FILTER (len(_wrong) = 0 AND v.is_duplicate),
               count(*) FILTER (len(_wrong) = 0 AND NOT v.is_duplicate),
               count(*) FILTER (len(_wrong) = 0 AND v._ordinal IS NULL)
        FROM typed LEFT JOIN verdicts v USING (_ordinal) GROUP BY 1
        """
    ).fetchall()
    for place, wrong, duplicate, conflict, kept in rows:
        counts = outcome.files[place]
        counts.refused += wrong + conflict
        counts.duplicate = duplicate
        counts.kept = kept
    written = pq.read_metadata(outcome.kept).num_rows
    if written != outcome.total.kept or not all(counts.add_up for counts in outcome.files):
        raise AssertionError(f"rows don't add up: {outcome.files}, {written} written")
