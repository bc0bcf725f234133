"""From what the linker found to proposed clusters, beside what people have decided already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cases.clusters import picture, shape
from cases.clusters.explain import Evidence, explain
from cases.clusters.linker import Found, Result
from cases.clusters.models import Cluster, ClusterMember, Link, LinkerRun, PlatformAccount
from cases.clusters.pairs import FAMILIES
from cases.clusters.uses import Ints
from cases.core.numbering import next_number

Known = dict[str, PlatformAccount]
Daily = dict[str, Any]


_LEAST_ACTIVE = 2


@dataclass(frozen=True)
class Day:
    """What one of the run's clusters did on a day; None stands for everyone in no cluster."""

    day: str
    cluster: int | None
    interactions: int
    accounts: int = 0
    squares: int = 0

    @property
    def dispersion(self) -> float | None:
        """Variance over mean of what each active account sent; of one account there is none."""
        if self.accounts < _LEAST_ACTIVE:
            return None
        mean = self.interactions / self.accounts
        return round((self.squares / self.accounts - mean * mean) / mean, 3)


def propose(
    run: LinkerRun,
    result: Result,
    known: Known,
    days: Sequence[Day] = (),
    conduct: Mapping[int, Daily] | None = None,
) -> dict[str, int]:
    """Propose what is new, keep what is there again, withdraw what nobody judged and is gone."""
    decided = {
        cluster.digest
        for cluster in run.case.clusters.exclude(
            status__in=[Cluster.Status.PROPOSED, Cluster.Status.WITHDRAWN]
        )
    }
    open_proposals = {
        cluster.digest: cluster
        for cluster in run.case.clusters.filter(
            status=Cluster.Status.PROPOSED, origin=Cluster.Origin.LINKER
        )
    }
    evidence = Evidence(result)
    counts = {"new": 0, "again": 0, "decided": 0, "withdrawn": 0}
    for place, found in enumerate(result.clusters):
        did = _daily(place, days) | (conduct or {}).get(place, {})
        if found.digest in decided:
            counts["decided"] += 1
        elif found.digest in open_proposals:
            _describe(open_proposals.pop(found.digest), run, result, found, did)
            counts["again"] += 1
        else:
            _propose_one(run, result, found, known, evidence, did)
            counts["new"] += 1
    for gone in open_proposals.values():
        gone.status = Cluster.Status.WITHDRAWN
        gone.save(update_fields=["status"])
        counts["withdrawn"] += 1
    return counts


def _daily(place: int, days: Sequence[Day]) -> Daily:
    """For each day: what the cluster did, and what all those in no cluster did."""
    counted: dict[str, list[int]] = {}
    for one in days:
        both = counted.setdefault(one.day, [0, 0])
        if one.cluster in {place, None}:
            both[one.cluster is None] += one.interactions
    return {
        "days": [[day, *both] for day, both in sorted(counted.items())],
        "balance": _balance(place, days),
    }


def _balance(place: int, days: Sequence[Day]) -> list[list[Any]]:
    """For each day how evenly the active members shared it, and those in no cluster."""
    found: dict[str, list[Any]] = {}
    for one in days:
        row = found.setdefault(one.day, [0, None, 0, None])
        if one.cluster in {place, None}:
            at = 2 * (one.cluster is None)
            row[at : at + 2] = one.accounts, one.dispersion
    return [[day, *row] for day, row in sorted(found.items())]


def _propose_one(
    run: LinkerRun,
    result: Result,
    found: Found,
    known: Known,
    evidence: Evidence,
    daily: Daily,
) -> None:
    cluster = Cluster(
        case=run.case,
        number=next_number(run.case, "cluster"),
        origin=Cluster.Origin.LINKER,
        digest=found.digest,
        member_count=len(found.members),
    )
    _describe(cluster, run, result, found, daily)
    accounts = [known[result.uses.accounts[member]] for member in found.members]
    links = found.links
    ends = np.concatenate([result.links.a[links], result.links.b[links]])
    linked = np.bincount(ends, minlength=result.uses.population)
    ClusterMember.objects.bulk_create(
        [
            ClusterMember(cluster=cluster, account=account, link_count=int(linked[member]))
            for account, member in zip(accounts, found.members, strict=True)
        ],
        batch_size=5000,
    )
    cluster.interaction_count = sum(account.interaction_count for account in accounts)
    backbone = _backbone(result, found)
    cluster.picture = _picture(result, found, backbone)
    cluster.save(update_fields=["interaction_count", "picture"])
    Link.objects.bulk_create(
        [_link(cluster, result, int(place), known, evidence) for place in backbone],
        batch_size=2000,
    )


def _describe(cluster: Cluster, run: LinkerRun, result: Result, found: Found, daily: Daily) -> None:
    explained = explain(result, found)
    cluster.run = run
    cluster.stability = found.stability
    cluster.families = [one.family for one in explained.coverage]
    cluster.explanation = explained.as_json() | _overlaps(run, result, found) | daily
    cluster.save()


def _overlaps(run: LinkerRun, result: Result, found: Found) -> dict[str, Any]:
    """How the cluster differs from the accepted ones that it shares members with."""
    names = [result.uses.accounts[member] for member in found.members]
    shared = []
    for accepted in run.case.clusters.accepted():
        there = set(accepted.members.values_list("external_id", flat=True))
        if both := len(there.intersection(names)):
            new, gone = len(names) - both, len(there) - both
            shared.append({"cluster": str(accepted), "both": both, "new": new, "gone": gone})
    return {"accepted": shared}


def _backbone(result: Result, found: Found) -> Ints:
    """The places of the links that are kept with the cluster."""
    links = found.links
    kept = shape.backbone(
        found.members,
        result.links.a[links],
        result.links.b[links],
        result.links.weight[links].tolist(),
    )
    return links[kept]


def _link(cluster: Cluster, result: Result, place: int, known: Known, evidence: Evidence) -> Link:
    families = int(result.links.families[place])
    return Link(
        cluster=cluster,
        a=known[result.uses.accounts[int(result.links.a[place])]],
        b=known[result.uses.accounts[int(result.links.b[place])]],
        bits=round(float(result.links.weight[place]), 2),
        stands_alone=bool(result.is_pair[place]),
        families=[name.value for bit, name in enumerate(FAMILIES) if families >> bit & 1],
        evidence=evidence.of(place),
    )


def _picture(result: Result, found: Found, backbone: Ints) -> dict[str, Any]:
    """Where the link picture draws the members, and between which of them a line."""

    def places(links: Ints) -> Ints:
        ends = np.column_stack([result.links.a[links], result.links.b[links]])
        return np.searchsorted(found.members, ends)

    drawn = picture.draw(len(found.members), places(found.links), places(backbone))
    return {
        "names": [result.uses.accounts[found.members[place]] for place in drawn.drawn],
        "at": drawn.at,
        "stands_for": drawn.stands_for.tolist(),
        "lines": drawn.lines.tolist(),
    }
