from typing import IO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from audit import services as audit
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.exhibits import policies, store
from cases.exhibits.models import CustodyEntry, Exhibit
from cases.exhibits.names import displayable

Action = CustodyEntry.Action


class ExhibitTooLarge(Refused):
    pass


class ExhibitEmpty(Refused):
    pass


@transaction.atomic
def receive_exhibit(
    *,
    case: Case,
    file: IO[bytes],
    name: str,
    how: str,
    by: User,
    media_type: str = "application/octet-stream",
    collected_by: str = "",
    collected_on: str = "",
    note: str = "",
) -> Exhibit:
    """Take a file in exactly as it is, hashed as it lands, and begin its custody.

    Raises ExhibitTooLarge or ExhibitEmpty, naming the file; nothing is kept then.
    """
    if reason := policies.why_not_receive(by, case):
        raise PermissionDenied(reason)
    name = displayable(name)
    try:
        stored = store.put(file, limit=settings.EXHIBIT_MAX_BYTES)
    except store.TooLarge as error:
        limit = settings.EXHIBIT_MAX_BYTES
        raise ExhibitTooLarge(f"“{name}” is larger than {limit:,} bytes.") from error
    if not stored.size:
        raise ExhibitEmpty(f"“{name}” is empty: nothing was received.")
    exhibit = Exhibit.objects.create(
        case=case,
        number=next_number(case, "exhibit"),
        name=name,
        media_type=media_type,
        sha256=stored.sha256,
        size=stored.size,
        is_synthetic=case.is_synthetic,
        how=how,
        collected_by=collected_by,
        collected_on=collected_on,
        note=note,
        received_by=by,
    )
    record_custody(exhibit=exhibit, action=Action.RECEIVED, what=how, by=by, after=stored.sha256)
    audit.record(
        by=by,
        action="exhibit.received",
        subject=exhibit,
        case=case.reference,
        detail={"name": name, "sha256": stored.sha256, "size": stored.size},
    )
    return exhibit


@transaction.atomic
def record_custody(
    *,
    exhibit: Exhibit,
    action: CustodyEntry.Action,
    what: str,
    by: User | None,
    tool: str = "",
    after: str = "",
) -> CustodyEntry:
    """Add an entry to an exhibit's custody; `by` is None only for scheduled work."""
    role = ""
    if by is not None:
        member = exhibit.case.members.filter(user=by).first()
        role = member.get_role_display() if member else "not a member"
    entry = CustodyEntry.objects.create(
        exhibit=exhibit,
        action=action,
        what=what,
        by=by,
        by_name=f"{by.signed()}, {role}" if by else "Probata (scheduled)",
        tool=tool or f"Probata {settings.VERSION}",
        sha256_before="" if action == Action.RECEIVED else exhibit.sha256,
        sha256_after=after or exhibit.sha256,
    )
    audit.record(
        by=by,
        action=f"exhibit.{action}",
        subject=exhibit,
        case=exhibit.case.reference,
        detail={"what": what, "sha256": entry.sha256_after},
    )
    return entry
