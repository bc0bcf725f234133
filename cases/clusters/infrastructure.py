"""Dated lists of networks and mail domains that strangers share: read, and looked up as of a use.

A list speaks from its date until the next of its name. The first of a name also speaks for the time
before it and the last for the time after it, but never for more than half a year: an address is
given to someone else in the meantime. Being listed proves nothing about an account: it only takes
a value out of what may link.
"""

import ipaddress
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cases.clusters.signals import normalize
from cases.clusters.uses import Flags

REACH = timedelta(days=180)
#: More refused lines than this are counted and not kept.
MOST_REFUSED = 20
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
_AS_NUMBER = re.compile(r"AS(\d+)", re.IGNORECASE)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Span = tuple[int, int]


@dataclass(frozen=True)
class Entries:
    """What one list names: networks as spans of numbers by IP version, AS numbers, domains."""

    spans: Mapping[int, Sequence[Span]]
    providers: frozenset[str]
    domains: frozenset[str]
    count: int
    refused: Sequence[tuple[int, str]]
    refused_count: int

    def names(self, kind: str, value: str) -> bool:
        """Whether a value of this kind of signal, normalized, is on the list."""
        if kind == "address":
            address = ipaddress.ip_address(value)
            spans = self.spans[address.version]
            place = bisect_right(spans, (int(address), 1 << 128)) - 1
            return place >= 0 and int(address) <= spans[place][1]
        if kind == "asn":
            return value in self.providers
        if kind in {"email_domain", "email_pattern"}:
            return self._names_domain(value.rpartition("@")[2])
        return False

    def _names_domain(self, domain: str) -> bool:
        """Also where a parent of the domain is listed."""
        labels = domain.split(".")
        return any(".".join(labels[n:]) in self.domains for n in range(len(labels) - 1))


@dataclass(frozen=True)
class Dated:
    """A list with its name and date; `label` is how people cite it."""

    label: str
    name: str
    as_of: date
    entries: Entries


def read_entries(lines: Iterable[str]) -> Entries:
    """Read one network, address, AS number or domain a line; # begins a remark."""
    networks: dict[int, list[Span]] = {4: [], 6: []}
    providers, domains, refused, refused_count = set[str](), set[str](), list[tuple[int, str]](), 0
    for number, line in enumerate(lines, start=1):
        text = line.partition("#")[0].strip().rstrip(",").strip("\"'").lower()
        if not text:
            continue
        if network := _network(text):
            first, last = int(network.network_address), int(network.broadcast_address)
            networks[network.version].append((first, last))
        elif provider := _AS_NUMBER.fullmatch(text):
            providers.add(str(int(provider[1])))
        elif _DOMAIN.fullmatch(text):
            domains.add(text)
        else:
            refused_count += 1
            refused += [(number, line.strip()[:100])] if len(refused) < MOST_REFUSED else []
    spans = {version: _merged(found) for version, found in networks.items()}
    count = sum(map(len, networks.values())) + len(providers) + len(domains)
    return Entries(spans, frozenset(providers), frozenset(domains), count, refused, refused_count)


def marked(table: pa.Table, lists: Sequence[Dated]) -> tuple[pa.Table, dict[str, int]]:
    """The uses (typed as in `uses.SCHEMA`), those through what is listed marked; counts by list."""
    shared = np.asarray(table["is_shared"], dtype=bool).copy()
    counts = {}
    for one, begins, ends in _in_force(lists):
        found = _named(table, one.entries) & _during(table, begins, ends)
        counts[one.label] = int(found.sum())
        shared |= found
    return table.set_column(5, table.schema.field("is_shared"), pa.array(shared)), counts


def _in_force(lists: Sequence[Dated]) -> list[tuple[Dated, datetime, datetime]]:
    """Each list with the time that it speaks for."""
    spoken = []
    for one in sorted(lists, key=lambda each: (each.name, each.as_of, each.label)):
        dates = sorted({each.as_of for each in lists if each.name == one.name})
        place = dates.index(one.as_of)
        begins = _midnight(one.as_of) - (REACH if place == 0 else timedelta())
        ends = _midnight(one.as_of) + REACH
        if place + 1 < len(dates):
            ends = min(ends, _midnight(dates[place + 1]))
        spoken.append((one, begins, ends))
    return spoken


def _named(table: pa.Table, entries: Entries) -> Flags:
    """Which rows use a listed value; each distinct value is looked up once."""
    joined = pc.binary_join_element_wise(table["kind"], table["value"], "\x1f")
    encoded = pc.dictionary_encode(joined.combine_chunks())
    listed = [_is_named(entries, text) for text in encoded.dictionary.to_pylist()]
    taken = pa.array([*listed, False]).take(pc.fill_null(encoded.indices, len(listed)))
    return np.asarray(taken, dtype=bool)


def _is_named(entries: Entries, text: str) -> bool:
    kind, _, value = text.partition("\x1f")
    if kind not in {"address", "asn", "email_domain", "email_pattern"}:
        return False
    known = normalize(kind, value)
    return known is not None and entries.names(kind, known)


def _during(table: pa.Table, begins: datetime, ends: datetime) -> Flags:
    """Which uses touch this time; an end that is not known excludes nothing."""
    before = pc.less(table["first_at"], pa.scalar(ends, table["first_at"].type))
    after = pc.greater_equal(table["last_at"], pa.scalar(begins, table["last_at"].type))
    both = pc.and_(pc.fill_null(before, True), pc.fill_null(after, True))  # noqa: FBT003
    return np.asarray(both, dtype=bool)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _merged(spans: list[Span]) -> list[Span]:
    """Sorted, and those that overlap or touch as one."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
