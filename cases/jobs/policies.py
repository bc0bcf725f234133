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
    return _why_not_decide(user, job)


def why_not_retry(user: User, job: Job) -> str | None:
    """Why this person may not have the job done again."""
    if job.state not in {Job.State.FAILED, Job.State.CANCELLED}:
        return "Only a job that failed or was cancelled can be retried."
    return _why_not_decide(user, job)


def _why_not_decide(user: User, job: Job) -> str | None:
    """Whoever asked for the job may decide about it, and so may anyone who changes the case."""
    theirs = job.requested_by_id == user.pk
    return access.why_not(user, job.case, Permission.READ if theirs else Permission.WRITE)
