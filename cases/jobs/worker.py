"""Doing a job: take it up, find the function for its kind, run it under the lease."""

import logging
import os
import socket
from contextlib import nullcontext

from django.db import InterfaceError, OperationalError

from cases.core.errors import Refused
from cases.jobs import lease
from cases.jobs.models import Job
from cases.jobs.registry import work_for
from cases.jobs.run import Cancelled, Run

logger = logging.getLogger(__name__)


def do_next() -> bool:
    """Do the job that has waited longest, to its end; answer whether one waited."""
    job = lease.claim(_name())
    if job:
        _do(Run(job), has_heart=True)
    return job is not None


def do(job_id: int) -> Job:
    """Do this job here and now if it waits, and return it as it is afterwards.

    For tests: it beats between steps and not from a thread, whose connection can't see their rows.
    """
    if job := lease.claim(_name(), job_id):
        _do(Run(job), has_heart=False)
    return Job.objects.get(pk=job_id)


def _do(run: Run, *, has_heart: bool) -> None:
    """Do the work, and record how it ended. What nobody expected goes on to the worker's log."""
    job = run.job
    try:
        with run.heart() if has_heart else nullcontext():
            result = work_for(job.kind)(run, **job.parameters)
        run.beat()
        lease.finish(job, result)
    except lease.LeaseLost:
        logger.warning("Another worker has %s: what was left to write here is dropped.", job)
    except Cancelled:
        lease.cancel(job)
    except Refused as refused:
        lease.fail(job, str(refused))
    except (OperationalError, InterfaceError):
        raise  # The database is away: the lease will run out.
    except Exception as error:
        lease.fail(
            job, f"Something went wrong that is not your fault ({type(error).__name__}: {error})."
        )
        raise


def _name() -> str:
    return f"{socket.gethostname()} {os.getpid()}"
