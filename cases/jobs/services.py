from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.core.models import Case
from cases.jobs import policies, tasks
from cases.jobs.models import Job


@transaction.atomic
def request_job(
    *, case: Case, kind: str, subject: str, parameters: dict[str, Any], by: User | None
) -> Job:
    """Ask for background work; a worker is woken when the transaction commits.

    The caller has checked that the person may. `by` is None only for scheduled work.
    """
    job = Job.objects.create(
        case=case, kind=kind, subject=subject, parameters=parameters, requested_by=by
    )
    audit.record(
        by=by,
        action="job.requested",
        subject=job,
        case=case.reference,
        detail={"kind": kind, "parameters": parameters},
    )
    transaction.on_commit(partial(tasks.wake, job.pk))
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: User) -> Job:
    """Ask for the job to stop: at once if it waits, at its next step if it runs."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if reason := policies.why_not_cancel(by, job):
        raise PermissionDenied(reason)
    job.cancel_requested_at, job.cancel_requested_by = timezone.now(), by
    if job.state == Job.State.QUEUED:
        job.state, job.finished_at = Job.State.CANCELLED, timezone.now()
    job.save()
    audit.record(by=by, action="job.cancelled", subject=job, case=job.case.reference)
    return job


@transaction.atomic
def retry_job(*, job: Job, by: User) -> Job:
    """Queue a job again that failed or was cancelled."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if reason := policies.why_not_retry(by, job):
        raise PermissionDenied(reason)
    job.state, job.attempt, job.error = Job.State.QUEUED, 0, ""
    job.finished_at = job.cancel_requested_at = job.cancel_requested_by = None
    job.save()
    audit.record(by=by, action="job.retried", subject=job, case=job.case.reference)
    transaction.on_commit(partial(tasks.wake, job.pk))
    return job
