"""Which rows repeat another: the same values are a duplicate, others under the same id are refused.

Every key that was seen is remembered as a hash of 64 bits. A row whose hash is there already is set
aside; at the end those few are compared with the rows that they repeat, key by key and value by
value, so that a hash alone decides nothing.
"""

from collections.abc import Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection

from cases.telemetry.casting import quoted
from cases.telemetry.schema import COLUMNS, Kind

ID = {Kind.INTERACTIONS: "interaction_id", Kind.ACCOUNTS: "platform_account"}
#: Rows without an id are named after their file's digest and their number.
NAMED = "^[0-9a-f]{12}-[0-9]+$"


class Judge:
    """Remembers what was kept, and tells rows that repeat it; `named_after` are files' digests."""

    def __init__(
        self, database: DuckDBPyConnection, kind: Kind, kept: Sequence[Path], named_after: set[str]
    ) -> None:
        self._database, self._kind = database, kind
        self._kept = list(kept)
        prefixes = ", ".join(quoted(digest[:12]) for digest in sorted(named_after))
        ours = f"regexp_matches({ID[kind]}, '{NAMED}') AND left({ID[kind]}, 12) IN ({prefixes})"
        has_names = kind is Kind.INTERACTIONS and bool(prefixes)
        by_values = f"CASE WHEN {ours} THEN md5({self._values}) ELSE {ID[kind]} END"
        self._old_key = by_values if has_names else ID[kind]
        database.execute("CREATE OR REPLACE TEMP TABLE known (h UBIGINT)")
        if kept:
            database.execute(f"INSERT INTO known SELECT hash({self._old_key}) FROM {_all(kept)}")

    @property
    def _values(self) -> str:
        """All of a row's values as one text, to compare rows by; the id is compared apart."""
        columns = [c.name for c in COLUMNS[self._kind] if c.name != ID[self._kind]]
        texts = [f"coalesce({name}::VARCHAR, chr(1))" for name in columns]
        return f"concat_ws(chr(2), {', '.join(texts)})"

    @property
    def key(self) -> str:
        """What a row is known by: its id, or without one all of its values."""
        return f"coalesce({ID[self._kind]}, md5({self._values}))"

    def set_aside(self) -> int:
        """Out of the view `typed`, put into `aside` the rows whose key may have been seen."""
        self._database.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE keys AS
              SELECT hash({self.key}) AS h, _ordinal FROM typed WHERE len(_wrong) = 0;
            CREATE OR REPLACE TEMP TABLE aside AS
              WITH twice AS (SELECT h, min(_ordinal) AS first FROM keys GROUP BY h
                             HAVING count(*) > 1),
                   before AS (SELECT DISTINCT h FROM known SEMI JOIN keys USING (h))
              SELECT _ordinal FROM keys JOIN twice USING (h) WHERE _ordinal <> first
              UNION SELECT _ordinal FROM keys SEMI JOIN before USING (h);
            INSERT INTO known SELECT h FROM keys ANTI JOIN aside USING (_ordinal);
            """
        )
        [(count,)] = self._database.execute("SELECT count(*) FROM aside").fetchall()
        return int(count)

    def remember(self, kept: Path) -> None:
        """Rows of a part that were kept; their keys are known already."""
        self._kept.append(kept)

    def settle(self, asides: Sequence[Path]) -> None:
        """Fill the table `verdicts`: what became of each row set aside that repeats another."""
        before = "SELECT NULL::VARCHAR AS _key, NULL::VARCHAR AS _digest WHERE false"
        if self._kept:
            before = (
                f"SELECT _key, md5({self._values}) AS _digest FROM "
                f"(SELECT *, {self._old_key} AS _key FROM {_all(self._kept)}) "
                "SEMI JOIN (SELECT _key FROM keys) USING (_key)"
            )
        self._database.execute(
            f"""
            CREATE OR REPLACE TEMP VIEW set_aside AS FROM {_all(asides)};
            CREATE OR REPLACE TEMP TABLE keys AS
              SELECT {self.key} AS _key, md5({self._values}) AS _digest, _ordinal FROM set_aside;
            CREATE OR REPLACE TEMP TABLE verdicts AS
              WITH old AS (SELECT _key, min(_digest) AS _digest FROM ({before}) GROUP BY 1),
                   firsts AS (SELECT _key, arg_min(_digest, _ordinal) AS _digest,
                                     min(_ordinal) AS _ordinal FROM keys GROUP BY 1)
              SELECT keys._ordinal, keys._key,
                     keys._digest = coalesce(old._digest, firsts._digest) AS is_duplicate
              FROM keys JOIN firsts USING (_key) LEFT JOIN old USING (_key)
              WHERE old._key IS NOT NULL OR keys._ordinal <> firsts._ordinal;
            """
        )


def _all(paths: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(quoted(str(path)) for path in paths)}])"
