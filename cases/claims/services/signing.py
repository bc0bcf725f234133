from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.claims import policies
from cases.claims.entry import open_ledger
from cases.claims.errors import (
    AboveTheCeiling,
    NoChange,
    ProposalDecided,
    ProposalOpen,
    ReasonMissing,
)
from cases.claims.models import Claim
from cases.claims.signatures import Assessment, Proposal
from cases.claims.upkeep import settle, told, work_out
from cases.claims.vocabulary import Status
from cases.core import access, beneath
from cases.core.models import Case
from cases.core.roles import Permission


@transaction.atomic
def propose_status(*, claim: Claim, status: str, rationale: str, by: User) -> Proposal:
    """Propose a status with a rationale; it stands at once only where one signature is enough.

    Raises AboveTheCeiling, with what is missing, for more than what is said of the claim supports.
    """
    claim = _open(claim, by)
    if not rationale.strip():
        raise ReasonMissing("Say why the claim should have this status.")
    if claim.proposals.open().exists():
        raise ProposalOpen("A proposal is open already: it has to be decided first.")
    if status == claim.status and not claim.is_overstated:
        raise NoChange(f"{claim} is {_words(status)} already.")
    _require_supported(claim, status)
    proposal = claim.proposals.create(
        status_before=claim.status,
        status=status,
        rationale=rationale.strip(),
        proposed_by=by,
        proposer_saw=_what_is_seen(claim),
    )
    needs_two = policies.needs_two(claim, status)
    if not needs_two:
        _decide(proposal, Proposal.Outcome.SETTLED, by)
        _sign(claim, proposal)
    audit.record(
        by=by,
        action="claim.proposed" if needs_two else "claim.signed",
        subject=claim,
        case=claim.case.reference,
        detail={"before": proposal.status_before, "status": status, "rationale": rationale},
    )
    return proposal


@transaction.atomic
def countersign_status(*, proposal: Proposal, by: User, note: str = "") -> Proposal:
    """Put the second signature under a proposal, on what is said of the claim at this moment."""
    proposal = _open_proposal(proposal, by)
    if reason := policies.why_not_countersign(by, proposal):
        raise PermissionDenied(reason)
    claim = proposal.claim
    _require_supported(claim, proposal.status)
    _decide(proposal, Proposal.Outcome.COUNTERSIGNED, by, note)
    _sign(claim, proposal)
    _record(proposal, "claim.countersigned", by, note)
    return proposal


@transaction.atomic
def reject_status(*, proposal: Proposal, note: str, by: User) -> Proposal:
    """Refuse the second signature, and say why."""
    proposal = _open_proposal(proposal, by)
    if reason := policies.why_not_countersign(by, proposal):
        raise PermissionDenied(reason)
    if not note.strip():
        raise ReasonMissing("Say why the proposal is rejected.")
    _decide(proposal, Proposal.Outcome.REJECTED, by, note)
    _record(proposal, "claim.proposal_rejected", by, note)
    return proposal


@transaction.atomic
def withdraw_status(*, proposal: Proposal, by: User, note: str = "") -> Proposal:
    """Take one's own proposal back."""
    proposal = _open_proposal(proposal, by)
    if reason := policies.why_not_withdraw(by, proposal):
        raise PermissionDenied(reason)
    _decide(proposal, Proposal.Outcome.WITHDRAWN, by, note)
    _record(proposal, "claim.proposal_withdrawn", by, note)
    return proposal


@transaction.atomic
def assess_claim(
    *, claim: Claim, likelihood: str, confidence: str, basis: str, by: User, reasoning: str = ""
) -> Assessment:
    """Record our own judgement: how likely, and, apart from it, how good its basis is."""
    claim = _open(claim, by)
    if not basis.strip():
        raise ReasonMissing("Say what the confidence rests on.")
    assessment = claim.assessments.create(
        likelihood=likelihood,
        confidence=confidence,
        basis=basis.strip(),
        reasoning=reasoning.strip(),
        assessed_by=by,
    )
    settle(claim.case)
    audit.record(
        by=by,
        action="claim.assessed",
        subject=claim,
        case=claim.case.reference,
        detail={"likelihood": likelihood, "confidence": confidence, "basis": basis},
    )
    return assessment


@transaction.atomic
def publish_claims(*, case: Case, claims: Iterable[int], cited_in: str, by: User) -> int:
    """Mark claims, by number, as cited in something published: their status now needs two."""
    access.require(by, case, Permission.APPROVE)
    beneath.lock(case)
    rows = case.claims.filter(number__in=list(claims), published_at=None)
    numbers = list(rows.order_by("number").values_list("number", flat=True))
    rows.update(published_at=timezone.now())
    audit.record(
        by=by,
        action="claims.published",
        subject=case,
        case=case.reference,
        detail={"claims": [f"C-{number}" for number in numbers], "cited_in": cited_in},
    )
    return len(numbers)


@transaction.atomic
def work_out_ceilings(*, case: Case, by: User) -> list[Claim]:
    """Work out every ceiling again, noted as disturbed or not."""
    open_ledger(case, by)
    changed = settle(case, everything=True)
    audit.record(
        by=by,
        action="claims.worked_out",
        subject=case,
        case=case.reference,
        detail=told(changed),
    )
    return changed


def _open(claim: Claim, by: User) -> Claim:
    """Lock the claim with its ceiling worked out at this moment."""
    open_ledger(claim.case, by)
    settle(claim.case)
    work_out(claim.case, [claim.pk])
    return Claim.objects.select_for_update(of=("self",)).select_related("case").get(pk=claim.pk)


def _open_proposal(proposal: Proposal, by: User) -> Proposal:
    claim = _open(proposal.claim, by)
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    proposal.claim = claim
    if proposal.outcome != Proposal.Outcome.OPEN:
        how = proposal.get_outcome_display().lower()
        raise ProposalDecided(f"This proposal is decided already: {how}.")
    return proposal


def _require_supported(claim: Claim, status: str) -> None:
    if status in claim.supported:
        return
    raise AboveTheCeiling(
        f"{claim} can't be {_words(status)}: {claim.explanation['why']} "
        + " ".join(_missing(claim, status))
    )


def _missing(claim: Claim, status: str) -> list[str]:
    """What each standard lacks, for a refusal that helps."""
    if status not in {Status.CONFIRMED, Status.REFUTED}:
        return []
    results = claim.explanation["confirming" if status == Status.CONFIRMED else "refuting"]
    return [f"{result['label']}: {' '.join(result['missing'])}" for result in results]


def _what_is_seen(claim: Claim) -> dict[str, object]:
    """What stands before the person who signs, kept for good beside the signature."""
    said = claim.assertions.select_related("source").order_by("source__number")
    return {
        "statement": claim.statement,
        "explanation": claim.explanation,
        "assertions": [
            {
                "source": str(assertion.source),
                "stance": assertion.stance,
                "grade": f"{assertion.source.reliability}{assertion.credibility}",
                "quotation": assertion.quotation,
            }
            for assertion in said
        ],
    }


def _decide(proposal: Proposal, outcome: str, by: User, note: str = "") -> None:
    proposal.outcome, proposal.decided_by = outcome, by
    proposal.decided_at, proposal.decision_note = timezone.now(), note.strip()
    proposal.decider_saw = _what_is_seen(proposal.claim)
    proposal.save()


def _sign(claim: Claim, proposal: Proposal) -> None:
    claim.status, claim.signed_at = proposal.status, proposal.decided_at
    claim.overstated_because = ""
    claim.save(update_fields=["status", "signed_at", "overstated_because"])


def _record(proposal: Proposal, action: str, by: User, note: str) -> None:
    audit.record(
        by=by,
        action=action,
        subject=proposal.claim,
        case=proposal.claim.case.reference,
        detail={
            "before": proposal.status_before,
            "status": proposal.status,
            "proposed_by": str(proposal.proposed_by),
            "note": note,
        },
    )


def _words(status: str) -> str:
    return status.replace("_", " ")
