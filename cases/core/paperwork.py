"""Services for what the people of a case write down: parties, tasks, notes and what to watch."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.core import access, beneath, cover
from cases.core.errors import Refused
from cases.core.models import Case, Note, Party, Task, WatchItem
from cases.core.roles import Permission


class PartyNamedTwice(Refused):
    pass


class NotAMember(Refused):
    pass


class AlreadyDone(Refused):
    pass


class NotDone(Refused):
    pass


class AlreadySettled(Refused):
    pass


@transaction.atomic
def add_party(
    *,
    case: Case,
    name: str,
    kind: str,
    role: str,
    by: User,
    aliases: list[str] | None = None,
    controlled_by: Party | None = None,
    note: str = "",
) -> Party:
    """Name a party that the case speaks of."""
    access.require(by, case, Permission.WRITE)
    with beneath.changing(case, by=by):
        if case.parties.filter(name=name).exists():
            raise PartyNamedTwice(f"{name} is a party of this case already.")
        party = case.parties.create(
            name=name,
            kind=kind,
            role=role,
            aliases=aliases or [],
            controlled_by=_party_of(case, controlled_by),
            note=note,
        )
        detail = {"role": role, "kind": kind}
        audit.record(by=by, action="party.added", subject=party, case=case.reference, detail=detail)
    return party


@transaction.atomic
def change_party(
    *,
    party: Party,
    name: str,
    kind: str,
    role: str,
    by: User,
    aliases: list[str] | None = None,
    controlled_by: Party | None = None,
    note: str = "",
) -> Party:
    """Correct what the case says of a party; what it said before stays in the audit."""
    access.require(by, party.case, Permission.WRITE)
    with beneath.changing(party.case, by=by):
        party = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        if party.case.parties.filter(name=name).exclude(pk=party.pk).exists():
            raise PartyNamedTwice(f"{name} is a party of this case already.")
        before = _told(party)
        party.name, party.kind, party.role, party.note = name, kind, role, note
        party.aliases, party.controlled_by = aliases or [], _party_of(party.case, controlled_by)
        party.save()
        audit.record(
            by=by,
            action="party.changed",
            subject=party,
            case=party.case.reference,
            detail={"before": before, "after": _told(party)},
        )
    return party


@transaction.atomic
def add_task(
    *,
    case: Case,
    title: str,
    by: User,
    detail: str = "",
    assignee: User | None = None,
    due_on: date | None = None,
) -> Task:
    """Say what has to be done, by whom and until when."""
    access.require(by, case, Permission.WRITE)
    _require_member(case, assignee)
    task = case.tasks.create(
        title=title, detail=detail, assignee=assignee, due_on=due_on, added_by=by
    )
    audit.record(
        by=by,
        action="task.added",
        subject=task,
        case=case.reference,
        detail={"assignee": str(assignee or ""), "due_on": str(due_on or "")},
    )
    return task


@transaction.atomic
def finish_task(*, task: Task, by: User) -> Task:
    """Say that a task is done."""
    access.require(by, task.case, Permission.WRITE)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.done_at:
        raise AlreadyDone("This task is done already.")
    task.done_at, task.done_by = timezone.now(), by
    task.save()
    audit.record(by=by, action="task.finished", subject=task, case=task.case.reference)
    return task


@transaction.atomic
def reopen_task(*, task: Task, by: User) -> Task:
    """Take back that a task is done."""
    access.require(by, task.case, Permission.WRITE)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.done_at is None:
        raise NotDone("This task is open already.")
    task.done_at = task.done_by = None
    task.save()
    audit.record(by=by, action="task.reopened", subject=task, case=task.case.reference)
    return task


@transaction.atomic
def write_note(*, case: Case, body: str, by: User) -> Note:
    """Write a note; it is never evidence."""
    access.require(by, case, Permission.WRITE)
    note = case.notes.create(body=body, written_by=by)
    audit.record(by=by, action="note.written", subject=note, case=case.reference)
    return note


@transaction.atomic
def watch_for(
    *, case: Case, what: str, by: User, why: str = "", look_again_on: date | None = None
) -> WatchItem:
    """Put something on the watch list: what would change the picture if it happened."""
    access.require(by, case, Permission.WRITE)
    cover.require_sound(case, {"what": what})
    item = case.watch_items.create(what=what, why=why, look_again_on=look_again_on, added_by=by)
    audit.record(
        by=by,
        action="watch_item.added",
        subject=item,
        case=case.reference,
        detail={"look_again_on": str(look_again_on or "")},
    )
    return item


@transaction.atomic
def look_again(
    *, item: WatchItem, outcome: str, by: User, note: str = "", look_again_on: date | None = None
) -> WatchItem:
    """Say what was found on looking again, and when to look next, unless it is settled."""
    access.require(by, item.case, Permission.WRITE)
    item = WatchItem.objects.select_for_update().get(pk=item.pk)
    if item.outcome != WatchItem.Outcome.WATCHING:
        raise AlreadySettled("This is settled already: add a new item to watch for it again.")
    item.outcome, item.outcome_note, item.look_again_on = outcome, note, look_again_on
    item.save()
    audit.record(
        by=by,
        action="watch_item.looked_at",
        subject=item,
        case=item.case.reference,
        detail={"outcome": outcome, "note": note, "look_again_on": str(look_again_on or "")},
    )
    return item


def _require_member(case: Case, user: User | None) -> None:
    if user and not case.members.filter(user=user).exists():
        raise NotAMember(f"{user} is not a member of this case.")


def _party_of(case: Case, party: Party | None) -> Party | None:
    return case.parties.get(pk=party.pk) if party else None


def _told(party: Party) -> dict[str, str]:
    """What matters of a party, for the audit."""
    return {
        "name": party.name,
        "role": party.role,
        "kind": party.kind,
        "controlled_by": str(party.controlled_by or ""),
    }
