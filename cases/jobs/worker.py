"""Doing a job: take it up, find the function for its kind, run it under the lease."""

from cases.jobs.models import Job
from cases.jobs.registry import WORK
from cases.jobs.run import take_up


def do(job_id: int) -> Job:
    """Do the job if it waits for a worker, and return it as it is afterwards."""
    if run := take_up(job_id):
        with run:
            run.finish(WORK[run.job.kind](run, **run.job.parameters))
    return Job.objects.get(pk=job_id)
