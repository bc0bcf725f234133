from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.core import access
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.core.roles import Permission
from cases.hypotheses import policies
from cases.hypotheses.entry import reason_of, record_change, require_of_case
from cases.hypotheses.errors import (
    WHY_MARKS,
    AlreadyListed,
    NothingSaid,
    NotOpen,
    RatedAlready,
    RatedMeanwhile,
    ReasonMissing,
    UnknownHypothesis,
)
from cases.hypotheses.models import EvidenceRow, Hypothesis, Rating

#: A cell as it is sent: the mark, empty to leave it blank, and a note.
Said = tuple[str, str]


@transaction.atomic
def add_row(
    *,
    case: Case,
    kind: str,
    by: User,
    referent: Any = None,
    says: str = "",
    credibility: str = "",
    relevance: str = EvidenceRow.Weight.MEDIUM,
    reason: str = "",
) -> EvidenceRow:
    """List something that the hypotheses are held against; it counts once it is rated."""
    access.require(by, case, Permission.WRITE)
    number = next_number(case, "evidence row")
    row = EvidenceRow(case=case, number=number, kind=kind, says=says.strip(), added_by=by)
    if kind != EvidenceRow.Kind.ABSENCE:
        require_of_case(case, referent)
        known = case.evidence_rows.filter(**{kind: referent}).first()
        if known:
            raise AlreadyListed(f"{referent} is listed already, as {known}.")
        setattr(row, kind, referent)
    _weigh(row, credibility, relevance, reason)
    row.save()
    record_change(row, "evidence_row.added", by, _as_listed(row))
    return row


@transaction.atomic
def weigh_row(
    *,
    row: EvidenceRow,
    by: User,
    says: str = "",
    credibility: str = "",
    relevance: str = EvidenceRow.Weight.MEDIUM,
    reason: str = "",
) -> EvidenceRow:
    """Say how much a row counts, and why; blank credibility is what the ledger's grade gives."""
    row = _locked_row(row, by)
    before = _as_listed(row)
    if says.strip() != row.says and row.ratings.exists():
        raise RatedAlready("The row was rated in these words: add the new wording as another row.")
    row.says = says.strip()
    _weigh(row, credibility, relevance, reason)
    row.save()
    record_change(row, "evidence_row.weighed", by, {"before": before, "after": _as_listed(row)})
    return row


@transaction.atomic
def rate_row(
    *, row: EvidenceRow, cells: Mapping[int, Said], by: User, seen: Mapping[int, int] | None = None
) -> EvidenceRow:
    """Rate a row across the hypotheses, by number; what stood in a cell before is superseded.

    A mark that weighs says why. An empty mark makes the cell blank again. A cell that says what it
    said already is left alone.
    `seen` are the ratings that stood before whoever rates, 0 for a blank cell: if another stands
    there now, nothing is rated, so that nobody signs against what they never saw.
    """
    row = _locked_row(row, by)
    if reason := policies.why_not_rate(by, row):
        raise PermissionDenied(reason) if policies.why_not_change(by, row.case) else NotOpen(reason)
    known = {h.number: h for h in row.case.hypotheses.open()}
    if unknown := sorted(cells.keys() - known.keys()):
        raise UnknownHypothesis(f"There is no open hypothesis H-{unknown[0]} in this case.")
    standing = {rating.hypothesis_id: rating for rating in row.ratings.standing()}
    _require_seen(known, standing, seen or {})
    changed = {}
    for number, (mark, note) in sorted(cells.items()):
        before = standing.get(known[number].pk)
        if _rate(row, known[number], before, (mark, note.strip()), by):
            changed[f"H-{number}"] = [before.mark if before else "", mark, note.strip()]
    record_change(row, "evidence_row.rated", by, {"changed": changed})
    return row


@transaction.atomic
def leave_out_row(*, row: EvidenceRow, reason: str, by: User) -> EvidenceRow:
    """Let a row no longer count, for a reason; it stays listed with it."""
    row = _locked_row(row, by)
    if row.left_out_at:
        raise NotOpen(f"It is left out already: {row.left_out_because}")
    row.left_out_because = reason_of(reason)
    row.left_out_at, row.left_out_by = timezone.now(), by
    row.save()
    record_change(row, "evidence_row.left_out", by, {"reason": row.left_out_because})
    return row


@transaction.atomic
def take_back_row(*, row: EvidenceRow, by: User) -> EvidenceRow:
    """Let a row count again that was left out."""
    row = _locked_row(row, by)
    if not row.left_out_at:
        raise NotOpen("It is not left out.")
    was, row.left_out_because = row.left_out_because, ""
    row.left_out_at = row.left_out_by = None
    row.save()
    record_change(row, "evidence_row.taken_back", by, {"was left out because": was})
    return row


def _require_seen(
    known: Mapping[int, Hypothesis], standing: Mapping[int, Rating], seen: Mapping[int, int]
) -> None:
    for number, before in sorted(seen.items()):
        now = standing.get(known[number].pk) if number in known else None
        if (now.pk if now else 0) != before:
            raise RatedMeanwhile(
                f"{f'{now.rated_by} rated' if now else 'Somebody cleared'} H-{number} while this "
                "page was open. Nothing was saved: look at it again."
            )


def _rate(
    row: EvidenceRow, hypothesis: Hypothesis, before: Rating | None, said: Said, by: User
) -> bool:
    """Put what is said into one cell; whether that is anything new."""
    mark, note = said
    if (before.mark, before.note) == said if before else not mark:
        return False
    if mark in Rating.WEIGHING and not note:
        raise ReasonMissing(f"Say why, for {hypothesis}: {WHY_MARKS}")
    now = timezone.now()
    if before:
        before.superseded_at = now
        before.save(update_fields=["superseded_at"])
    if mark:
        row.ratings.create(hypothesis=hypothesis, mark=mark, note=note, rated_at=now, rated_by=by)
    return True


def _weigh(row: EvidenceRow, credibility: str, relevance: str, reason: str) -> None:
    row.credibility, row.relevance, row.reason = credibility, relevance, reason.strip()
    if row.kind in {"absence", "exhibit"} and not row.says:
        raise NothingSaid("Say in a sentence what it shows.")
    if not row.reason and (credibility or relevance != EvidenceRow.Weight.MEDIUM):
        raise ReasonMissing("Say why it counts for more or less than the ledger gives it.")


def _locked_row(row: EvidenceRow, by: User) -> EvidenceRow:
    rows = EvidenceRow.objects.select_for_update(of=("self",)).select_related("case")
    row = rows.get(pk=row.pk)
    access.require(by, row.case, Permission.WRITE)
    return row


def _as_listed(row: EvidenceRow) -> dict[str, str]:
    return {
        "kind": row.kind,
        "of": str(row.referent or ""),
        "says": row.says,
        "credibility": row.credibility or "as the ledger grades it",
        "relevance": row.relevance,
        "reason": row.reason,
    }
