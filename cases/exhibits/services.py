from dataclasses import asdict
from typing import IO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.core import beneath
from cases.core.errors import Refused
from cases.core.models import Case
from cases.exhibits import ingest, policies, store
from cases.exhibits.custody import record_custody
from cases.exhibits.ingest import ExhibitEmpty, ExhibitTooLarge, displayable
from cases.exhibits.models import Alarm, CustodyEntry, Exhibit
from cases.jobs import services as jobs
from cases.jobs.models import Job

__all__ = ["ExhibitEmpty", "ExhibitTooLarge", "displayable", "record_custody"]


class AlarmSettled(Refused):
    pass


class ReasonMissing(Refused):
    pass


class NothingToCheck(Refused):
    pass


@transaction.atomic
def receive_exhibit(
    *,
    case: Case,
    file: IO[bytes] | store.Landing,
    name: str,
    how: str,
    by: User,
    media_type: str = "",
    collected_by: str = "",
    collected_on: str = "",
    note: str = "",
) -> Exhibit:
    """Take a file in exactly as it is, hashed as it lands, and begin its custody.

    Raises ExhibitTooLarge or ExhibitEmpty, naming the file; nothing is kept then. What is recorded
    is in ingest.keep.
    """
    if reason := policies.why_not_receive(by, case):
        raise PermissionDenied(reason)
    account = ingest.Account(
        name, how, media_type or ingest.guessed_type(name), collected_by, collected_on, note
    )
    return ingest.keep(case=case, stored=ingest.land(file, name), account=account, by=by)


@transaction.atomic
def receive_once(
    *, case: Case, landed: store.Landing, account: ingest.Account, by: User
) -> tuple[Exhibit, bool]:
    """Keep what landed unless the case has its bytes: the exhibit, and whether it is new.

    A new one is recorded as in receive_exhibit, and the same errors are raised.
    """
    if reason := policies.why_not_receive(by, case):
        raise PermissionDenied(reason)
    if twin := Exhibit.objects.first_with(case, landed.sha256):
        return twin, False
    stored = ingest.land(landed, account.name)
    # Two runs at once bring the same bytes in once; and the case may have been closed meanwhile.
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if reason := policies.why_not_receive(by, case):
        raise PermissionDenied(reason)
    if twin := Exhibit.objects.first_with(case, stored.sha256):
        return twin, False
    return ingest.keep(case=case, stored=stored, account=account, by=by), True


@transaction.atomic
def request_import(
    *,
    case: Case,
    address: str,
    how: str,
    by: User,
    collected_by: str = "",
    collected_on: str = "",
    note: str = "",
) -> Job:
    """Have a job fetch a file from a path on the server or an S3 address, as an exhibit."""
    if reason := policies.why_not_receive(by, case):
        raise PermissionDenied(reason)
    if reason := ingest.why_not_address(address):
        raise ingest.AddressRefused(reason)
    name = displayable(address)
    account = ingest.Account(name, how, ingest.guessed_type(name), collected_by, collected_on, note)
    audit.record(
        by=by,
        action="exhibit.import_requested",
        subject=name,
        case=case.reference,
        detail={"address": address},
    )
    return jobs.request_job(
        case=case,
        kind="exhibits.import",
        subject=name,
        parameters={"address": address, "account": asdict(account)},
        by=by,
    )


@transaction.atomic
def release_exhibit(*, exhibit: Exhibit, by: User) -> CustodyEntry:
    """Let a person take a copy of the file out of the house, on record."""
    if reason := policies.why_not_download(by, exhibit):
        raise PermissionDenied(reason)
    return record_custody(
        exhibit=exhibit,
        action=CustodyEntry.Action.DOWNLOADED,
        what="A copy was downloaded.",
        by=by,
    )


@transaction.atomic
def request_recheck(*, case: Case, by: User) -> Job:
    """Have a job hash every stored exhibit of the case again, now."""
    if reason := policies.why_not_recheck(by, case):
        raise PermissionDenied(reason)
    if not case.exhibits.exists():
        raise NothingToCheck("There is no exhibit to check yet.")
    audit.record(
        by=by, action="exhibits.recheck_requested", subject=case, case=case.reference, detail={}
    )
    return jobs.request_job(
        case=case,
        kind="exhibits.recheck",
        subject="all exhibits",
        parameters={"everything": True},
        by=by,
    )


@transaction.atomic
def settle_alarm(*, alarm: Alarm, how: str, by: User) -> Alarm:
    """Say what was found out about an exhibit that differs; the alarm stays on record."""
    with beneath.changing(alarm.case, by=by):
        alarm = Alarm.objects.select_for_update().get(pk=alarm.pk)
        if reason := policies.why_not_settle(by, alarm.case):
            raise PermissionDenied(reason)
        if alarm.settled_at:
            raise AlarmSettled("This alarm is settled already.")
        if not how.strip():
            raise ReasonMissing("Say what was found out, and what was done.")
        alarm.settled_at, alarm.settled_by, alarm.settled_how = timezone.now(), by, how.strip()
        alarm.save(update_fields=["settled_at", "settled_by", "settled_how"])
        audit.record(
            by=by,
            action="alarm.settled",
            subject=alarm,
            case=alarm.case.reference,
            detail={"how": alarm.settled_how},
        )
    return alarm
