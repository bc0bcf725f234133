from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.claims.entry import (
    delete_unless_in_use,
    known_date,
    open_ledger,
    require_same_case,
    same_claim,
)
from cases.claims.errors import ClaimIsSigned, ClaimMalformed, ClaimThere, ProposalOpen
from cases.claims.models import Claim
from cases.claims.upkeep import settle, told
from cases.claims.vocabulary import ATTRIBUTING_RUNGS, Kind, Precision, Status
from cases.core.models import Case
from cases.core.numbering import next_number

DATES = ("happened", "window", "as_of")
EDITABLE = (
    "kind", "rung", "statement", "weight", "speaker", "actor", "happened", "would_settle",
    "value", "value_high", "unit", "precision", "window", "counting_rule", "as_of", "figure_key",
)  # fmt: skip


@transaction.atomic
def add_claim(*, case: Case, kind: str, statement: str, by: User, **more: Any) -> Claim:
    """Enter a claim; it is not established until somebody signs another status.

    `more` takes any other field of `EDITABLE`, and `content_of`, the utterances that say it.
    """
    open_ledger(case, by)
    utterances: Iterable[Claim] = more.pop("content_of", ())
    fields = _checked(case, {"kind": kind, "statement": statement} | more)
    if there := same_claim(case, fields):
        raise ClaimThere(f"{there} says this already: add to it what more there is.")
    claim = Claim.objects.create(
        case=case,
        number=next_number(case, "claim"),
        supported=[Status.NOT_ESTABLISHED.value],
        added_by=by,
        **fields,
    )
    _link(claim, utterances)
    settle(case)
    claim.refresh_from_db()
    detail = {"kind": claim.kind, "rung": claim.rung, "statement": claim.statement}
    audit.record(by=by, action="claim.added", subject=claim, case=case.reference, detail=detail)
    return claim


@transaction.atomic
def edit_claim(*, claim: Claim, by: User, **changes: Any) -> Claim:
    """Change what a claim says; its words stay once a status of it is proposed or signed."""
    open_ledger(claim.case, by)
    claim = _locked(claim)
    now = {name: getattr(claim, name) for name in EDITABLE}
    fields = _checked(claim.case, now | {n: v for n, v in changes.items() if n in EDITABLE})
    changed = {name for name in EDITABLE if fields[name] != now[name]}
    if changed - {"would_settle", "figure_key"}:
        _require_own_words(claim)
    if (there := same_claim(claim.case, fields)) and there.pk != claim.pk:
        raise ClaimThere(f"{there} says this already.")
    for name in changed:
        setattr(claim, name, fields[name])
    claim.changed_at = timezone.now()
    claim.save(update_fields=[*changed, "changed_at"])
    overstated = told(settle(claim.case))["overstated"]
    audit.record(
        by=by,
        action="claim.edited",
        subject=claim,
        case=claim.case.reference,
        detail={
            "changed": {name: [str(now[name]), str(fields[name])] for name in sorted(changed)},
            "overstated": overstated,
        },
    )
    claim.refresh_from_db()
    return claim


@transaction.atomic
def link_content(*, utterance: Claim, content: Claim, by: User) -> Claim:
    """Record that what the utterance says is a claim of its own; no status passes between them."""
    open_ledger(utterance.case, by)
    require_same_case(utterance.case, content)
    _link(content, [utterance])
    audit.record(
        by=by,
        action="claim.content_linked",
        subject=utterance,
        case=utterance.case.reference,
        detail={"content": str(content)},
    )
    return content


@transaction.atomic
def remove_claim(*, claim: Claim, reason: str, by: User) -> None:
    """Remove a claim that was entered by mistake and about which nothing was said or signed."""
    open_ledger(claim.case, by)
    claim = _locked(claim)
    parts = (claim.assertions, claim.observations, claim.proposals, claim.assessments)
    if any(part.exists() for part in parts):
        raise ClaimIsSigned(f"{claim} is part of the record: something was said or signed of it.")
    audit.record(
        by=by,
        action="claim.removed",
        subject=claim,
        case=claim.case.reference,
        detail={"statement": claim.statement, "reason": reason},
    )
    delete_unless_in_use(claim)


def _require_own_words(claim: Claim) -> None:
    """Refuse to change words that somebody put a signature under."""
    if claim.status != Status.NOT_ESTABLISHED:
        raise ClaimIsSigned(
            f"{claim} is signed as {claim.get_status_display().lower()} in these words. Propose "
            "“not established” first, or enter another claim."
        )
    if claim.proposals.open().exists():
        raise ProposalOpen(
            f"A status of {claim} is proposed in these words: decide or withdraw that first."
        )


def _locked(claim: Claim) -> Claim:
    rows = Claim.objects.select_for_update(of=("self",)).select_related("case", "speaker", "actor")
    return rows.get(pk=claim.pk)


def _link(content: Claim, utterances: Iterable[Claim]) -> None:
    for utterance in utterances:
        require_same_case(content.case, utterance)
        if utterance.kind != Kind.UTTERANCE:
            raise ClaimMalformed(f"{utterance} is not an utterance, so nothing is its content.")
        if utterance.pk == content.pk:
            raise ClaimMalformed("An utterance is not its own content: said is not so.")
        content.content_of.add(utterance)


def _checked(case: Case, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a claim, refused with a reason if they don't make one."""
    if unknown := set(fields) - set(EDITABLE):
        raise ClaimMalformed(f"A claim has no {', '.join(sorted(unknown))}.")
    require_same_case(case, fields.get("speaker"), fields.get("actor"))
    fields = fields | {name: known_date(fields.get(name) or "") for name in DATES}
    fields["statement"] = " ".join(fields["statement"].split())
    if reason := _flaw(fields):
        raise ClaimMalformed(reason)
    return fields


def _flaw(fields: dict[str, Any]) -> str | None:
    kind, rung = fields["kind"], fields.get("rung", "")
    value, high = fields.get("value"), fields.get("value_high")
    if not fields["statement"]:
        return "A claim is one sentence that can be true or false: write it."
    if fields["statement"].endswith("?"):
        return (
            "A question is neither true nor false: state what would be, and what would settle it."
        )
    if kind == Kind.ATTRIBUTION and not rung:
        return "An attribution names its rung, from L0 to L4: each is a claim of its own."
    if rung in ATTRIBUTING_RUNGS and kind != Kind.ATTRIBUTION:
        return f"{rung} says who, what for or to what end: that is an attribution."
    if kind == Kind.UTTERANCE and fields.get("speaker") is None:
        return "An utterance names who said it."
    if kind == Kind.FIGURE and (value is None or not fields.get("unit")):
        return "A figure has a value and a unit."
    if high is not None and (value is None or Decimal(high) < Decimal(value)):
        return "The upper end of a range is not below its lower end."
    if (fields.get("precision") == Precision.RANGE) != (high is not None):
        return "A range has both its ends, and nothing else has an upper end."
    return None
