from accounts.models import User
from cases.core import access
from cases.core.models import Case
from cases.core.roles import Permission
from cases.exhibits.models import Exhibit


def why_not_receive(user: User, case: Case) -> str | None:
    """Why this person may not bring a file into the case."""
    return access.why_not(user, case, Permission.WRITE)


def why_not_download(user: User, exhibit: Exhibit) -> str | None:
    """Why this person may not take the file out of the house."""
    return access.why_not(user, exhibit.case, Permission.EXPORT)


def why_not_recheck(user: User, case: Case) -> str | None:
    """Why this person may not have the stored exhibits hashed again."""
    return access.why_not(user, case, Permission.READ)


def why_not_settle(user: User, case: Case) -> str | None:
    """Why this person may not settle an alarm of the case."""
    return access.why_not(user, case, Permission.MANAGE)
