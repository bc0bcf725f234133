"""Reads when the members of a run's clusters were active, and measures how often they meet."""

from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from cases.clusters import reading, synchrony
from cases.clusters.linker import Result
from cases.clusters.synchrony import MOST_GROUPS, SLOTS_OF_A_DAY
from cases.telemetry import tables

Met = dict[int, dict[str, Any]]
_CONTROL = -1


def met(telemetry: tables.Telemetry, result: Result, people: pa.Table) -> Met:
    """Of the largest clusters, by their place: how often members meet, and the control does."""
    if telemetry.interactions is None or not result.clusters:
        return {}
    groups = _groups(result, people)
    asked = pa.table({"account": [name for names in groups.values() for name in names]})
    answer = telemetry.answer(reading.by_slot(telemetry.interactions, ibis.memtable(asked)))
    slots = answer["slot"].to_numpy()
    if not len(slots):
        return {}
    first = int(slots.min()) // SLOTS_OF_A_DAY * SLOTS_OF_A_DAY
    days = (int(slots.max()) - first) // SLOTS_OF_A_DAY + 1
    encoded = answer["account"].combine_chunks().dictionary_encode()
    codes, names = encoded.indices.to_numpy(), encoded.dictionary.to_pylist()
    code_of = {name: code for code, name in enumerate(names)}
    found: Met = {}
    for place, members in groups.items():
        here = np.isin(codes, [code_of[name] for name in members if name in code_of])
        measured = synchrony.measure(
            codes[here], slots[here], first=first, days=days, seed=members[0]
        )
        if measured:
            found[place] = measured.as_json()
    control = found.pop(_CONTROL, None)
    return {place: {"members": each, "control": control} for place, each in found.items()}


def _groups(result: Result, people: pa.Table) -> dict[int, list[str]]:
    by_size = sorted(range(len(result.clusters)), key=lambda p: -len(result.clusters[p].members))
    groups = {
        place: synchrony.picked([result.uses.accounts[m] for m in result.clusters[place].members])
        for place in sorted(by_size[:MOST_GROUPS])
    }
    taken = {result.uses.accounts[m] for found in result.clusters for m in found.members}
    active = people.filter(people["first_seen_at"].is_valid())["platform_account"].to_pylist()
    if rest := synchrony.picked([name for name in active if name not in taken]):
        groups[_CONTROL] = rest
    return groups
