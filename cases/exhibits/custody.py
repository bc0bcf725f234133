"""Custody: everything that happened to an exhibit, each entry signed and never changed."""

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit import services as audit
from cases.core.models import Case
from cases.exhibits.models import CustodyEntry, Exhibit


@transaction.atomic
def record_custody(
    *,
    exhibit: Exhibit,
    action: CustodyEntry.Action,
    what: str,
    by: User | None,
    tool: str = "",
    after: str | None = None,
) -> CustodyEntry:
    """Add an entry to an exhibit's custody.

    `by` is None only for scheduled work; `after` is the digest then, empty if the bytes are gone.
    """
    entry = CustodyEntry.objects.create(
        exhibit=exhibit,
        action=action,
        what=what,
        by=by,
        by_name=signature(exhibit.case, by),
        tool=tool or f"Probata {settings.VERSION}",
        sha256_before="" if action == CustodyEntry.Action.RECEIVED else exhibit.sha256,
        sha256_after=exhibit.sha256 if after is None else after,
    )
    audit.record(
        by=by,
        action=f"exhibit.{action}",
        subject=exhibit,
        case=exhibit.case.reference,
        detail={
            "what": what,
            "name": exhibit.name,
            "size": exhibit.size,
            "sha256": entry.sha256_after,
        },
    )
    return entry


def signature(case: Case, by: User | None) -> str:
    """Name, address, and role in the case now, as custody and receipts keep them."""
    if by is None:
        return "Probata (scheduled)"
    member = case.members.filter(user=by).first()
    return f"{by.signed()}, {member.get_role_display() if member else 'not a member'}"
