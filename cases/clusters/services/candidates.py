from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.clusters import policies
from cases.clusters.campaigns import CandidateCampaign
from cases.clusters.models import Cluster
from cases.clusters.services.judging import ReasonMissing, draw_cluster


@transaction.atomic
def draw_candidate(
    *, candidate: CandidateCampaign, name: str = "", reason: str, by: User
) -> Cluster:
    """Hold the accounts of a candidate campaign together as a cluster, still to be accepted."""
    candidate = _lock(candidate)
    if why_not := policies.why_not_judge_candidate(by, candidate):
        raise PermissionDenied(why_not)
    cluster = draw_cluster(
        case=candidate.case,
        accounts=candidate.members.values_list("external_id", flat=True),
        name=name,
        reason=reason,
        by=by,
    )
    candidate.drawn_as = cluster
    _judge(candidate, CandidateCampaign.Status.DRAWN, reason, by)
    _record(candidate, "candidate.drawn", reason, by)
    return cluster


@transaction.atomic
def dismiss_candidate(*, candidate: CandidateCampaign, reason: str, by: User) -> CandidateCampaign:
    """Judge that a candidate campaign is none; no later run proposes it again."""
    candidate = _lock(candidate)
    if why_not := policies.why_not_judge_candidate(by, candidate):
        raise PermissionDenied(why_not)
    _require_reason(reason)
    _judge(candidate, CandidateCampaign.Status.DISMISSED, reason, by)
    _record(candidate, "candidate.dismissed", reason, by)
    return candidate


@transaction.atomic
def reopen_candidate(*, candidate: CandidateCampaign, reason: str, by: User) -> CandidateCampaign:
    """Take a judged candidate campaign up again; the audit keeps what was judged."""
    candidate = _lock(candidate)
    if why_not := policies.why_not_reopen(by, candidate):
        raise PermissionDenied(why_not)
    _require_reason(reason)
    candidate.status = CandidateCampaign.Status.PROPOSED
    candidate.judged_at = candidate.judged_by = candidate.drawn_as = None
    candidate.reason = ""
    candidate.save(update_fields=["status", "judged_at", "judged_by", "drawn_as", "reason"])
    _record(candidate, "candidate.reopened", reason, by)
    return candidate


def _lock(candidate: CandidateCampaign) -> CandidateCampaign:
    return CandidateCampaign.objects.select_for_update().get(pk=candidate.pk)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing("Please say why.")


def _judge(
    candidate: CandidateCampaign, status: CandidateCampaign.Status, reason: str, by: User
) -> None:
    candidate.status, candidate.reason = status, reason
    candidate.judged_at, candidate.judged_by = timezone.now(), by
    candidate.save(update_fields=["status", "reason", "judged_at", "judged_by", "drawn_as"])


def _record(candidate: CandidateCampaign, action: str, reason: str, by: User) -> None:
    audit.record(
        by=by,
        action=action,
        subject=candidate,
        case=candidate.case.reference,
        detail={
            "reason": reason,
            "members": candidate.member_count,
            "digest": candidate.digest,
            "drawn_as": str(candidate.drawn_as or ""),
        },
    )
