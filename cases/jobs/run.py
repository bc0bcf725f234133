"""One attempt at a job, under a lease.

A worker holds a job for as long as it renews its lease. If it dies the lease runs out and another
worker takes the job up; if it only seemed to be dead, it finds its lease gone and can't write.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from os import getpid
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import User
from cases.core.errors import Refused
from cases.jobs.models import Job

MAX_ATTEMPTS = 3
#: Progress is written at most this often, in seconds.
PROGRESS_EVERY = 0.5


class Cancelled(Exception):
    """Someone asked for the job to be cancelled."""


class LeaseLost(Exception):
    """Another worker holds the job by now; whoever sees this must not write anything more."""


class Run:
    """What a job's function is given: the job, and ways to say how far it is."""

    def __init__(self, job: Job, lease: UUID) -> None:
        self.job = job
        self.lease = lease
        self._written_at = 0.0
        self._stop = Event()

    @property
    def requested_by(self) -> User | None:
        """The person who asked for the job; None for scheduled work."""
        return self.job.requested_by

    def progress(self, done: int, total: int | None = None, unit: str = "") -> None:
        """Say how far the job is. Raises Cancelled or LeaseLost where it should not go on."""
        if monotonic() - self._written_at < PROGRESS_EVERY and done != total:
            return
        self._written_at = monotonic()
        self._write(done_count=done, total_count=total, unit=unit)
        self.stop_if_cancelled()

    def log(self, text: str) -> None:
        """Keep a line for whoever reads the job's page."""
        self.job.log_lines.create(text=text)

    def stop_if_cancelled(self) -> None:
        """Raise Cancelled if someone asked for it."""
        if Job.objects.filter(pk=self.job.pk, cancel_requested_at__isnull=False).exists():
            raise Cancelled

    @contextmanager
    def holding(self) -> Iterator[None]:
        """A transaction in which nobody else can take the job up: where results are written."""
        with transaction.atomic():
            held = Job.objects.select_for_update().filter(pk=self.job.pk, lease=self.lease)
            if not held.exists():
                raise LeaseLost
            yield

    def finish(self, result: dict[str, object]) -> None:
        """Record that the job is done."""
        self._end(Job.State.DONE, result=result)

    def __enter__(self) -> Self:
        Thread(target=self._keep_lease, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> bool:
        """Record how the attempt ended. What nobody expected goes on to the worker's log."""
        self._stop.set()
        match error:
            case None | LeaseLost():
                return True
            case OperationalError() | InterfaceError():
                return False  # The database is away: the lease will run out.
            case Cancelled():
                self._end(Job.State.CANCELLED)
            case Refused():
                self._end(Job.State.FAILED, error=str(error))
            case Exception():
                self._end(
                    Job.State.FAILED,
                    error=f"Something went wrong that is not your fault "
                    f"({type(error).__name__}: {error}).",
                )
                return False
            case _:
                return False  # The worker is being stopped: the lease will run out.
        return True

    def _end(self, state: Job.State, **fields: object) -> None:
        self._write(state=state, lease=None, lease_until=None, finished_at=timezone.now(), **fields)

    def _write(self, **fields: object) -> None:
        if not Job.objects.filter(pk=self.job.pk, lease=self.lease).update(**fields):
            raise LeaseLost

    def _keep_lease(self) -> None:
        """Renew the lease from a thread of its own, until the attempt ends or the lease is lost."""
        try:
            while not self._stop.wait(settings.JOB_LEASE_SECONDS / 3):
                self._write(lease_until=lease_end())
        except (LeaseLost, OperationalError, InterfaceError):
            return  # The attempt finds out by itself when it next writes.
        finally:
            connection.close()


def take_up(job_id: int) -> Run | None:
    """Lease the job, if it waits for a worker; None if it doesn't, or has been tried too often."""
    with transaction.atomic():
        job = (
            Job.objects.waiting()
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("case", "requested_by")
            .filter(pk=job_id)
            .first()
        )
        if job is None or _is_given_up(job):
            return None
        job.state, job.lease, job.lease_until = Job.State.RUNNING, uuid4(), lease_end()
        job.attempt += 1
        job.started_at = timezone.now()
        job.worker = f"{socket.gethostname()} {getpid()}"
        job.done_count, job.total_count, job.error, job.result = 0, None, "", {}
        job.save()
    return Run(job, job.lease)


def _is_given_up(job: Job) -> bool:
    """Whether the job ends here: cancelled before it began, or its workers died too often."""
    if job.cancel_requested_at:
        job.state = Job.State.CANCELLED
    elif job.attempt >= MAX_ATTEMPTS:
        job.state = Job.State.FAILED
        job.error = f"Its worker stopped in the middle, {job.attempt} times. Retry it by hand."
    else:
        return False
    job.lease = job.lease_until = None
    job.finished_at = timezone.now()
    job.save()
    return True


def lease_end() -> datetime:
    """Until when a lease that is taken or renewed now holds."""
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
