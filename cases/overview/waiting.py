"""What waits for a person, over all their cases: the sections of the home page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from cases.claims import queries
from cases.claims.models import Claim
from cases.claims.signatures import Proposal
from cases.core.models import Case, Task, WatchItem
from cases.core.roles import Permission
from cases.jobs.models import Job
from cases.reports.models import Revision
from cases.reports.queries import stale_revisions

MOST = 8


@dataclass(frozen=True)
class Item:
    """One thing that waits, and where to deal with it."""

    what: str
    case: str
    url: str
    detail: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class Section:
    """Things of one kind that wait, and how many more there are."""

    title: str
    items: list[Item]
    count: int
    nothing: str

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def waiting_for(user: User, today: date) -> list[Section]:
    """Every section, in the order in which a person should look at them."""
    mine = Case.objects.visible_to(user)
    return [tell(user, mine, today) for tell in SECTIONS]


def _tasks(user: User, mine: QuerySet[Case], today: date) -> Section:
    rows = Task.objects.filter(case__in=mine, assignee=user, done_at=None).select_related("case")
    items = [
        Item(
            task.title,
            task.case.reference,
            reverse("cases:tasks", args=[task.case.reference]) + f"#task-{task.pk}",
            f"due {task.due_on:%B %-d, %Y}" if task.due_on else "",
            is_urgent=bool(task.due_on and task.due_on < today),
        )
        for task in rows.order_by("due_on", "pk")[:MOST]
    ]
    return Section("My tasks", items, rows.count(), "No task is yours.")


def _watch(user: User, mine: QuerySet[Case], today: date) -> Section:
    rows = WatchItem.objects.filter(
        case__in=Case.objects.where_may(user, Permission.WRITE),
        outcome=WatchItem.Outcome.WATCHING,
        look_again_on__lte=today,
    ).select_related("case")
    items = [
        Item(
            item.what,
            item.case.reference,
            reverse("cases:watch_look", args=[item.case.reference, item.pk]),
            f"look again since {item.look_again_on:%B %-d, %Y}",
            is_urgent=True,
        )
        for item in rows.order_by("look_again_on", "pk")[:MOST]
    ]
    return Section("Watch items due", items, rows.count(), "Nothing on a watch list is due.")


def _jobs(user: User, mine: QuerySet[Case], today: date) -> Section:
    rows = Job.objects.unfinished().filter(case__in=mine).select_related("case")
    items = [
        Item(
            str(job),
            job.case.reference,
            job.get_absolute_url(),
            job.get_state_display() + (f", {job.percent} %" if job.percent is not None else ""),
        )
        for job in rows.order_by("requested_at")[:MOST]
    ]
    return Section("Running jobs", items, rows.count(), "No job is running.")


def _countersign(user: User, mine: QuerySet[Case], today: date) -> Section:
    rows = Proposal.objects.for_countersigning(user).select_related("claim__case", "proposed_by")
    items = [
        Item(
            f"{proposal.claim}: {proposal.claim.statement}",
            proposal.claim.case.reference,
            proposal.get_absolute_url(),
            f"{proposal.proposed_by} proposed {proposal.get_status_display().lower()}",
        )
        for proposal in rows.order_by("proposed_at")[:MOST]
    ]
    nothing = "No proposal waits for your signature."
    return Section("For my countersignature", items, rows.count(), nothing)


def _approve(user: User, mine: QuerySet[Case], today: date) -> Section:
    rows = Revision.objects.for_approval(user).select_related("report__case", "requested_by")
    items = [
        Item(
            f"{revision}: {revision.title}",
            revision.report.case.reference,
            revision.get_absolute_url(),
            f"{revision.requested_by} asks for approval",
        )
        for revision in rows.order_by("requested_at")[:MOST]
    ]
    return Section("Reports for my approval", items, rows.count(), "No report waits for you.")


def _stale(user: User, mine: QuerySet[Case], today: date) -> Section:
    found = stale_revisions(user)
    items = [
        Item(
            f"{revision}: {revision.title}",
            revision.report.case.reference,
            revision.get_absolute_url(),
            _changed(reasons),
            is_urgent=True,
        )
        for revision, reasons in found[:MOST]
    ]
    nothing = "Every approved report still says what the ledger says."
    return Section("Stale reports", items, len(found), nothing)


def _changed(reasons: dict[str, str]) -> str:
    """The first reason in full, and how many more there are."""
    token, why = next(iter(reasons.items()))
    more = len(reasons) - 1
    return f"changed since: {token}: {why.rstrip('.')}" + (f"; and {more:,} more" if more else "")


def _overstated(user: User, mine: QuerySet[Case], today: date) -> Section:
    theirs = Case.objects.where_may(user, Permission.WRITE)
    rows = Claim.objects.overstated().filter(case__in=theirs).select_related("case")
    unsettled = queries.unsettled_cases(theirs)
    items = [
        Item(
            "Ceilings are out of date",
            case.reference,
            reverse("claims:list", args=[case.reference]),
            what,
            is_urgent=True,
        )
        for case, what in unsettled[:MOST]
    ]
    items += [
        Item(
            f"{claim}: {claim.statement}",
            claim.case.reference,
            claim.get_absolute_url(),
            claim.overstated_because,
            is_urgent=True,
        )
        for claim in rows.order_by("-changed_at")[: MOST - len(items)]
    ]
    count, nothing = rows.count() + len(unsettled), "No claim stands above its ceiling."
    return Section("Overstated claims", items, count, nothing)


SECTIONS: list[Callable[[User, QuerySet[Case], date], Section]] = [
    _countersign,
    _approve,
    _overstated,
    _stale,
    _tasks,
    _watch,
    _jobs,
]
