"""Hashing stored exhibits again, and raising an alarm where the bytes are no longer the same."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.core import beneath
from cases.core.errors import Refused
from cases.core.models import Case
from cases.exhibits import store
from cases.exhibits.custody import record_custody
from cases.exhibits.models import Alarm, CustodyEntry, Exhibit
from cases.jobs.run import Run

Action = CustodyEntry.Action
#: Entries that say that the bytes were seen to be what they should be.
SEEN = Q(custody_entries__action__in=[Action.RECEIVED, Action.VERIFIED, Action.PACKED])


class Damaged(Refused):
    pass


def due(case: Case) -> QuerySet[Exhibit]:
    """Exhibits whose bytes nobody has looked at for a while."""
    since = timezone.now() - timedelta(days=settings.EXHIBIT_RECHECK_DAYS)
    seen = case.exhibits.annotate(seen_at=Max("custody_entries__at", filter=SEEN))
    return seen.filter(seen_at__lt=since)


def recheck(run: Run, *, everything: bool) -> dict[str, Any]:
    """Hash stored exhibits again; run twice, it merely looks twice."""
    exhibits = list(run.job.case.exhibits.all() if everything else due(run.job.case))
    total, done, differing = sum(exhibit.size for exhibit in exhibits), 0, []
    for exhibit in exhibits:
        found = store.digest_now(exhibit.sha256, seen=_progress(run, done, total))
        done += exhibit.size
        with run.holding():
            if found == exhibit.sha256:
                record_custody(
                    exhibit=exhibit,
                    action=Action.VERIFIED,
                    what="The stored bytes were hashed again: the same.",
                    by=run.requested_by,
                )
            else:
                raise_alarm(exhibit, found, by=run.requested_by)
                differing.append(str(exhibit))
    if differing:
        run.log(f"Not the bytes that were received: {', '.join(differing)}.")
    return {"checked": len(exhibits), "differing": differing}


@transaction.atomic
def raise_alarm(exhibit: Exhibit, found: str | None, *, by: User | None) -> Alarm:
    """Record that the stored bytes differ, or are gone, and say so on every page of the case."""
    with beneath.changing(exhibit.case, by=by):
        alarm, is_new = Alarm.objects.get_or_create(
            case=exhibit.case, exhibit=exhibit, settled_at=None, defaults={"found": found or ""}
        )
        gone, differ = "The stored bytes are gone.", "The stored bytes are not those received."
        record_custody(
            exhibit=exhibit,
            action=Action.DIFFERS,
            what=gone if found is None else differ,
            by=by,
            after=found or "",
        )
        if is_new:
            audit.record(
                by=by,
                action="alarm.raised",
                subject=alarm,
                case=exhibit.case.reference,
                detail={"expected": exhibit.sha256, "found": found},
            )
    return alarm


def checked_chunks(exhibit: Exhibit, *, by: User) -> Iterator[bytes]:
    """The exhibit's bytes, the last piece only if all of them are what was received.

    Raises Damaged, after raising the alarm: whoever was reading is left with less than the whole.
    """
    digest, held = sha256(), b""
    for chunk in store.chunks(exhibit.sha256):
        if held:
            yield held
        digest.update(chunk)
        held = chunk
    if digest.hexdigest() != exhibit.sha256:
        raise_alarm(exhibit, digest.hexdigest(), by=by)
        raise Damaged(f"{exhibit} is damaged: its stored bytes are not those received.")
    yield held


def _progress(run: Run, before: int, total: int) -> Callable[[int], None]:
    return lambda read: run.progress(before + read, total, "bytes")
