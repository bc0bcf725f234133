"""Why a person may not: each answer is a reason, fit to be shown, or None."""

from accounts.models import User
from cases.core import access
from cases.core.roles import Permission
from cases.reports.models import Report, Revision


def why_not_write(by: User, report: Report) -> str | None:
    """Why this person may not change the draft."""
    return access.why_not(by, report.case, Permission.WRITE)


def why_not_request(by: User, report: Report) -> str | None:
    """Why this person may not ask for approval."""
    if reason := access.why_not(by, report.case, Permission.WRITE):
        return reason
    if report.revisions.awaiting().exists():
        return "A revision of this report waits for approval already."
    return None


def why_not_decide(by: User, revision: Revision) -> str | None:
    """Why this person may not send the revision back."""
    if reason := access.why_not(by, revision.report.case, Permission.APPROVE):
        return reason
    if revision.outcome != Revision.Outcome.PROPOSED:
        return f"This revision is decided already: {revision.get_outcome_display().lower()}."
    return None


def why_not_approve(by: User, revision: Revision) -> str | None:
    """Why this person may not approve the revision: never one's own."""
    return why_not_decide(by, revision) or why_not_countersign(by, revision)


def why_not_countersign(by: User, revision: Revision) -> str | None:
    """Why this person's signature would be no second one."""
    if by.pk in {revision.requested_by_id, revision.written_by_id}:
        return "You wrote this revision or asked for its approval: another person must approve it."
    return None


def why_not_retract(by: User, revision: Revision) -> str | None:
    """Why this person may not retract the revision."""
    if reason := access.why_not(by, revision.report.case, Permission.APPROVE):
        return reason
    if not revision.is_approved:
        return "Only an approved revision can be retracted."
    if revision.is_retracted:
        return "This revision is retracted already."
    return None


def why_not_download(by: User, revision: Revision) -> str | None:
    """Why this person may not take the revision out of the house."""
    return access.why_not(by, revision.report.case, Permission.EXPORT)
