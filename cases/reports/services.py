from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from cases.claims import services as claims
from cases.claims.upkeep import settle
from cases.core import access
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.core.roles import Permission
from cases.reports import policies, queries
from cases.reports.authorship import authors_ever_of, authors_of, with_authors
from cases.reports.brought import check_words
from cases.reports.document import to_plain
from cases.reports.errors import (
    DraftHasMoved,
    LedgerHasMoved,
    NotAsThingsAre,
    NothingToSay,
    ReasonMissing,
    ReportSaysTooMuch,
)
from cases.reports.exporters import FORMATS
from cases.reports.keeping import decide, locked, record, sign_draft, void_waiting
from cases.reports.ledger import Ledger
from cases.reports.listed import claims_in
from cases.reports.models import Report, Retraction, Revision
from cases.reports.rendering import document_of
from cases.reports.room import require_room
from cases.reports.sections import WRITTEN
from cases.reports.snapshot import snapshot_of
from cases.reports.templates import FULL


@transaction.atomic
def open_report(
    *, case: Case, title: str, by: User, template: str = FULL.key, begin_with: Report | None = None
) -> Report:
    """Open a report of the case for a reader, empty or with the text of another report.

    What the text was last read against goes with it: what has moved since is still found.
    """
    access.require(by, case, Permission.WRITE)
    if begin_with and begin_with.case_id != case.pk:
        raise PermissionDenied("That report is of another case.")
    report = Report.objects.create(
        case=case,
        number=next_number(case, "report"),
        title=title.strip(),
        template=template,
        rating=begin_with.rating if begin_with else case.rating,
        summary=begin_with.summary if begin_with else "",
        prose=begin_with.prose if begin_with else {},
        charts=begin_with.charts if begin_with else [],
        based_on=begin_with.based_on if begin_with else snapshot_of(queries.ledger_of(case)),
        opened_by=by,
        changed_by=by,
        authors=with_authors([by.pk], *(authors_ever_of(begin_with) if begin_with else ())),
    )
    begun = {"begins_with": str(begin_with)} if begin_with else {}
    record(report, "report.opened", by, {"title": report.title, "template": template, **begun})
    return report


@transaction.atomic
def save_draft(
    *,
    report: Report,
    title: str,
    rating: str,
    summary: str,
    prose: Mapping[str, str],
    version: int,
    by: User,
    template: str = "",
) -> Report:
    """Keep the draft as it is now, read against the ledger as it is now.

    A revision of it that waits for approval is voided: it would no longer be this text. What its
    reader does not get, and so nobody has seen, is kept as it was.
    """
    report = locked(report)
    access.require(by, report.case, Permission.WRITE)
    if report.version != version:
        raise DraftHasMoved(
            f"{report.changed_by} saved this report while you were writing. Your text is below; "
            "compare it with theirs before you save it again."
        )
    report.title, report.rating, report.summary = title.strip(), rating.strip(), summary
    unseen = queries.draft_of(report).unprinted
    texts = {key: report.prose[key] for key in unseen} | dict(prose)
    report.prose = {key: texts[key] for key in WRITTEN if texts.get(key, "").strip()}
    report.template = template or report.template
    report.based_on = snapshot_of(queries.ledger_of(report.case))
    report.version += 1
    sign_draft(report, by)
    voided = void_waiting(report, by)
    record(report, "report.saved", by, {"version": report.version, "voided": voided})
    return report


@transaction.atomic
def request_approval(*, report: Report, by: User, change_note: str = "") -> Revision:
    """Freeze the draft and ask another person to approve it; the check must find no error."""
    report = locked(report)
    access.require(by, report.case, Permission.WRITE)
    _refuse(policies.why_not_request(by, report))
    settle(report.case)
    ledger = queries.ledger_of(report.case)
    _require_sound(report, ledger)
    if faults := check_words(change_note, ledger, "change note"):
        raise ReportSaysTooMuch(tuple(faults))
    document = queries.composed(report, ledger)
    require_room(document)
    last = report.revisions.order_by("-number").first()
    revision = report.revisions.create(
        number=last.number + 1 if last else 1,
        title=report.title,
        rating=report.rating,
        summary=report.summary,
        prose=report.prose,
        marking=report.case.marking,
        document=to_plain(document.as_json()),
        digest=document.digest,
        ledger=snapshot_of(ledger),
        change_note=change_note.strip(),
        written_by=report.changed_by,
        authors=with_authors(report.authors, report.changed_by_id),
        requested_by=by,
    )
    record(revision, "report.approval_requested", by, {"digest": revision.digest})
    return revision


@transaction.atomic
def approve_revision(*, revision: Revision, digest: str, by: User) -> Revision:
    """Approve the text with this digest, as a second person; from then on it stands frozen."""
    report = locked(revision.report)
    revision = report.revisions.select_for_update().get(pk=revision.pk)
    access.require(by, report.case, Permission.APPROVE)
    if reason := policies.why_not_countersign(by, revision):
        raise PermissionDenied(reason)
    _refuse(policies.why_not_decide(by, revision))
    settle(report.case)
    ledger = queries.ledger_of(report.case)
    _require_sound(report, ledger)
    document = queries.composed(report, ledger)
    if digest != revision.digest or document.digest != digest:
        raise LedgerHasMoved(
            "The ledger or the template has moved since approval was asked for, so this is no "
            "longer what the report would say. Return it, and ask for approval again."
        )
    revision.supersedes = report.revisions.standing().first()
    decide(revision, Revision.Outcome.APPROVED, by, "")
    report.authors = []
    report.save(update_fields=["authors"])
    shown = claims_in(document)
    claims.publish_claims(case=report.case, claims=shown, cited_in=str(revision), by=by)
    superseded = str(revision.supersedes) if revision.supersedes else ""
    record(revision, "report.approved", by, {"digest": digest, "supersedes": superseded})
    return revision


@transaction.atomic
def return_revision(*, revision: Revision, note: str, by: User) -> Revision:
    """Send the revision back to its author, saying why."""
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    access.require(by, revision.report.case, Permission.APPROVE)
    _refuse(policies.why_not_decide(by, revision))
    _require_reason(note)
    decide(revision, Revision.Outcome.RETURNED, by, note.strip())
    record(revision, "report.returned", by, {"note": note.strip()})
    return revision


@transaction.atomic
def retract_revision(*, revision: Revision, reason: str, by: User) -> Retraction:
    """Say that an approved revision no longer stands: every view and download of it says so.

    With its second signature gone, whoever wrote it is an author of the draft again.
    """
    report = locked(revision.report)
    revision = report.revisions.select_for_update().get(pk=revision.pk)
    access.require(by, report.case, Permission.APPROVE)
    _refuse(policies.why_not_retract(by, revision))
    _require_reason(reason)
    retraction = Retraction.objects.create(
        revision=revision, reason=reason.strip(), retracted_by=by
    )
    report.authors = with_authors(report.authors, *authors_of(revision))
    report.save(update_fields=["authors"])
    record(revision, "report.retracted", by, {"reason": reason.strip()})
    return retraction


@transaction.atomic
def download_revision(*, revision: Revision, form: str, by: User) -> bytes:
    """Render the revision to take it out of the house; who took which, when, is on record."""
    access.require(by, revision.report.case, Permission.EXPORT)
    content = FORMATS[form].render(document_of(revision, queries.ledger_of(revision.report.case)))
    record(revision, "report.downloaded", by, {"format": form, "digest": revision.digest})
    return content


def _require_sound(report: Report, ledger: Ledger) -> None:
    if not report.summary.strip():
        raise NothingToSay("Write the bottom line first.")
    findings = queries.check_report(report, ledger)
    if any(finding.is_error for finding in findings):
        raise ReportSaysTooMuch(findings)


def _refuse(reason: str | None) -> None:
    if reason:
        raise NotAsThingsAre(reason)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing("Say why.")


__all__ = [
    "DraftHasMoved",
    "LedgerHasMoved",
    "NotAsThingsAre",
    "NothingToSay",
    "ReasonMissing",
    "ReportSaysTooMuch",
    "approve_revision",
    "download_revision",
    "open_report",
    "request_approval",
    "retract_revision",
    "return_revision",
    "save_draft",
]
