"""What every entry in the matrix is checked for, and how it is put on record."""

from typing import Any

from accounts.models import User
from audit import services as audit
from cases.core.models import Case
from cases.hypotheses.errors import NotOfThisCase, ReasonMissing
from cases.hypotheses.models import EvidenceRow, Hypothesis


def require_of_case(case: Case, thing: Any) -> None:
    """Refuse anything that belongs to another case."""
    owner = getattr(thing, "claim", thing)
    if thing is not None and owner.case_id != case.pk:
        raise NotOfThisCase("A matrix rests on the ledger and the evidence of its own case.")


def reason_of(text: str) -> str:
    """The reason that was given, once it is sure that it is one."""
    if not text.strip():
        raise ReasonMissing("Say why.")
    return text.strip()


def record_change(subject: Hypothesis | EvidenceRow, action: str, by: User, detail: Any) -> None:
    """Put a change of the matrix on record."""
    audit.record(by=by, action=action, subject=subject, case=subject.case.reference, detail=detail)
