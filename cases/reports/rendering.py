"""A revision as every format shows it: the sealed content, and what has happened to it since."""

from dataclasses import replace

from cases.reports.document import Document, from_json
from cases.reports.ledger import Ledger
from cases.reports.models import Revision
from cases.reports.queries import why_stale


def document_of(revision: Revision, ledger: Ledger) -> Document:
    """The frozen document, with its state, its signatures and its warnings around it."""
    words = revision.get_outcome_display().lower()
    approved = ""
    if revision.is_approved:
        approved = f"Approved by {revision.decided_by}, {revision.decided_at:%Y-%m-%d %H:%M} UTC"
    supersedes = f"Supersedes {revision.supersedes}." if revision.supersedes else ""
    return replace(
        from_json(revision.document),
        state=f"revision {revision.number}, {words}",
        approved=approved,
        supersedes=f"{supersedes} {revision.change_note}".strip(),
        warnings=tuple(_warnings(revision, ledger)),
    )


def _warnings(revision: Revision, ledger: Ledger) -> list[str]:
    found = []
    if hasattr(revision, "retraction"):
        taken = revision.retraction
        found.append(f"RETRACTED on {taken.retracted_at:%Y-%m-%d}: {taken.reason}")
    if later := revision.superseded_by.order_by("-number").first():
        found.append(f"SUPERSEDED by revision {later.number}.")
    if not revision.is_approved:
        found.append("NOT APPROVED: this text has no second signature.")
    elif moved := why_stale(revision, ledger):
        said = " ".join(f"{token}: {why}" for token, why in sorted(moved.items())[:10])
        found.append(f"STALE: the ledger has changed since. {said}")
    return found
