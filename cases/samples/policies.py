from accounts.models import User
from cases.core import access
from cases.core.models import Case
from cases.core.roles import Permission
from cases.samples.models import Sample


def why_not_draw(user: User, case: Case) -> str | None:
    """Why this person may not draw samples, import them or add one by hand."""
    return access.why_not(user, case, Permission.WRITE)


def why_not_label(user: User, sample: Sample) -> str | None:
    """Why this person may not label the sample."""
    return access.why_not(user, sample.case, Permission.WRITE)


def why_not_reveal(user: User, sample: Sample) -> str | None:
    """Why this person may not read the sample unmasked."""
    return access.why_not(user, sample.case, Permission.REVEAL)
