from accounts.models import User
from cases.core import access
from cases.core.models import Case
from cases.core.roles import Permission
from cases.hypotheses.models import EvidenceRow


def why_not_change(user: User, case: Case) -> str | None:
    """Why this person may not add to the matrix or rate in it."""
    return access.why_not(user, case, Permission.WRITE)


def why_not_rate(user: User, row: EvidenceRow) -> str | None:
    """Why this person may not rate the row."""
    if reason := why_not_change(user, row.case):
        return reason
    if row.left_out_at:
        return "The row is left out: take it back in first."
    if not row.case.hypotheses.open().exists():
        return "There is no open hypothesis to hold it against."
    return None
