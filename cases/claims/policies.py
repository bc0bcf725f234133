from accounts.models import User
from cases.claims.models import Claim
from cases.claims.signatures import Proposal
from cases.claims.vocabulary import NEEDS_TWO
from cases.core import access
from cases.core.models import Case
from cases.core.roles import Permission


def why_not_change(user: User, case: Case) -> str | None:
    """Why this person may not add to the ledger or change it."""
    return access.why_not(user, case, Permission.WRITE)


def why_not_remove(user: User, case: Case) -> str | None:
    """Why this person may not remove anything from the ledger."""
    if reason := access.why_not(user, case, Permission.WRITE):
        return reason
    if case.legal_holds.filter(lifted_at=None).exists():
        return "The case is under legal hold: nothing may be removed."
    return None


def why_not_propose(user: User, claim: Claim) -> str | None:
    """Why this person may not propose a status for the claim."""
    if reason := access.why_not(user, claim.case, Permission.WRITE):
        return reason
    if claim.proposals.open().exists():
        return "A proposal is open already: it has to be decided first."
    return None


def why_not_countersign(user: User, proposal: Proposal) -> str | None:
    """Why this person may not countersign or reject the proposal; never its author."""
    if reason := access.why_not(user, proposal.claim.case, Permission.APPROVE):
        return reason
    if proposal.outcome != Proposal.Outcome.OPEN:
        return f"It is decided already: {proposal.get_outcome_display().lower()}."
    if proposal.proposed_by_id == user.pk:
        return "You proposed this: another person has to countersign it."
    return None


def why_not_withdraw(user: User, proposal: Proposal) -> str | None:
    """Why this person may not withdraw the proposal; only its author may."""
    if reason := access.why_not(user, proposal.claim.case, Permission.WRITE):
        return reason
    if proposal.outcome != Proposal.Outcome.OPEN:
        return f"It is decided already: {proposal.get_outcome_display().lower()}."
    if proposal.proposed_by_id != user.pk:
        return "Only the person who proposed it can withdraw it."
    return None


def needs_two(claim: Claim, status: str) -> bool:
    """Whether a second person has to sign this change of status."""
    return status in NEEDS_TWO or claim.published_at is not None
