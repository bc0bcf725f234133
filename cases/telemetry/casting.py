"""Raw values to canonical ones, as DuckDB SQL: for each column its value, and why a row is refused.

Nothing from a file or a person gets into the SQL but through `quoted` and `named`.
"""

from dataclasses import dataclass

from cases.telemetry.refusals import BROKEN
from cases.telemetry.schema import Column, Type

EARLIEST, LATEST = "1990-01-01", "2100-01-01"
#: Columns whose text may run over several lines.
_FREE_TEXT = {"prompt", "output", "user_agent", "tools"}
_SMALL_INTEGER = r"^[+-]?\d{1,18}(\.0*)?$"
_LIST_MARKS = "[;|]"

SQL_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.TEXTS: "VARCHAR[]",
    Type.INTEGER: "BIGINT",
    Type.TIME: "TIMESTAMP",
    Type.BOOLEAN: "BOOLEAN",
}


@dataclass(frozen=True)
class Cast:
    """SQL for one column, in three steps: its raw text, its value, why its row is refused.

    The value sees the raw text as `raw_<name>`; the reason (NULL if there is none) sees both.
    """

    column: Column
    raw: str
    value: str
    reason: str


def quoted(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """The name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def cast(column: Column, source: str | None, *, time_format: str = "") -> Cast:
    """How the column is made from the raw text in `source`, or stays empty without one."""
    if source is None:
        return Cast(column, "NULL::VARCHAR", f"NULL::{SQL_TYPES[column.type]}", "NULL")
    raw, value = f"raw_{column.name}", column.name
    reasons = [
        (f"contains({raw}, chr(0))", "contains a NUL character"),
        (f"contains({raw}, {quoted(BROKEN)})", "is not UTF-8 text"),
        (f"{raw} IS NOT NULL AND {value} IS NULL", _wanted(column, time_format)),
    ]
    if column.type is Type.TIME:
        outside = f"NOT ({value} BETWEEN '{EARLIEST}' AND '{LATEST}')"
        reasons.append((outside, f"is outside {EARLIEST[:4]} to {LATEST[:4]}"))
    if column.type is Type.INTEGER:
        reasons.append((f"{value} < 0", "is below zero"))
    if column.type is not Type.TEXTS and column.name not in _FREE_TEXT:
        broken = "runs over several lines: perhaps a quotation mark is never closed"
        reasons.append((f"contains({raw}, chr(10))", broken))
    if column.is_required:
        reasons.append((f"{raw} IS NULL", "is empty"))
    cases = " ".join(f"WHEN {test} THEN {quoted(why)}" for test, why in reasons)
    trimmed = f"nullif(nullif(trim({source}), ''), '\\N')"
    return Cast(column, trimmed, _value(column, raw, time_format), f"CASE {cases} END")


def _value(column: Column, raw: str, time_format: str) -> str:
    match column.type:
        case Type.TEXT:
            return raw
        case Type.INTEGER:
            plain = f"regexp_replace({raw}, '^AS', '')" if column.name == "asn" else raw
            small = f"regexp_full_match({plain}, {quoted(_SMALL_INTEGER)})"
            return f"CASE WHEN {small} THEN TRY_CAST(split_part({plain}, '.', 1) AS BIGINT) END"
        case Type.TIME:
            return _time(raw, time_format)
        case Type.BOOLEAN:
            return (
                f"CASE WHEN lower({raw}) IN ('true', 't', '1', 'yes', 'y') THEN true "
                f"WHEN lower({raw}) IN ('false', 'f', '0', 'no', 'n') THEN false END"
            )
        case Type.TEXTS:
            parts = (
                f"CASE WHEN {raw} LIKE '[%' THEN TRY_CAST(TRY_CAST({raw} AS JSON) AS VARCHAR[]) "
                f"ELSE string_split_regex({raw}, {quoted(_LIST_MARKS)}) END"
            )
            kept = f"list_filter(list_transform({parts}, lambda x: trim(x)), lambda x: x <> '')"
            return f"list_sort(list_distinct({kept}))"


def _time(raw: str, time_format: str) -> str:
    """UTC; a time without a zone is read in the session's zone."""
    if time_format:
        parsed = f"try_strptime({raw}, {quoted(time_format)})"
        return f"timezone('UTC', {parsed}::TIMESTAMPTZ)"
    iso = f"regexp_matches({raw}, '^\\d{{4}}-\\d\\d-\\d\\d')"
    number = f"TRY_CAST({raw} AS DECIMAL(38, 6))"
    since_1970 = (
        f"TRY(CASE WHEN length(split_part({raw}, '.', 1)) <= 10 THEN "
        f"make_timestamp(CAST({number} * 1000000 AS BIGINT)) "
        f"WHEN length({raw}) = 13 THEN make_timestamp_ms(TRY_CAST({raw} AS BIGINT)) "
        f"WHEN length({raw}) = 16 THEN make_timestamp(TRY_CAST({raw} AS BIGINT)) "
        f"WHEN length({raw}) = 19 THEN make_timestamp_ns(TRY_CAST({raw} AS BIGINT))::TIMESTAMP END)"
    )
    return (
        f"CASE WHEN {iso} THEN timezone('UTC', TRY_CAST({raw} AS TIMESTAMPTZ)) "
        f"WHEN regexp_full_match({raw}, '\\d{{9,19}}(\\.\\d+)?') THEN {since_1970} END"
    )


def _wanted(column: Column, time_format: str) -> str:
    match column.type:
        case Type.INTEGER:
            return "is not a whole number"
        case Type.TIME if time_format:
            return f"is not a time of the form {time_format}"
        case Type.TIME:
            return "is not a time: 2026-06-05T12:00:00Z or seconds since 1970 can be read"
        case Type.BOOLEAN:
            return "is not true or false"
        case Type.TEXTS:
            return "is not a list of texts"
        case Type.TEXT:
            return "can't be read"
