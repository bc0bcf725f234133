"""Who may write for a job: each change of state here happens under its lease, or not at all.

All times are the database's, so that the clocks of two machines never decide who lost a lease.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from cases.jobs.models import Job

MAX_ATTEMPTS = 3


class LeaseLost(Exception):
    """The worker was thought dead, and another has the job now."""


@transaction.atomic
def claim(worker: str, job_id: int | None = None) -> Job | None:
    """Take the job that has waited longest (or this one), if it waits for a worker."""
    waiting = Job.objects.waiting().order_by("requested_at", "pk")
    if job_id:
        waiting = waiting.filter(pk=job_id)
    while job := waiting.select_for_update(skip_locked=True).first():
        if _is_given_up(job):
            continue
        if job.attempt:
            log(job, f"Worker {job.worker} was lost.")
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.RUNNING,
            attempt=job.attempt + 1,
            started_at=Now(),
            worker=worker,
            lease=uuid.uuid4(),
            done_count=0,
            total_count=None,
            **_extended(),
        )
        job.refresh_from_db()
        log(job, f"Attempt {job.attempt} began on worker {worker}.")
        return job
    return None


def _is_given_up(job: Job) -> bool:
    """End a job that nobody wants any more, or that killed its workers too often."""
    if job.cancel_requested_at:
        _end(job, Job.State.CANCELLED, "Cancelled after its worker was lost.")
    elif job.attempt >= MAX_ATTEMPTS:
        error = f"Its worker was lost {job.attempt} times, the last time {job.worker}."
        _end(job, Job.State.FAILED, error, error=error)
    return bool(job.cancel_requested_at) or job.attempt >= MAX_ATTEMPTS


def beat(job: Job, done: int, total: int | None, unit: str) -> bool:
    """Say that the worker lives and how far it is; answer whether it should stop."""
    held = Job.objects.filter(pk=job.pk, lease=job.lease)
    if not held.update(done_count=done, total_count=total, unit=unit, **_extended()):
        raise LeaseLost(f"Another worker has {job}.")
    return held.filter(cancel_requested_at__isnull=False).exists()


@contextmanager
def holding(job: Job) -> Iterator[None]:
    """One transaction that commits only if the lease is still ours when it does.

    The share lock keeps other workers from taking the job until then; heartbeats still pass.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM cases_job WHERE id = %s AND lease = %s FOR KEY SHARE",
                [job.pk, job.lease],
            )
            if cursor.fetchone() is None:
                raise LeaseLost(f"Another worker has {job}.")
        yield


def finish(job: Job, result: dict[str, Any]) -> None:
    """The work is done, and this is what came of it."""
    with holding(job):
        _end(job, Job.State.DONE, "Done.", result=result)


def fail(job: Job, error: str) -> None:
    """The work could not be done, and this is why."""
    with holding(job):
        _end(job, Job.State.FAILED, f"Failed: {error}", error=error)


def cancel(job: Job) -> None:
    """The work stopped in the middle because someone asked for that."""
    with holding(job):
        _end(job, Job.State.CANCELLED, "Cancelled.")


def let_go_of_all() -> None:
    """Let running jobs be taken up at once: for a machine that knows all its workers are gone."""
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=Now())


def log(job: Job, text: str) -> None:
    """Write down what happened, for the people who wait."""
    job.log_lines.create(attempt=job.attempt, text=text)


def _end(
    job: Job,
    state: Job.State,
    text: str,
    *,
    result: dict[str, Any] | None = None,
    error: str = "",
) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=state,
        finished_at=Now(),
        lease=None,
        lease_until=None,
        result=result or {},
        error=error,
    )
    log(job, text)


def _extended() -> dict[str, Any]:
    seconds = timedelta(seconds=settings.JOB_LEASE_SECONDS)
    return {"lease_until": Now() + seconds, "heartbeat_at": Now()}
