from accounts.models import User
from cases.clusters.campaigns import CandidateCampaign
from cases.clusters.dated_lists import InfrastructureList
from cases.clusters.models import Cluster, Judgement
from cases.core import access
from cases.core.models import Case
from cases.core.roles import Permission


def why_not_run(user: User, case: Case) -> str | None:
    """Why this person may not run the linker."""
    if case.linker_runs.filter(finished_at=None, job__state__in=["queued", "running"]).exists():
        return "The linker is running already."
    return access.why_not(user, case, Permission.WRITE)


def why_not_judge(user: User, cluster: Cluster) -> str | None:
    """Why this person may not accept, reject, split or merge the cluster."""
    if not cluster.is_standing:
        return f"{cluster} no longer stands: it was {cluster.get_status_display().lower()}."
    return access.why_not(user, cluster.case, Permission.WRITE)


def why_not_undo(user: User, judgement: Judgement) -> str | None:
    """Why this person may not undo the judgement."""
    if judgement.verb in {Judgement.Verb.NOTED, Judgement.Verb.UNDID}:
        return "A note or an undoing stays; write another one."
    if Judgement.objects.filter(undoes=judgement).exists():
        return "This judgement has been undone already."
    if later := _later(judgement):
        return f"{later.cluster} was judged again since; undo that first."
    return access.why_not(user, judgement.case, Permission.WRITE)


def why_not_judge_candidate(user: User, candidate: CandidateCampaign) -> str | None:
    """Why this person may not draw or dismiss the candidate campaign."""
    if candidate.status != CandidateCampaign.Status.PROPOSED:
        return f"This {candidate} was judged, or is no longer found: take it up again first."
    return access.why_not(user, candidate.case, Permission.WRITE)


def why_not_reopen(user: User, candidate: CandidateCampaign) -> str | None:
    """Why this person may not take the candidate campaign up again."""
    if not candidate.is_judged:
        return "Nobody has judged it yet."
    if candidate.drawn_as and candidate.drawn_as.status != Cluster.Status.WITHDRAWN:
        return f"It was drawn as {candidate.drawn_as}: undo that on the cluster's page first."
    return access.why_not(user, candidate.case, Permission.WRITE)


def why_not_withdraw(user: User, infrastructure_list: InfrastructureList) -> str | None:
    """Why this person may not withdraw the list."""
    if infrastructure_list.withdrawn_at:
        return f"{infrastructure_list} was withdrawn already."
    return access.why_not(user, infrastructure_list.case, Permission.WRITE)


def _later(judgement: Judgement) -> Judgement | None:
    """A judgement that stands and came after, on any of the clusters that this one changed."""
    touched = [*judgement.before["replaced"], *judgement.before["made"]]
    standing = Judgement.objects.filter(
        cluster__case=judgement.case, pk__gt=judgement.pk, undone_by=None
    ).exclude(verb__in=[Judgement.Verb.NOTED, Judgement.Verb.UNDID])
    for later in standing.select_related("cluster"):
        changed = [*later.before["replaced"], *later.before["made"]]
        if {str(key) for key in touched} & {str(key) for key in changed}:
            return later
    return None
