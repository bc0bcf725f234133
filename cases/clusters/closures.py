"""Reads what members sent when some of them were closed, and measures whether others took over."""

from datetime import UTC, datetime
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from cases.clusters import failover, reading
from cases.clusters.failover import OPEN
from cases.clusters.linker import Result
from cases.clusters.uses import Ints
from cases.telemetry import tables

#: At most so many clusters are looked at, the largest first.
MOST_CLUSTERS = 20


def taken_over(
    telemetry: tables.Telemetry, result: Result, people: pa.Table
) -> dict[int, dict[str, Any]]:
    """Of the largest clusters with a closed member, by their place: what the others sent then."""
    closed = _closing_days(people)
    groups = _groups(result, closed)
    if telemetry.interactions is None or not groups:
        return {}
    asked = pa.table({"account": [name for names in groups.values() for name in names]})
    answer = telemetry.answer(reading.by_account_day(telemetry.interactions, ibis.memtable(asked)))
    days = answer["day"].to_numpy()
    if not len(days):
        return {}
    first, width = int(days.min()), int(days.max() - days.min()) + 1
    encoded = answer["account"].combine_chunks().dictionary_encode()
    codes, times = encoded.indices.to_numpy(), answer["times"].to_numpy()
    code_of = {name: code for code, name in enumerate(encoded.dictionary.to_pylist())}
    found = {}
    for place, members in groups.items():
        sent = _sent(members, code_of, codes, days - first, times, width)
        closed_on = np.array([closed.get(name, OPEN) for name in members])
        closed_on[closed_on != OPEN] -= first
        if measured := failover.measure(sent, closed_on, seed=members[0]):
            found[place] = measured.as_json() | {"from": _day(first), "to": _day(first + width - 1)}
    return found


def _groups(result: Result, closed: dict[str, int]) -> dict[int, list[str]]:
    """The members of each cluster that is looked at, in the order of their names."""
    by_size = sorted(range(len(result.clusters)), key=lambda p: -len(result.clusters[p].members))
    named = {
        place: sorted(result.uses.accounts[m] for m in result.clusters[place].members)
        for place in by_size
    }
    hit = {place: names for place, names in named.items() if closed.keys() & set(names)}
    return dict(list(hit.items())[:MOST_CLUSTERS])


def _closing_days(people: pa.Table) -> dict[str, int]:
    """The day (UTC, counted from 1970-01-01) on which each closed account was closed."""
    rows = people.filter(people["closed_at"].is_valid())
    seconds = rows["closed_at"].cast(pa.timestamp("s")).cast(pa.int64()).to_pylist()
    names = rows["platform_account"].to_pylist()
    return {name: at // reading.SECONDS_OF_A_DAY for name, at in zip(names, seconds, strict=True)}


def _sent(
    members: list[str], code_of: dict[str, int], codes: Ints, days: Ints, times: Ints, width: int
) -> Ints:
    """What each member (row) sent on each day (column) of the window."""
    row_of = np.full(len(code_of), -1)
    for row, name in enumerate(members):
        if name in code_of:
            row_of[code_of[name]] = row
    here = row_of[codes] >= 0
    sent = np.zeros((len(members), width), dtype=np.int64)
    sent[row_of[codes[here]], days[here]] = times[here]
    return sent


def _day(number: int) -> str:
    return datetime.fromtimestamp(number * reading.SECONDS_OF_A_DAY, UTC).date().isoformat()
