"""Why a person may not: each answer is a reason, fit to be shown, or None."""

from accounts.models import User
from cases.core import access
from cases.core.roles import Permission
from cases.reports.authorship import authors_of
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
    """Why this person's signature would be no second one: theirs is in the text already.

    The draft's authors count as well: a retraction since may have given it back some.
    """
    if by.pk in {*authors_of(revision), *revision.report.authors}:
        return "You wrote part of this text: another person must approve it, who wrote none of it."
    if by.pk == revision.requested_by_id:
        return "You asked for this approval: another person must approve it."
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
