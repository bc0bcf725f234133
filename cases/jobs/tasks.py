import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from cases.jobs import worker
from cases.jobs.models import Job

logger = logging.getLogger(__name__)


@shared_task
def run_job(*, job_id: int, **_: object) -> None:
    """Do the job, if it still waits for a worker."""
    worker.do(job_id)


@shared_task
def wake_waiting_jobs(**_: object) -> None:
    """Wake a worker for every job that waits: the broker may have lost the first call."""
    for job_id in Job.objects.waiting().values_list("pk", flat=True):
        wake(job_id)


def wake(job_id: int) -> None:
    """Tell a worker about the job. Without a broker it waits until there is one."""
    try:
        run_job.delay(job_id=job_id)
    except OperationalError as error:
        logger.warning("The broker is away, job %s waits: %s", job_id, error)
