"""The explanation of a cluster that people made: what its members share, counted in the database.

A person may hold accounts together that the linker does not. The page then shows the same numbers,
and the same counter-evidence, so that a judgement never hides what the accounts don't share.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count

from cases.clusters import rarity
from cases.clusters.explain import MOST_SIGNALS, Coverage, Explanation, SharedValue
from cases.clusters.models import PlatformAccount, SignalUse
from cases.clusters.signals import CAPS, KINDS, NOUNS, Family


def explanation(accounts: Iterable[PlatformAccount], population: int) -> Explanation:
    """What these platform accounts share."""
    ids = [account.pk for account in accounts]
    shared = [
        _value(row, population)
        for row in SignalUse.objects.filter(account__in=ids)
        .values("kind", "value", "used_by_count")
        .annotate(within=Count("account"))
        .filter(within__gte=2)
        .order_by("-within", "used_by_count", "kind", "value")
    ]
    coverage = _coverage(ids, shared)
    return Explanation(
        sentence=_sentence(len(ids), coverage),
        signals=shared[: MOST_SIGNALS * 4],
        signal_count=len(shared),
        coverage=coverage,
        pair_links=0,
        group_links=0,
        weakest=[],
        describers=[],
        innocent=[],
        against=_against(len(ids), coverage),
    )


def _value(row: Mapping[str, Any], population: int) -> SharedValue:
    kind = KINDS[row["kind"]]
    bits = rarity.bits(population, row["used_by_count"], kind.reliability)
    return SharedValue(
        kind=kind.name,
        label=kind.label,
        family=kind.family.value,
        value=row["value"],
        within=row["within"],
        used_by=row["used_by_count"],
        population=population,
        bits=round(bits, 2),
        in_words=rarity.in_words(bits),
        innocent=kind.innocent,
    )


def _coverage(ids: list[int], shared: list[SharedValue]) -> list[Coverage]:
    values: dict[str, list[SharedValue]] = defaultdict(list)
    for one in shared:
        if one.used_by <= CAPS[Family(one.family)]:
            values[one.family].append(one)
    covered = []
    for family, rare in sorted(values.items()):
        users = set(
            SignalUse.objects.filter(
                kind__in={one.kind for one in rare},
                value__in=[one.value for one in rare],
                account__case__platform_accounts=ids[0],
            ).values_list("account", flat=True)
        )
        inside = users.intersection(ids)
        name = Family(family)
        covered.append(Coverage(family, name.label, len(rare), len(inside), len(users), []))
    return sorted(covered, key=lambda one: (-one.members, one.family))


def _sentence(size: int, coverage: list[Coverage]) -> str:
    if not coverage:
        return f"A person holds {size:,} platform accounts together; they share no rare value."
    rare = ", ".join(Family(one.family).counted(one.values) for one in coverage)
    return f"A person holds {size:,} platform accounts together. Several of them share {rare}."


def _against(size: int, coverage: list[Coverage]) -> list[str]:
    said = [
        f"{size - one.members:,} members share no {NOUNS[Family(one.family)][1]}."
        for one in coverage
        if one.members < size
    ]
    if len(coverage) < 2:
        said.append("Fewer than two families of signals are shared: it rests on a person's word.")
    return [*said, "Nothing here says who operates the accounts, or why."]
