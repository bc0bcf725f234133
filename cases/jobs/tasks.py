"""A message says only that something may wait: which job that is, the table knows."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from cases.jobs import worker

logger = logging.getLogger(__name__)


@shared_task
def do_next(**_: object) -> None:
    """Do the job that has waited longest, then look for another.

    Also sent by the clock, since messages get lost and so do workers.
    """
    try:
        found = worker.do_next()
    except BaseException:
        wake()
        raise
    if found:
        wake()


def wake() -> None:
    """Tell a worker at once. Without a broker the job waits until someone looks at the table."""
    try:
        do_next.delay()
    except OperationalError as error:
        logger.warning("No worker could be told, so the job waits: %s", error)
