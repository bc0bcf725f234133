from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.clusters import byhand, policies, shape
from cases.clusters.linker import VERSION, Parameters
from cases.clusters.models import Cluster, ClusterMember, Judgement, LinkerRun, PlatformAccount
from cases.core import access
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.core.roles import Permission
from cases.jobs import services as jobs


class ReasonMissing(Refused):
    pass


class NotAPart(Refused):
    pass


class NothingToMerge(Refused):
    pass


class UnknownPlatformAccount(Refused):
    pass


class ClusterTooSmall(Refused):
    pass


@transaction.atomic
def request_run(*, case: Case, parameters: Parameters | None = None, by: User) -> LinkerRun:
    """Have the linker look for clusters, with parameters that are kept with the run."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if reason := policies.why_not_run(by, case):
        raise PermissionDenied(reason)
    run = LinkerRun.objects.create(
        case=case,
        number=next_number(case, "linker run"),
        parameters=(parameters or Parameters()).as_json(),
        version=VERSION,
        requested_by=by,
    )
    run.job = jobs.request_job(
        case=case, kind="clusters.link", subject=str(run), parameters={"run_id": run.pk}, by=by
    )
    run.save(update_fields=["job"])
    audit.record(
        by=by,
        action="linker.run_requested",
        subject=run,
        case=case.reference,
        detail={"number": run.number, "parameters": run.parameters},
    )
    return run


@transaction.atomic
def accept_cluster(*, cluster: Cluster, reason: str, by: User) -> Cluster:
    """Judge that these platform accounts are operated together."""
    return _judge_and_record(cluster, Cluster.Status.ACCEPTED, Judgement.Verb.ACCEPTED, reason, by)


@transaction.atomic
def reject_cluster(*, cluster: Cluster, reason: str, by: User) -> Cluster:
    """Judge that these platform accounts are not operated together, or that it isn't shown."""
    return _judge_and_record(cluster, Cluster.Status.REJECTED, Judgement.Verb.REJECTED, reason, by)


@transaction.atomic
def split_cluster(
    *, cluster: Cluster, accounts: Iterable[str], reason: str, by: User
) -> tuple[Cluster, Cluster]:
    """Part a cluster in two: these platform accounts, and the rest."""
    cluster = _lock(cluster, reason, by)
    members = {member.external_id: member for member in cluster.members.all()}
    part = [members.pop(name) for name in sorted(set(accounts)) if name in members]
    if len(part) < 2 or len(members) < 2:
        raise NotAPart("Name at least two of its members, and leave at least two.")
    before = {str(cluster.pk): _state(cluster)}
    first = _make(cluster.case, part, Cluster.Origin.SPLIT, made_from=[cluster])
    rest = _make(cluster.case, list(members.values()), Cluster.Origin.SPLIT, made_from=[cluster])
    _replace(cluster, reason, by)
    _record(cluster, Judgement.Verb.SPLIT, reason, by, replaced=before, made=[first, rest])
    return first, rest


@transaction.atomic
def merge_clusters(*, clusters: Iterable[Cluster], reason: str, by: User) -> Cluster:
    """Hold several clusters to be one."""
    ordered = sorted(clusters, key=lambda cluster: cluster.pk)
    merged = [_lock(cluster, reason, by) for cluster in ordered]
    if len({cluster.pk for cluster in merged}) < 2 or len({c.case_id for c in merged}) > 1:
        raise NothingToMerge("Name at least one other cluster of this case.")
    members = PlatformAccount.objects.filter(clusters__in=merged).distinct()
    before = {str(cluster.pk): _state(cluster) for cluster in merged}
    whole = _make(merged[0].case, list(members), Cluster.Origin.MERGE, made_from=merged)
    for cluster in merged:
        _replace(cluster, reason, by)
    _record(whole, Judgement.Verb.MERGED, reason, by, replaced=before, made=[whole])
    return whole


@transaction.atomic
def draw_cluster(
    *, case: Case, accounts: Iterable[str], name: str = "", reason: str, by: User
) -> Cluster:
    """Hold platform accounts together by hand; it is proposed until someone accepts it."""
    access.require(by, case, Permission.WRITE)
    _require_reason(reason)
    wanted = sorted(set(accounts))
    known = list(case.platform_accounts.filter(external_id__in=wanted))
    if missing := sorted(set(wanted) - {account.external_id for account in known}):
        raise UnknownPlatformAccount(f"Not in this case: {', '.join(missing[:5])}.")
    if len(known) < 2:
        raise ClusterTooSmall("A cluster holds at least two platform accounts.")
    cluster = _make(case, known, Cluster.Origin.ANALYST, name=name)
    _record(cluster, Judgement.Verb.DREW, reason, by, replaced={}, made=[cluster])
    return cluster


@transaction.atomic
def note_cluster(*, cluster: Cluster, text: str, by: User) -> Judgement:
    """Keep a remark about a cluster, signed."""
    access.require(by, cluster.case, Permission.WRITE)
    _require_reason(text)
    return _record(cluster, Judgement.Verb.NOTED, text, by, replaced={}, made=[])


@transaction.atomic
def undo_judgement(*, judgement: Judgement, reason: str, by: User) -> Judgement:
    """Take a judgement back: clusters stand again as before, and what it made is withdrawn."""
    Case.objects.select_for_update().get(pk=judgement.case.pk)
    _require_reason(reason)
    if why_not := policies.why_not_undo(by, judgement):
        raise PermissionDenied(why_not)
    for key, state in judgement.before["replaced"].items():
        Cluster.objects.filter(pk=int(key)).update(**state)
    made = Cluster.objects.filter(pk__in=judgement.before["made"])
    made.update(status=Cluster.Status.WITHDRAWN)
    return _record(
        judgement.cluster,
        Judgement.Verb.UNDID,
        reason,
        by,
        replaced={},
        made=[],
        undoes=judgement,
    )


def _judge_and_record(
    cluster: Cluster, status: Cluster.Status, verb: Judgement.Verb, reason: str, by: User
) -> Cluster:
    cluster = _lock(cluster, reason, by)
    before = {str(cluster.pk): _state(cluster)}
    cluster.status, cluster.reason = status, reason
    cluster.judged_at, cluster.judged_by = timezone.now(), by
    cluster.save(update_fields=["status", "reason", "judged_at", "judged_by"])
    _record(cluster, verb, reason, by, replaced=before, made=[])
    return cluster


def _lock(cluster: Cluster, reason: str, by: User) -> Cluster:
    """The locked cluster, if this person may judge it and says why."""
    cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
    if why_not := policies.why_not_judge(by, cluster):
        raise PermissionDenied(why_not)
    _require_reason(reason)
    return cluster


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing("Please say why.")


def _state(cluster: Cluster) -> dict[str, Any]:
    """What a judgement changes, to be put back when it is undone."""
    return {
        "status": cluster.status,
        "reason": cluster.reason,
        "judged_at": cluster.judged_at and cluster.judged_at.isoformat(),
        "judged_by_id": cluster.judged_by_id,
    }


def _replace(cluster: Cluster, reason: str, by: User) -> None:
    cluster.status, cluster.reason = Cluster.Status.REPLACED, reason
    cluster.judged_at, cluster.judged_by = timezone.now(), by
    cluster.save(update_fields=["status", "reason", "judged_at", "judged_by"])


def _make(
    case: Case,
    members: list[PlatformAccount],
    origin: Cluster.Origin,
    *,
    name: str = "",
    made_from: Iterable[Cluster] = (),
) -> Cluster:
    """A cluster that a person made, with what its members share."""
    explained = byhand.explanation(members, case.platform_accounts.count())
    cluster = Cluster.objects.create(
        case=case,
        number=next_number(case, "cluster"),
        origin=origin,
        name=name,
        digest=shape.digest(member.external_id for member in members),
        member_count=len(members),
        interaction_count=sum(member.interaction_count for member in members),
        families=[one.family for one in explained.coverage],
        explanation=explained.as_json(),
    )
    cluster.made_from.set(made_from)
    ClusterMember.objects.bulk_create(
        [ClusterMember(cluster=cluster, account=member) for member in members], batch_size=5000
    )
    return cluster


def _record(
    cluster: Cluster,
    verb: Judgement.Verb,
    reason: str,
    by: User,
    *,
    replaced: dict[str, Any],
    made: list[Cluster],
    undoes: Judgement | None = None,
) -> Judgement:
    """Keep the judgement for good, and write it down in the audit."""
    judgement = Judgement.objects.create(
        cluster=cluster,
        verb=verb,
        reason=reason,
        by=by,
        before={"replaced": replaced, "made": [one.pk for one in made]},
        undoes=undoes,
    )
    audit.record(
        by=by,
        action=f"cluster.{verb}",
        subject=cluster,
        case=cluster.case.reference,
        detail={
            "reason": reason,
            "members": cluster.member_count,
            "digest": cluster.digest,
            "made": [str(one) for one in made],
        },
    )
    return judgement
