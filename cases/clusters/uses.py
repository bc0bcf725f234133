"""Who used which value when, as arrays: cleaned, counted once, and free of the order of input."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cases.clusters.signals import KINDS, normalize, prefix_of

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Stands for "not known" at either end of an interval: nothing is excluded by it.
UNKNOWN_FIRST = np.iinfo(np.int64).min // 4
UNKNOWN_LAST = np.iinfo(np.int64).max // 4

SCHEMA = pa.schema(
    [
        ("account", pa.string()),
        ("kind", pa.string()),
        ("value", pa.string()),
        ("first_at", pa.timestamp("us", tz="UTC")),
        ("last_at", pa.timestamp("us", tz="UTC")),
        ("is_shared", pa.bool_()),
    ]
)


class UnknownKind(ValueError):
    pass


@dataclass(frozen=True)
class Uses:
    """One row for each platform account and value; rows are sorted by value, then account."""

    accounts: list[str]
    values: list[tuple[str, str]]
    kind: Ints  # of each value, as its place in KINDS
    account: Ints
    value: Ints
    first: Ints
    last: Ints
    is_shared: Flags
    busy: Floats  # bits that an account gives back for using unusually many values of the kind
    organization: Ints  # of each account; -1: none that is declared

    @property
    def population(self) -> int:
        return len(self.accounts)

    def degrees(self) -> Ints:
        """How many platform accounts use each value."""
        return np.bincount(self.value, minlength=len(self.values))

    def only(self, keep: Flags) -> "Uses":
        """The same population and values, with only these rows."""
        return replace(self, **{column: getattr(self, column)[keep] for column in _ROW_COLUMNS})


_ROW_COLUMNS = ("account", "value", "first", "last", "is_shared", "busy")


def read_uses(
    table: pa.Table, accounts: Sequence[str], organizations: Mapping[str, str] | None = None
) -> Uses:
    """Clean and encode a table of uses; `accounts` is the whole reference population.

    `organizations` names the verified organisation of those that openly declare one.

    Times with a zone are compared in UTC; a time without one is taken to be in UTC already.
    """
    rows = _known_rows(_with_prefixes(_cleaned(table)), accounts)
    names = sorted(set(accounts))
    values, value = _encoded(_joined(rows))
    places = {name: place for place, name in enumerate(KINDS)}
    kind = np.array([places[name] for name, _ in values], dtype=np.int64)
    first, last = _interval(rows)
    uses = Uses(
        names,
        values,
        kind,
        _codes(rows["account"], names),
        value,
        first,
        last,
        rows["is_shared"].to_numpy(),
        np.zeros(len(rows)),
        _organization_codes(names, organizations or {}),
    )
    uses = _counted_once(uses)
    return replace(uses, busy=_busyness(uses))


def together(*tables: pa.Table) -> pa.Table:
    """Tables of uses as one, each with the columns and types that are compared."""
    return pa.concat_tables([_typed(table) for table in tables])


def _cleaned(table: pa.Table) -> pa.Table:
    """Drop what identifies nobody."""
    table = _typed(table)
    known = pc.and_(pc.is_valid(table["account"]), pc.is_valid(table["value"]))
    table = table.filter(pc.and_(known, pc.is_valid(table["kind"])))
    if unknown := set(pc.unique(table["kind"]).to_pylist()) - set(KINDS):
        raise UnknownKind(f"no such kind of signal: {', '.join(sorted(unknown))}")
    return _normalized(table)


def _typed(table: pa.Table) -> pa.Table:
    columns = []
    for field in SCHEMA:
        if field.name not in table.column_names:
            columns.append(pa.nulls(len(table), field.type))
        elif pa.types.is_timestamp(field.type):
            columns.append(_in_utc(table[field.name]))
        else:
            columns.append(table[field.name].cast(field.type))
    table = pa.table(columns, schema=SCHEMA)
    return table.set_column(5, SCHEMA.field("is_shared"), pc.fill_null(table["is_shared"], False))  # noqa: FBT003


def _in_utc(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type) and column.type.tz is None:
        column = pc.assume_timezone(column.cast(pa.timestamp("us")), "UTC")
    return column.cast(pa.timestamp("us", tz="UTC"))


def _normalized(table: pa.Table) -> pa.Table:
    """Normalize each distinct value once, and drop the rows of those that identify nobody."""
    encoded = pc.dictionary_encode(_joined(table).combine_chunks())
    pairs = (text.split("\x1f", 1) for text in encoded.dictionary.to_pylist())
    clean = pa.array([normalize(kind, value) for kind, value in pairs], pa.string())
    table = table.set_column(2, "value", clean.take(encoded.indices))
    return table.filter(pc.is_valid(table["value"]))


def _with_prefixes(table: pa.Table) -> pa.Table:
    """Add to each address the network that it lies in."""
    addresses = table.filter(pc.equal(table["kind"], "address"))
    encoded = pc.dictionary_encode(addresses["value"].combine_chunks())
    prefixes = pa.array([prefix_of(a) for a in encoded.dictionary.to_pylist()], pa.string())
    addresses = addresses.set_column(2, "value", prefixes.take(encoded.indices))
    addresses = addresses.set_column(1, "kind", pa.array(["prefix"] * len(addresses), pa.string()))
    return pa.concat_tables([table, addresses.select(table.column_names)])


def _known_rows(table: pa.Table, accounts: Sequence[str]) -> pa.Table:
    return table.filter(pc.is_in(table["account"], pa.array(sorted(set(accounts)), pa.string())))


def _joined(table: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(table["kind"], table["value"], "\x1f")


def _codes(column: pa.ChunkedArray, names: list[str]) -> Ints:
    return np.asarray(pc.index_in(column, pa.array(names, pa.string())), dtype=np.int64)


def _encoded(joined: pa.ChunkedArray) -> tuple[list[tuple[str, str]], Ints]:
    """The distinct pairs of kind and value, sorted, and the place of each row's among them."""
    encoded = pc.dictionary_encode(joined.combine_chunks())
    order = np.asarray(pc.array_sort_indices(encoded.dictionary), dtype=np.int64)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    texts = encoded.dictionary.take(pa.array(order)).to_pylist()
    pairs = (text.partition("\x1f") for text in texts)
    return [(kind, value) for kind, _, value in pairs], place[np.asarray(encoded.indices)]


def _organization_codes(names: list[str], organizations: Mapping[str, str]) -> Ints:
    places = {name: place for place, name in enumerate(sorted(set(organizations.values())))}
    return np.array(
        [places[organizations[n]] if n in organizations else -1 for n in names], dtype=np.int64
    )


def _interval(table: pa.Table) -> tuple[Ints, Ints]:
    """First and last use in microseconds, the right way round, open where not known."""
    first = np.asarray(pc.fill_null(table["first_at"].cast(pa.int64()), UNKNOWN_FIRST))
    last = np.asarray(pc.fill_null(table["last_at"].cast(pa.int64()), UNKNOWN_LAST))
    return np.minimum(first, last), np.maximum(first, last)


def _counted_once(uses: Uses) -> Uses:
    """Merge what is said twice: one row, from the first use to the last.

    A use is through shared infrastructure only if every row of it was.
    """
    order = np.lexsort((uses.account, uses.value))
    account, value, first, last, shared, busy = (getattr(uses, c)[order] for c in _ROW_COLUMNS)
    another = (np.diff(value) != 0) | (np.diff(account) != 0)
    starts = np.flatnonzero(np.append(True, another)[: len(value)])
    if not len(starts):
        return uses
    return replace(
        uses,
        account=account[starts],
        value=value[starts],
        first=np.minimum.reduceat(first, starts),
        last=np.maximum.reduceat(last, starts),
        is_shared=np.logical_and.reduceat(shared, starts),
        busy=busy[starts],
    )


def _busyness(uses: Uses) -> Floats:
    """For each row, how many times more values of its kind its account uses than is usual."""
    of_account = uses.account * len(KINDS) + uses.kind[uses.value]
    used = np.bincount(of_account, minlength=uses.population * len(KINDS))
    by_kind = used.reshape(uses.population, len(KINDS))
    usual = by_kind.sum(axis=0) / np.maximum(1, (by_kind > 0).sum(axis=0))
    given_back: Floats = np.log2(np.maximum(1.0, used[of_account] / usual[uses.kind[uses.value]]))
    return given_back
