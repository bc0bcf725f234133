"""Why these accounts are held together, for a person to judge: what speaks for it and against.

Nothing here says how likely it is that accounts are one operator's; it says what they share, how
rare that is, what an innocent reason would be, and what would be left without each part.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from cases.clusters import rarity, shape
from cases.clusters.linker import Found, Result
from cases.clusters.pairs import FAMILIES, Shared
from cases.clusters.signals import KINDS, NOUNS, Family, Kind
from cases.clusters.uses import UNKNOWN_FIRST, UNKNOWN_LAST

#: How many shared values of each family are shown.
MOST_SIGNALS = 5
HOUSEHOLD = 8
UNSTABLE = 0.95


@dataclass(frozen=True)
class SharedValue:
    """One value that members share, and how rare it is among all platform accounts."""

    kind: str
    label: str
    family: str
    value: str
    within: int
    used_by: int
    population: int
    bits: float
    in_words: str
    innocent: str


@dataclass(frozen=True)
class Coverage:
    """What one family contributes, and what is left without it."""

    family: str
    label: str
    values: int
    members: int
    users: int
    parts_without: list[int]

    @property
    def closed(self) -> float:
        """The share of those who use the cluster's values who belong to it."""
        return self.members / self.users if self.users else 0.0


@dataclass(frozen=True)
class Explanation:
    """Everything that a cluster's page says, ready to be stored."""

    sentence: str
    signals: list[SharedValue]
    signal_count: int
    coverage: list[Coverage]
    pair_links: int
    group_links: int
    weakest: list[str]
    describers: list[dict[str, Any]]
    innocent: list[str]
    against: list[str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def explain(result: Result, found: Found) -> Explanation:
    """Put one cluster into words and numbers."""
    shared = _of_cluster(result, found)
    coverage = _coverage(result, found, shared)
    values = _most_shared(result, found, shared)
    alone = int(result.is_pair[found.links].sum())
    return Explanation(
        sentence=_sentence(found, coverage),
        signals=[
            SharedValue(**value_in_words(result, value, within))
            for value, within in _some_of_each_family(result, values, coverage)
        ],
        signal_count=len(values),
        coverage=coverage,
        pair_links=alone,
        group_links=len(found.links) - alone,
        weakest=[_cut_in_words(result, cut) for cut in found.cuts],
        describers=[_describer(result, mark) for mark in found.describers],
        innocent=_innocent(result, found, coverage),
        against=_against(found, coverage, alone),
    )


class Evidence:
    """What each link of a result rests on: every shared value, whether it counts, and when."""

    def __init__(self, result: Result) -> None:
        self.result = result
        population, shared = result.uses.population, result.shared
        key = shared.a * population + shared.b
        self.order = np.lexsort((shared.value, -shared.bits, key))
        self.key = key[self.order]

    def of(self, place: int) -> list[dict[str, Any]]:
        """The evidence of one link, the rarest value of each family first and counted."""
        result = self.result
        a, b = int(result.links.a[place]), int(result.links.b[place])
        start, end = np.searchsorted(self.key, a * result.uses.population + b + np.arange(2))
        counted: set[int] = set()
        said = []
        for row in self.order[start:end]:
            value = int(result.shared.value[row])
            family = int(result.makers.family[value])
            said.append(
                value_in_words(result, value, within=2)
                | {
                    "bits": round(float(result.shared.bits[row]), 2),
                    "counts": family not in counted,
                    "together": _overlap(result, value, a, b),
                }
            )
            counted.add(family)
        return said


def _of_cluster(result: Result, found: Found) -> Shared:
    inside = np.zeros(result.uses.population, dtype=bool)
    inside[found.members] = True
    return result.shared.only(inside[result.shared.a])


def _most_shared(result: Result, found: Found, shared: Shared) -> list[tuple[int, int]]:
    """The values that members share, with how many of them do: those of most members first."""
    inside = np.isin(result.uses.account, found.members)
    within = np.bincount(result.uses.value[inside], minlength=len(result.uses.values))
    values = np.unique(shared.value)
    values = values[np.lexsort((values, -result.makers.bits[values], -within[values]))]
    return [(int(value), int(within[value])) for value in values]


def _some_of_each_family(
    result: Result, values: list[tuple[int, int]], coverage: list[Coverage]
) -> list[tuple[int, int]]:
    """Of each family those values that most members share; the widest family first."""
    family_of = {value: FAMILIES[result.makers.family[value]].value for value, _ in values}
    return [
        pair
        for one in coverage
        for pair in [p for p in values if family_of[p[0]] == one.family][:MOST_SIGNALS]
    ]


def value_in_words(result: Result, value: int, within: int) -> dict[str, Any]:
    """The value, how rare it is among all, and the innocent reason to share it."""
    kind, text = result.uses.values[value]
    known: Kind = KINDS[kind]
    bits = float(result.makers.bits[value])
    return {
        "kind": kind,
        "label": known.label,
        "family": known.family.value,
        "value": text,
        "within": within,
        "used_by": int(result.makers.degree[value]),
        "population": result.uses.population,
        "bits": round(bits, 2),
        "in_words": rarity.in_words(bits),
        "innocent": known.innocent,
    }


def _coverage(result: Result, found: Found, shared: Shared) -> list[Coverage]:
    families = result.makers.family[shared.value]
    inside = np.zeros(result.uses.population, dtype=bool)
    inside[found.members] = True
    covered = []
    for family in np.unique(families):
        values = np.unique(shared.value[families == family])
        users = np.unique(result.uses.account[np.isin(result.uses.value, values)])
        rest = families != family
        parts = shape.parts_without(found.members, shared.a[rest], shared.b[rest])
        name = FAMILIES[family]
        covered.append(
            Coverage(
                name.value,
                name.label,
                len(values),
                int(inside[users].sum()),
                len(users),
                list(parts[:5]),
            )
        )
    return sorted(covered, key=lambda one: (-one.members, one.family))


def _sentence(found: Found, coverage: list[Coverage]) -> str:
    """What most members share first, then what only some do."""
    size = len(found.members)
    most = [one for one in coverage if one.members * 2 >= size] or coverage[:2]
    some = [one for one in coverage if one not in most]
    said = (
        f"{size:,} platform accounts are held together by "
        f"{listed([Family(one.family).counted(one.values) for one in most])} that several of "
        "them share"
    )
    if some:
        said += f"; {listed([Family(one.family).counted(one.values) for one in some])} besides"
    return said + "."


def _cut_in_words(result: Result, cut: shape.Cut) -> str:
    names = [result.uses.accounts[member] for member in cut.members]
    what = f"the link between {names[0]} and {names[1]}" if cut.is_link else names[0]
    return f"Without {what} it falls into {listed([f'{part:,}' for part in cut.parts[:4]])}."


def _describer(result: Result, mark: Any) -> dict[str, Any]:
    return value_in_words(result, mark.value, within=mark.within) | {
        "share": round(mark.share, 4),
        "enrichment": round(mark.enrichment, 2),
        "log10_p": round(mark.log_p / np.log(10), 1),
    }


def _innocent(result: Result, found: Found, coverage: list[Coverage]) -> list[str]:
    """The innocent readings that the facts leave room for."""
    size = len(found.members)
    families = {one.family for one in coverage if one.members * 2 >= size}
    said = []
    if size <= HOUSEHOLD:
        said.append("It is small enough to be a household or a small team.")
    declared = result.uses.organization[found.members]
    known = declared[declared >= 0]
    if len(known) and (most := int(np.bincount(known).max())) * 2 >= size:
        said.append(f"{most:,} of {size:,} declare one verified organisation: colleagues, perhaps.")
    if families <= {Family.NETWORK, Family.CLIENT, Family.IDENTITY}:
        said.append("A campus, an office or a carrier would share the same things.")
    if Family.RESELLER in families:
        said.append("A reseller's unrelated customers may share its cards and its network.")
    if Family.CREDENTIAL in families:
        said.append("A stolen or leaked key is used by strangers to each other.")
    return said


def _against(found: Found, coverage: list[Coverage], alone: int) -> list[str]:
    """What speaks against one operator, said whether or not anyone asks."""
    said = []
    for one in coverage:
        values = NOUNS[Family(one.family)][1]
        if (outside := one.users - one.members) > 0:
            said.append(f"{outside:,} accounts outside the cluster use its {values}, too.")
        if (missing := len(found.members) - one.members) > 0:
            said.append(f"{missing:,} members share no {values}.")
    if found.stability < UNSTABLE:
        said.append(
            f"With a tenth of all uses taken away at random, {found.stability:.1%} of the members "
            "stay together."
        )
    if not alone:
        said.append("No two members share two families: only the group as a whole is corroborated.")
    said.append("Nothing here says who operates the accounts, or why.")
    return said


def _overlap(result: Result, value: int, a: int, b: int) -> list[str | None]:
    """From when to when both used the value; None where it is not known."""
    uses = result.uses
    start, end = np.searchsorted(uses.value, [value, value + 1])
    rows = start + np.flatnonzero(np.isin(uses.account[start:end], [a, b]))
    first, last = int(uses.first[rows].max()), int(uses.last[rows].min())
    return [
        None if end in {UNKNOWN_FIRST, UNKNOWN_LAST} else str(np.datetime64(end, "us")) + "Z"
        for end in (min(first, last), max(first, last))
    ]


def listed(words: list[str]) -> str:
    """For example "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
