import time

from cases.jobs import worker
from cases.jobs.models import Job


class DemoFailed(RuntimeError):
    """A step of the demo did not end as it should."""


def finish(job: Job | None) -> None:
    """Do what waits until this job has ended, here or in whatever worker has it."""
    if job is None:
        raise DemoFailed("no job was asked for")
    while not job.is_finished:
        if not worker.do_next():
            time.sleep(0.2)
        job.refresh_from_db()
    if job.state != Job.State.DONE:
        raise DemoFailed(f"{job}: {job.error}")
