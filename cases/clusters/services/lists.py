from datetime import date
from typing import IO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.clusters import lookup, policies
from cases.clusters.dated_lists import InfrastructureList
from cases.clusters.services.judging import ReasonMissing
from cases.core import access
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.core.roles import Permission
from cases.exhibits import services as exhibits


class NothingListed(Refused):
    pass


@transaction.atomic
def add_list(
    *, case: Case, file: IO[bytes], file_name: str, kind: str, name: str, as_of: date,
    how: str, by: User,
) -> InfrastructureList:  # fmt: skip
    """Take in a list of shared infrastructure, as of its date; the file becomes an exhibit."""
    access.require(by, case, Permission.WRITE)
    exhibit = exhibits.receive_exhibit(case=case, file=file, name=file_name, how=how, by=by)
    entries = lookup.entries_of(exhibit)
    if not entries.count:
        raise NothingListed(
            f"“{file_name}” names no network, address, AS number or mail domain, one a line."
        )
    added = InfrastructureList.objects.create(
        case=case,
        number=next_number(case, "infrastructure list"),
        kind=kind,
        name=name,
        as_of=as_of,
        exhibit=exhibit,
        entry_count=entries.count,
        refused_count=entries.refused_count,
        refused=list(entries.refused),
        added_by=by,
    )
    audit.record(
        by=by,
        action="infrastructure_list.added",
        subject=added,
        case=case.reference,
        detail={
            "kind": kind,
            "name": name,
            "as_of": as_of.isoformat(),
            "exhibit": str(exhibit),
            "sha256": exhibit.sha256,
            "entries": entries.count,
            "refused": entries.refused_count,
        },
    )
    return added


@transaction.atomic
def withdraw_list(
    *, infrastructure_list: InfrastructureList, reason: str, by: User
) -> InfrastructureList:
    """Have later runs no longer look a list up; runs that did keep saying so."""
    locked = InfrastructureList.objects.select_for_update().get(pk=infrastructure_list.pk)
    if why_not := policies.why_not_withdraw(by, locked):
        raise PermissionDenied(why_not)
    if not reason.strip():
        raise ReasonMissing("Please say why.")
    locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by
    locked.withdrawn_why = reason
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    audit.record(
        by=by,
        action="infrastructure_list.withdrawn",
        subject=locked,
        case=locked.case.reference,
        detail={"reason": reason},
    )
    return locked
