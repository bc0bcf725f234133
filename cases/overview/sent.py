"""What platform accounts were sent, cluster by cluster, as the last linker run added it up."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum
from django.urls import reverse

from cases.clusters.models import Cluster, ClusterMember
from cases.core.models import Case

ACCEPTED, PROPOSED = Cluster.Status.ACCEPTED, Cluster.Status.PROPOSED
#: Clusters of one kind that have a line of their own; those after them share one.
MOST = 12


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the platform accounts, and what the logs show that they were sent."""

    label: str
    accounts: int
    interactions: int
    output_tokens: int
    first_at: datetime | None = None
    last_at: datetime | None = None
    url: str = ""


def accepted(case: Case) -> list[Part]:
    """The accepted clusters, largest first; who is in two of them counts in the earlier one."""
    return _parts(case, ACCEPTED, _earlier(ACCEPTED))


def proposed(case: Case) -> list[Part]:
    """The clusters that nobody judged, without accounts of accepted ones."""
    return _parts(case, PROPOSED, Q(cluster__status=ACCEPTED) | _earlier(PROPOSED))


def together(parts: list[Part], label: str) -> Part:
    """All of these as one."""
    return Part(
        f"{len(parts):,} {label} cluster{'' if len(parts) == 1 else 's'}",
        sum(part.accounts for part in parts),
        sum(part.interactions for part in parts),
        sum(part.output_tokens for part in parts),
        min((part.first_at for part in parts if part.first_at), default=None),
        max((part.last_at for part in parts if part.last_at), default=None),
    )


def largest(case: Case, parts: list[Part], status: str) -> list[Part]:
    """A line for each of the largest, and one line for all others."""
    if len(parts) <= MOST:
        return parts
    others = together(parts[MOST - 1 :], f"more {status}")
    url = reverse("clusters:list", args=[case.reference]) + f"?status={status}"
    return [*parts[: MOST - 1], replace(others, url=url)]


def rest(whole: Part, *parts: Part) -> Part:
    """What is in none of these; never less than nothing, where sums are of different days."""
    return Part(
        "In no cluster",
        max(0, whole.accounts - sum(part.accounts for part in parts)),
        max(0, whole.interactions - sum(part.interactions for part in parts)),
        max(0, whole.output_tokens - sum(part.output_tokens for part in parts)),
    )


def _earlier(status: str) -> Q:
    return Q(cluster__status=status, cluster__number__lt=OuterRef("cluster__number"))


def _parts(case: Case, status: str, counted_there: Q) -> list[Part]:
    rows = ClusterMember.objects.filter(cluster__case=case, cluster__status=status)
    elsewhere = ClusterMember.objects.filter(
        counted_there, cluster__case=case, account=OuterRef("account")
    )
    sums = (
        rows.filter(~Exists(elsewhere))
        .values("cluster__number", "cluster__name")
        .annotate(
            accounts=Count("pk"),
            interactions=Sum("account__interaction_count"),
            output_tokens=Sum("account__output_token_count"),
            first_at=Min("account__first_seen_at"),
            last_at=Max("account__last_seen_at"),
        )
        .order_by("-interactions", "cluster__number")
    )
    return [_part(case, dict(row)) for row in sums]


def _part(case: Case, row: dict[str, Any]) -> Part:
    number, name = row.pop("cluster__number"), row.pop("cluster__name")
    url = reverse("clusters:detail", args=[case.reference, number])
    return Part(label=f"K-{number} {name}".strip(), url=url, **row)
