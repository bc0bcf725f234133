from accounts.models import User
from cases.core import access
from cases.core.roles import Permission
from cases.jobs.models import Job


def why_not_cancel(user: User, job: Job) -> str | None:
    """Why this person may not cancel the job."""
    if job.is_finished:
        return "The job has ended already."
    if job.cancel_requested_at:
        return "The job is being cancelled already."
    return access.why_not(user, job.case, Permission.WRITE)


def why_not_retry(user: User, job: Job) -> str | None:
    """Why this person may not have the job done again."""
    if job.state not in {Job.State.FAILED, Job.State.CANCELLED}:
        return "Only a job that failed or was cancelled can be retried."
    return access.why_not(user, job.case, Permission.WRITE)
