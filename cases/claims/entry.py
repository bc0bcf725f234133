"""What every entry in the ledger is checked for before it is made."""

from typing import Any

from django.db.models import Model, ProtectedError

from accounts.models import User
from cases.claims.errors import ClaimInUse, NotAnAddress, NotOfThisCase
from cases.claims.models import Assertion, Claim
from cases.core import access, beneath
from cases.core.dates import parse_edtf
from cases.core.models import Case
from cases.core.roles import Permission

#: What a claim has in these fields when they are left out; in others it is a blank.
_BLANK = dict.fromkeys(("speaker", "actor", "value", "value_high"))


def open_ledger(case: Case, by: User) -> None:
    """Check that the person may write, and let nobody else change the ledger meanwhile."""
    access.require(by, case, Permission.WRITE)
    beneath.lock(case)


def require_same_case(case: Case, *things: Model | None) -> None:
    """Refuse anything that belongs to another case."""
    for thing in things:
        if thing is not None and getattr(thing, "case_id", case.pk) != case.pk:
            raise NotOfThisCase(f"{thing} belongs to another case.")


def same_claim(case: Case, fields: dict[str, Any]) -> Claim | None:
    """The claim of the ledger that says exactly this, in whatever capitals."""
    names = ("kind", "rung", "speaker", "actor", "value", "value_high", "unit", "window")
    same = case.claims.filter(**{name: fields.get(name, _BLANK.get(name, "")) for name in names})
    return same.filter(statement__iexact=fields["statement"]).first()


def delete_unless_in_use(thing: Claim | Assertion) -> None:
    """Take it out of the ledger, unless a room above the ledger rests on it."""
    try:
        thing.delete()
    except ProtectedError as error:
        users = ", ".join(sorted(str(each) for each in error.protected_objects))
        raise ClaimInUse(f"The matrix of hypotheses rests on it: {users}.") from error


def known_date(text: str) -> str:
    """The date as it was given, once it is sure that it is one."""
    return parse_edtf(text).text if text.strip() else ""


def web_address(url: str) -> str:
    """The address, once it is sure that it leads to the web and nowhere else."""
    url = url.strip()
    if url and not url.lower().startswith(("https://", "http://")):
        raise NotAnAddress(f"“{url[:60]}” is not a web address: it begins with https://.")
    return url
