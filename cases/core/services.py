from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.core import access, beneath, cover
from cases.core.errors import Refused
from cases.core.models import Case, LegalHold, Member
from cases.core.numbering import next_reference
from cases.core.roles import Permission, Role


class CaseAlreadyClosed(Refused):
    pass


class CaseNotClosed(Refused):
    pass


class ReasonMissing(Refused):
    pass


class LastLead(Refused):
    pass


class AlreadyMember(Refused):
    pass


class AlreadyHeld(Refused):
    pass


class NotHeld(Refused):
    pass


@transaction.atomic
def open_case(
    *,
    title: str,
    by: User,
    summary: str = "",
    rating: str = "",
    marking: str = "TLP:AMBER",
    is_synthetic: bool = False,
) -> Case:
    """Open a case, led by the person who opens it."""
    case = Case.objects.create(
        reference=next_reference(timezone.now().year),
        title=title,
        summary=summary,
        rating=rating,
        marking=marking,
        is_synthetic=is_synthetic,
        opened_by=by,
    )
    case.members.create(user=by, role=Role.LEAD, added_by=by)
    cover.require_sound(case, cover.words_of(case))
    audit.record(
        by=by,
        action="case.opened",
        subject=case,
        case=case.reference,
        detail={"title": title, "marking": marking, "is_synthetic": is_synthetic},
    )
    return case


@transaction.atomic
def describe_case(
    *, case: Case, title: str, summary: str, rating: str, marking: str, by: User
) -> Case:
    """Say anew what the case is called, its bottom line, its rating and its marking."""
    case = _lock(case)
    access.require(by, case, Permission.WRITE)
    after = {"title": title, "summary": summary, "rating": rating, "marking": marking}
    before = {name: getattr(case, name) for name in after}
    told = {name: after[name] for name in cover.words_of(case) if before[name] != after[name]}
    cover.require_sound(case, told)
    case.title, case.summary, case.rating, case.marking = title, summary, rating, marking
    case.save()
    audit.record(
        by=by,
        action="case.described",
        subject=case,
        case=case.reference,
        detail={name: [before[name], after[name]] for name in after if before[name] != after[name]},
    )
    return case


@transaction.atomic
def close_case(*, case: Case, reason: str, by: User) -> Case:
    """Close a case: from here on it can only be read, until someone reopens it."""
    case = _lock(case)
    access.require(by, case, Permission.MANAGE)
    _require_reason(reason, "say why the case is closed")
    if case.is_closed:
        raise CaseAlreadyClosed("This case is closed already.")
    case.status, case.status_reason = Case.Status.CLOSED, reason
    case.closed_at, case.closed_by = timezone.now(), by
    case.save()
    audit.record(
        by=by, action="case.closed", subject=case, case=case.reference, detail={"reason": reason}
    )
    return case


@transaction.atomic
def reopen_case(*, case: Case, reason: str, by: User) -> Case:
    """Reopen a closed case, with the reason on record."""
    with beneath.changing(case, by=by):
        case = _lock(case)
        access.require(by, case, Permission.MANAGE)
        _require_reason(reason, "say why the case is reopened")
        if not case.is_closed:
            raise CaseNotClosed("This case is open already.")
        case.status, case.status_reason = Case.Status.OPEN, reason
        case.closed_at = case.closed_by = None
        case.save()
        detail = {"reason": reason}
        audit.record(
            by=by, action="case.reopened", subject=case, case=case.reference, detail=detail
        )
    return case


@transaction.atomic
def add_member(*, case: Case, user: User, role: Role, by: User) -> Member:
    """Let a person into the case, in a role."""
    case = _lock(case)
    access.require(by, case, Permission.MANAGE)
    if case.members.filter(user=user).exists():
        raise AlreadyMember(f"{user} is a member of this case already.")
    member = case.members.create(user=user, role=role, added_by=by)
    audit.record(
        by=by,
        action="member.added",
        subject=member,
        case=case.reference,
        detail={"user": user.email, "role": role},
    )
    return member


@transaction.atomic
def change_role(*, member: Member, role: Role, by: User) -> Member:
    """Give a member another role; a case always keeps a lead."""
    case = _lock(member.case)
    access.require(by, case, Permission.MANAGE)
    member = case.members.select_for_update().get(pk=member.pk)
    _require_another_lead(member, unless=role == Role.LEAD)
    before, member.role = member.role, role
    member.save()
    audit.record(
        by=by,
        action="member.role_changed",
        subject=member,
        case=case.reference,
        detail={"user": member.user.email, "before": before, "after": role},
    )
    return member


@transaction.atomic
def remove_member(*, member: Member, by: User) -> None:
    """Take a person out of the case; what they signed there stays."""
    case = _lock(member.case)
    access.require(by, case, Permission.MANAGE)
    member = case.members.select_for_update().get(pk=member.pk)
    _require_another_lead(member, unless=False)
    audit.record(
        by=by,
        action="member.removed",
        subject=member,
        case=case.reference,
        detail={"user": member.user.email, "role": member.role},
    )
    member.delete()


@transaction.atomic
def place_hold(*, case: Case, reason: str, by: User) -> LegalHold:
    """Place a legal hold: nothing in the case can be deleted while it stands."""
    case = _lock(case)
    access.require(by, case, Permission.HOLD)
    _require_reason(reason, "say why the case is held")
    if case.legal_holds.filter(lifted_at=None).exists():
        raise AlreadyHeld("This case is under legal hold already.")
    hold = case.legal_holds.create(reason=reason, placed_by=by)
    audit.record(
        by=by, action="hold.placed", subject=hold, case=case.reference, detail={"reason": reason}
    )
    return hold


@transaction.atomic
def lift_hold(*, case: Case, reason: str, by: User) -> LegalHold:
    """Lift the legal hold that stands, with the reason on record."""
    case = _lock(case)
    access.require(by, case, Permission.HOLD)
    _require_reason(reason, "say why the hold is lifted")
    hold = case.legal_holds.select_for_update().filter(lifted_at=None).first()
    if hold is None:
        raise NotHeld("This case is not under legal hold.")
    hold.lifted_at, hold.lifted_by, hold.lift_reason = timezone.now(), by, reason
    hold.save()
    audit.record(
        by=by, action="hold.lifted", subject=hold, case=case.reference, detail={"reason": reason}
    )
    return hold


def _lock(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)


def _require_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise ReasonMissing(f"Please {what}.")


def _require_another_lead(member: Member, *, unless: bool) -> None:
    others = member.case.members.filter(role=Role.LEAD).exclude(pk=member.pk)
    if member.role == Role.LEAD and not unless and not others.exists():
        raise LastLead("A case always has a lead: make someone else the lead first.")
