"""A revision as every format shows it: the sealed content, and what has happened to it since."""

from dataclasses import replace
from datetime import UTC, datetime

from cases.reports import life
from cases.reports.document import Document, from_json
from cases.reports.ledger import Ledger
from cases.reports.life import Life, Version
from cases.reports.links import claims_of, links_of
from cases.reports.models import Revision
from cases.reports.queries import why_stale


def document_of(revision: Revision, ledger: Ledger) -> Document:
    """The frozen document, with its state, its signatures and its warnings around it."""
    words = revision.get_outcome_display().lower()
    approved = ""
    if revision.is_approved:
        approved = f"Approved by {revision.decided_by}, {revision.decided_at:%Y-%m-%d %H:%M} UTC"
    supersedes = f"Supersedes {revision.supersedes}." if revision.supersedes else ""
    moved = why_stale(revision, ledger) if revision.is_approved else {}
    return replace(
        from_json(revision.document),
        state=f"revision {revision.number}, {words}",
        approved=approved,
        supersedes=f"{supersedes} {revision.change_note}".strip(),
        warnings=tuple(_warnings(revision, moved)),
        life=replace(_life(revision), is_stale=bool(moved)),
    )


def _warnings(revision: Revision, moved: dict[str, str]) -> list[str]:
    found = []
    if revision.is_retracted:
        taken = revision.retraction
        found.append(f"RETRACTED on {taken.retracted_at:%Y-%m-%d}: {taken.reason}")
    if later := revision.later:
        found.append(f"SUPERSEDED by revision {later.number}.")
    if not revision.is_approved:
        found.append("NOT APPROVED: this text has no second signature.")
    elif moved:
        said = " ".join(f"{token}: {why}" for token, why in sorted(moved.items())[:10])
        found.append(f"STALE: the ledger has changed since. {said}")
    return found


def _life(revision: Revision) -> Life:
    """Where the revision stands; one without a second signature is a line of its own."""
    if not revision.is_approved:
        at = _iso(revision.requested_at)
        standing = "waiting" if revision.outcome == Revision.Outcome.PROPOSED else revision.outcome
        return Life(standing, line=f"revision-{revision.number}", created=at, modified=at)
    approved = [
        _version(each)
        for each in revision.report.revisions.approved()
        .select_related("retraction")
        .order_by("number")
    ]
    version = next(each for each in approved if each.number == revision.number)
    line = life.line_of(version, approved)
    is_revoked = life.is_revoked(version, approved)
    later = revision.later
    superseded = _iso(later.decided_at) if later and later.decided_at else ""
    return Life(
        standing="retracted" if version.retracted else "superseded" if later else "approved",
        line=f"from-{line[0].number}",
        created=line[0].approved,
        modified=version.retracted if is_revoked else version.approved,
        ended=version.retracted or superseded,
        is_revoked=is_revoked,
        since=life.since(line),
        runs=life.runs(line),
    )


def _version(revision: Revision) -> Version:
    document = from_json(revision.document)
    assert revision.decided_at  # noqa: S101  a constraint holds it for what is approved
    return Version(
        revision.number,
        _iso(revision.decided_at),
        _iso(revision.retraction.retracted_at) if revision.is_retracted else "",
        frozenset(block.token for block in claims_of(document)),
        links_of(document),
    )


def _iso(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as STIX 2.1 (§2.16) writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
