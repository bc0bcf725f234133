"""Platform accounts, their shared signals and the links of a run, written in bulk."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import connection

from cases.clusters import moves
from cases.clusters.linker import Result
from cases.clusters.models import PlatformAccount, SignalUse
from cases.clusters.pairs import FAMILIES, Pairs
from cases.clusters.uses import UNKNOWN_FIRST, UNKNOWN_LAST, Flags
from cases.core.models import Case
from cases.exhibits import store

_COLUMNS = [
    "organization",
    "created_at",
    "closed_at",
    "first_seen_at",
    "last_seen_at",
    "interaction_count",
    "output_token_count",
]


def save_accounts(case: Case, people: pa.Table) -> dict[str, PlatformAccount]:
    """Bring the case's platform accounts up to date; each by its external id."""
    rows = []
    for row in people.to_pylist():
        name = row.pop("platform_account")
        columns = {column: row.pop(column) for column in _COLUMNS}
        columns["organization"] = columns["organization"] or ""
        for column in ("interaction_count", "output_token_count"):
            columns[column] = columns[column] or 0
        for column in ("created_at", "closed_at", "first_seen_at", "last_seen_at"):
            at = columns[column]
            columns[column] = at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
        attributes = {key: value for key, value in row.items() if value not in (None, [])}
        rows.append(PlatformAccount(case=case, external_id=name, attributes=attributes, **columns))
    PlatformAccount.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["case", "external_id"],
        update_fields=["attributes", *_COLUMNS],
    )
    return {account.external_id: account for account in case.platform_accounts.all()}


def save_signal_uses(result: Result, known: dict[str, PlatformAccount]) -> None:
    """Replace the shared signals of these accounts by those that the run read.

    Only values that may make links: what thousands use says nothing about one account.
    """
    SignalUse.objects.filter(account__in=[account.pk for account in known.values()]).delete()
    rows = np.flatnonzero(result.makers.makes_links[result.uses.value])
    columns = "account_id, kind, value, used_by_count, first_at, last_at"
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY cases_signaluse ({columns}) FROM STDIN") as copy,
    ):
        for row in _rows(result, rows.tolist(), known):
            copy.write_row(row)


def _rows(
    result: Result, rows: list[int], known: dict[str, PlatformAccount]
) -> Iterator[tuple[Any, ...]]:
    uses = result.uses
    ids = [known[name].pk for name in uses.accounts]
    for row in rows:
        value = int(uses.value[row])
        kind, text = uses.values[value]
        yield (
            ids[uses.account[row]],
            kind,
            text,
            int(result.makers.degree[value]),
            moment(int(uses.first[row])),
            moment(int(uses.last[row])),
        )


def moment(microseconds: int) -> datetime | None:
    """A time of the arrays as the database keeps it; None where it is not known."""
    if microseconds in {UNKNOWN_FIRST, UNKNOWN_LAST}:
        return None
    return datetime.fromtimestamp(microseconds / 1e6, UTC)


def store_links(result: Result) -> str:
    """Keep every link of the run, and the pairs too weak to be one, as Parquet; its digest."""
    parts = [
        _pairs_table(result, result.links, result.is_pair, result.is_grouped, is_link=True),
        _pairs_table(result, result.weaker, *_neither(len(result.weaker.a)), is_link=False),
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "links.parquet"
        pq.write_table(pa.concat_tables(parts), path, compression="zstd", store_schema=False)
        return store.put_file(path).sha256


def stored_links(digest: str, least_families: int) -> moves.Linked:
    """The pairs of a run, read back. Raises KeyError where the run kept links alone."""
    with store.local_path(digest) as path:
        table = pq.read_table(path, read_dictionary=["a", "b"])
    names = sorted({*pc.unique(table["a"]).to_pylist(), *pc.unique(table["b"]).to_pylist()})
    known = pa.array(names, pa.string())
    a, b = (
        np.asarray(pc.index_in(table[end].cast(pa.string()), known), dtype=np.int64)
        for end in ("a", "b")
    )
    families = np.asarray(pc.list_value_length(table["families"]))
    return moves.Linked(
        names,
        a,
        b,
        np.asarray(table["bits"]),
        in_group=np.asarray(table["in_group"], dtype=bool),
        is_pair=families >= least_families,
    )


def _neither(size: int) -> tuple[Flags, Flags]:
    return np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)


def _pairs_table(
    result: Result, pairs: Pairs, is_pair: Flags, is_grouped: Flags, *, is_link: bool
) -> pa.Table:
    names = pa.array(result.uses.accounts, pa.string())
    families = [
        [name.value for place, name in enumerate(FAMILIES) if bits >> place & 1]
        for bits in range(1 << len(FAMILIES))
    ]
    return pa.table(
        {
            "a": names.take(pa.array(pairs.a)),
            "b": names.take(pa.array(pairs.b)),
            "bits": pairs.weight,
            "families": pa.array(families, pa.list_(pa.string())).take(pa.array(pairs.families)),
            "stands_alone": is_pair,
            "in_group": is_grouped,
            "is_link": np.full(len(pairs.a), is_link),
        }
    )
