"""What the lists of the case itself offer."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from cases.core.listing import Choice, Listing, Pick
from cases.core.models import Case, Marking, Party, Task, WatchItem
from cases.core.roles import Role


def cases_of(user: User) -> QuerySet[Case]:
    """The person's cases, with what their list shows of each."""
    open_tasks = Count("tasks", filter=Q(tasks__done_at=None), distinct=True)
    return Case.objects.visible_to(user).annotate(open_tasks=open_tasks)


class CaseListing(Listing):
    noun = "case", "cases"
    search = ("reference", "title", "rating")
    filters = {
        "status": Choice("Status", Case.Status.choices),
        "marking": Choice("Marking", Marking.choices),
        "kind": Pick(
            "Kind",
            {
                "real": ("Real", Q(is_synthetic=False)),
                "synthetic": ("Exercises", Q(is_synthetic=True)),
            },
        ),
    }
    sorts = {"reference": "reference", "title": "title", "opened": "opened_at"}
    sort = "-opened"
    columns = {
        "reference": "reference",
        "title": "title",
        "rating": "rating",
        "marking": "marking",
        "status": "status",
        "is_synthetic": "is_synthetic",
        "opened_at": "opened_at",
    }


class PartyListing(Listing):
    noun = "party", "parties"
    search = ("name", "aliases", "note")
    filters = {
        "role": Choice("Role", Party.Role.choices),
        "kind": Choice("Kind", Party.Kind.choices),
    }
    sorts = {"name": "name", "role": "role", "kind": "kind"}
    sort = "name"
    columns = {
        "name": "name",
        "role": "role",
        "kind": "kind",
        "other_names": lambda party: "; ".join(party.aliases),
        "directed_by": "controlled_by.name",
        "note": "note",
    }


class TaskListing(Listing):
    noun = "task", "tasks"
    search = ("title", "detail", "assignee__name")
    filters = {
        "state": Pick(
            "State",
            {"open": ("Open", Q(done_at=None)), "done": ("Done", Q(done_at__isnull=False))},
        ),
        "assignee": Choice("For", lookup="assignee_id"),
    }
    sorts = {"title": "title", "due": "due_on", "added": "added_at", "done": "done_at"}
    sort = "due"
    columns = {
        "title": "title",
        "detail": "detail",
        "for": "assignee.name",
        "due_on": "due_on",
        "added_by": "added_by.name",
        "added_at": "added_at",
        "done_by": "done_by.name",
        "done_at": "done_at",
    }


class NoteListing(Listing):
    noun = "note", "notes"
    search = ("body", "written_by__name")
    sorts = {"written": "written_at"}
    sort = "-written"
    columns = {"written_at": "written_at", "written_by": "written_by.name", "note": "body"}


class WatchListing(Listing):
    noun = "watch item", "watch items"
    search = ("what", "why", "outcome_note")
    filters = {"outcome": Choice("Outcome", WatchItem.Outcome.choices)}
    sorts = {"what": "what", "look": "look_again_on", "added": "added_at"}
    sort = "look"
    columns = {
        "what": "what",
        "why": "why",
        "look_again_on": "look_again_on",
        "outcome": "outcome",
        "found": "outcome_note",
        "added_by": "added_by.name",
        "added_at": "added_at",
    }


class MemberListing(Listing):
    noun = "member", "members"
    search = ("user__name", "user__email", "user__organization")
    filters = {"role": Choice("Role", Role.choices)}
    sorts = {"name": "user__name", "role": "role", "added": "added_at"}
    sort = "name"
    columns = {
        "name": "user.name",
        "email": "user.email",
        "organization": "user.organization",
        "role": "role",
        "added_at": "added_at",
        "added_by": "added_by.name",
    }


class EntryListing(Listing):
    noun = "audit entry", "audit entries"
    search = ("actor", "action", "subject", "content")
    sorts = {"position": "pk"}
    sort = "-position"
    columns = {
        "position": "seal.position",
        "at": "at_text",
        "actor": "actor",
        "action": "action",
        "subject": "subject",
        "detail": "detail",
        "hash": lambda entry: bytes(entry.seal.hash).hex(),
    }


def entries_of(case: Case) -> QuerySet[Any]:
    return Entry.objects.filter(case=case.reference, seal__isnull=False).select_related("seal")


def is_overdue(task: Task) -> bool:
    return bool(task.due_on and not task.done_at and task.due_on < timezone.localdate())
