"""The one door from a URL to a case."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404

from accounts.models import User
from cases.core.models import Case, LegalHold, Member
from cases.core.roles import CHANGES, GRANTS, Permission, Role


def get_case(user: User, reference: str, *, may: Permission) -> Case:
    """The case, for someone who may; a stranger can't learn that it exists.

    Raises Http404 for anyone who is not a member, PermissionDenied with the reason for a member
    who may not.
    """
    standing = LegalHold.objects.filter(case=OuterRef("case"), lifted_at=None)
    member = (
        Member.objects.select_related("case")
        .annotate(case_is_held=Exists(standing))
        .filter(case__reference=reference, user=user)
        .first()
    )
    if member is None:
        raise Http404("There is no such case.")
    if reason := _why_not(member.case, Role(member.role), may):
        raise PermissionDenied(reason)
    member.case.is_held, member.case.viewer_role = member.case_is_held, member.role
    return member.case


def why_not(user: User, case: Case, may: Permission) -> str | None:
    """Why this person may not, or None if they may."""
    role = case.members.filter(user=user, user__is_active=True).values_list("role", flat=True)
    if not role:
        return "You are not a member of this case."
    return _why_not(case, Role(role[0]), may)


def require(user: User, case: Case, may: Permission) -> None:
    """Raise PermissionDenied with the reason, unless this person may."""
    if reason := why_not(user, case, may):
        raise PermissionDenied(reason)


def _why_not(case: Case, role: Role, may: Permission) -> str | None:
    if may not in GRANTS[role]:
        return f"Your role in this case ({role.label}) may not {may.label}."
    if may in CHANGES and case.is_closed:
        return "This case is closed. Reopen it, with a reason, to change anything."
    return None
