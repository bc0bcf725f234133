"""Platform accounts, their shared signals and the links of a run, written in bulk."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from cases.clusters.linker import Result
from cases.clusters.models import PlatformAccount, SignalUse
from cases.clusters.pairs import FAMILIES
from cases.clusters.uses import UNKNOWN_FIRST, UNKNOWN_LAST
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
    """Keep every link of the run as Parquet in the object store; its digest."""
    names = pa.array(result.uses.accounts, pa.string())
    families = [
        [name.value for place, name in enumerate(FAMILIES) if bits >> place & 1]
        for bits in range(1 << len(FAMILIES))
    ]
    table = pa.table(
        {
            "a": names.take(pa.array(result.links.a)),
            "b": names.take(pa.array(result.links.b)),
            "bits": result.links.weight,
            "families": pa.array(families).take(pa.array(result.links.families)),
            "stands_alone": result.is_pair,
        }
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "links.parquet"
        pq.write_table(table, path, compression="zstd", store_schema=False)
        return store.put_file(path).sha256
