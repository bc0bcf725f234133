"""What every change of a report has in common: its lock, its record, and what it voids."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.reports.authorship import with_authors
from cases.reports.models import Report, Revision


def locked(report: Report) -> Report:
    """The report as it is now; nobody else changes it until the transaction ends."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("case", "changed_by")
    return rows.get(pk=report.pk)


def sign_draft(report: Report, by: User) -> None:
    """Keep the draft as this person has changed it, who is an author of it from now on."""
    report.changed_by, report.changed_at = by, timezone.now()
    report.authors = with_authors(report.authors, by.pk)
    report.save()


def void_waiting(report: Report, by: User) -> str:
    """Void the revision that waits for approval: it would no longer be this text."""
    waiting = report.revisions.awaiting().select_for_update().first()
    if waiting is None:
        return ""
    decide(waiting, Revision.Outcome.VOIDED, by, "The draft was changed.")
    return str(waiting)


def decide(revision: Revision, outcome: Revision.Outcome, by: User, note: str) -> None:
    """Write down what became of the revision, and who decided it."""
    revision.outcome, revision.decision_note = outcome, note
    revision.decided_by, revision.decided_at = by, timezone.now()
    revision.save()


def record(subject: Report | Revision, action: str, by: User, detail: dict[str, Any]) -> None:
    """Make the entry in the audit log."""
    report = subject if isinstance(subject, Report) else subject.report
    audit.record(by=by, action=action, subject=subject, case=report.case.reference, detail=detail)
