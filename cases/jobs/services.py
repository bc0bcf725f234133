from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.core.models import Case
from cases.jobs import lease, policies, tasks
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
        detail={"kind": kind, "subject": subject, "parameters": parameters},
    )
    transaction.on_commit(tasks.wake)
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: User) -> Job:
    """Ask for the job to stop: at once if it waits, at its next step if it runs."""
    job = _lock(job)
    if reason := policies.why_not_cancel(by, job):
        raise PermissionDenied(reason)
    job.cancel_requested_at, job.cancel_requested_by = timezone.now(), by
    if job.state == Job.State.QUEUED:
        job.state, job.finished_at = Job.State.CANCELLED, timezone.now()
    job.save(update_fields=["cancel_requested_at", "cancel_requested_by", "state", "finished_at"])
    lease.log(job, f"{by} asked for it to be cancelled.")
    audit.record(by=by, action="job.cancelled", subject=job, case=job.case.reference)
    return job


@transaction.atomic
def retry_job(*, job: Job, by: User) -> Job:
    """Queue a job again that failed or was cancelled."""
    job = _lock(job)
    if reason := policies.why_not_retry(by, job):
        raise PermissionDenied(reason)
    audit.record(
        by=by,
        action="job.retried",
        subject=job,
        case=job.case.reference,
        detail={"state": job.state, "error": job.error},
    )
    job.state, job.attempt, job.error = Job.State.QUEUED, 0, ""
    job.finished_at = job.cancel_requested_at = job.cancel_requested_by = None
    job.done_count, job.total_count, job.unit = 0, None, ""
    job.save()
    lease.log(job, f"{by} asked for it to be done again.")
    transaction.on_commit(tasks.wake)
    return job


def _lock(job: Job) -> Job:
    return Job.objects.select_for_update(of=("self",)).select_related("case").get(pk=job.pk)
