"""What the pages of clusters show, read out of PostgreSQL alone."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from cases.clusters import chance, rarity
from cases.clusters.models import Cluster, Judgement, Link, LinkerRun, PlatformAccount, SignalUse
from cases.clusters.signals import KINDS
from cases.core.models import Case


@dataclass(frozen=True)
class Entry:
    """One line of a cluster's history."""

    judgement: Judgement
    who: str
    what: str
    at: Any
    why: str


@dataclass(frozen=True)
class Use:
    """A value that a platform account shares, how rare that is, and with whom."""

    label: str
    family: str
    value: str
    used_by: int
    bits: float
    in_words: str
    innocent: str
    first_at: Any
    last_at: Any


def membership(case: Case) -> dict[str, str]:
    """The accepted cluster of each platform account that is in one: external id to "K-2"."""
    rows = case.clusters.accepted().order_by("number").values_list("number", "members__external_id")
    return {account: f"K-{number}" for number, account in rows}


def history(cluster: Cluster) -> list[Entry]:
    """What people decided about the cluster, the latest first."""
    rows = cluster.judgements.select_related("by", "undone_by").order_by("-pk")
    return [
        Entry(
            judgement=row,
            who=str(row.by),
            what=row.get_verb_display() + (" (undone since)" if _is_undone(row) else ""),
            at=row.at,
            why=row.reason,
        )
        for row in rows
    ]


def undoable(cluster: Cluster) -> Judgement | None:
    """The judgement that could be undone next, if there is one."""
    rows = cluster.judgements.exclude(verb__in=["noted", "undid"]).filter(undone_by=None)
    return rows.order_by("-pk").first()


def strongest_links(cluster: Cluster) -> QuerySet[Link]:
    """Ten links, with what each rests on."""
    return cluster.links.select_related("a__case", "b__case").order_by("-bits", "pk")[:10]


def in_words(run: LinkerRun) -> list[str]:
    """What a finished run found, and what accident would have made of it, in sentences."""
    shuffles = int(run.parameters.get("shuffles", 0))
    said = [chance.in_words(run.expected_link_count or 0.0, run.pair_link_count, shuffles)]
    if run.grouped_count:
        said.append(
            f"{run.grouped_count:,} platform accounts are held together as groups, by at least two "
            f"families; random re-deals held {run.expected_grouped_count:,.1f} on average."
        )
    if run.set_aside_count:
        said.append(
            f"{run.set_aside_count:,} linked groups of fewer than "
            f"{run.parameters['least_members']} accounts were set aside as the size of a household."
        )
    if run.control:
        said.append(
            f"Control: of {run.control['accounts']:,} accounts presumed innocent (of a verified "
            f"organisation, or opened half a year before the telemetry begins) "
            f"{run.control['in_clusters']:,} fell into a cluster."
        )
    else:
        said.append("Control: the telemetry does not say which accounts may be presumed innocent.")
    return said


def shared_by(account: PlatformAccount) -> list[Use]:
    """The values that a platform account shares with others, the rarest first."""
    population = account.case.platform_accounts.count()
    said = []
    for use in account.signal_uses.all():
        kind = KINDS[use.kind]
        bits = rarity.bits(population, use.used_by_count, kind.reliability)
        said.append(
            Use(
                label=kind.label,
                family=kind.family.label,
                value=use.value,
                used_by=use.used_by_count,
                bits=round(bits, 1),
                in_words=rarity.in_words(bits),
                innocent=kind.innocent,
                first_at=use.first_at,
                last_at=use.last_at,
            )
        )
    return sorted(said, key=lambda use: (-use.bits, use.label, use.value))


def sharing(account: PlatformAccount) -> QuerySet[PlatformAccount]:
    """The platform accounts that share the most values with this one."""
    own = account.signal_uses.values_list("kind", "value")
    values = [value for _, value in own]
    same = SignalUse.objects.filter(
        account__case=account.case, kind__in={kind for kind, _ in own}, value__in=values
    ).exclude(account=account)
    counted = same.values("account").annotate(shared=Count("pk")).order_by("-shared", "account")
    counts = {row["account"]: row["shared"] for row in counted[:20]}
    return PlatformAccount.objects.select_related("case").filter(pk__in=counts)


def _is_undone(judgement: Judgement) -> bool:
    return hasattr(judgement, "undone_by")
