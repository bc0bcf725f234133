from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from cases.core.models import Case
from cases.jobs import lease, services, worker
from cases.jobs.models import Job
from cases.jobs.run import Cancelled, Run
from tests.cases.jobs import kinds
from tests.factories.jobs import JobFactory


def test_do_runs_a_waiting_job_once(case: Case) -> None:
    job = JobFactory.create(case=case, parameters={"to": 3})

    worker.do(job.pk)
    job = worker.do(job.pk)

    assert (job.state, job.result, job.attempt) == (Job.State.DONE, {"counted": 3}, 1)
    assert (job.done_count, job.total_count, job.unit) == (3, 3, "numbers")
    assert [line.text for line in job.log_lines.order_by("id")][1:] == ["Counted to 3.", "Done."]


def test_a_refusal_fails_the_job_with_its_words(case: Case) -> None:
    job = JobFactory.create(case=case, parameters={"to": 0})

    assert worker.do(job.pk).error == "There is nothing to count."


def test_the_unexpected_fails_the_job_and_reaches_the_log(case: Case) -> None:
    job = JobFactory.create(case=case, kind="tests.break")

    with pytest.raises(ZeroDivisionError):
        worker.do(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "ZeroDivisionError: by design" in job.error


def test_a_cancelled_run_stops_at_its_next_step(case: Case, analyst: User) -> None:
    JobFactory.create(case=case, parameters={"to": 3})
    job = lease.claim("worker-1")
    assert job
    services.cancel_job(job=job, by=analyst)

    with pytest.raises(Cancelled):
        kinds.count(Run(job), to=3)
    lease.cancel(job)

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_a_run_whose_lease_is_lost_stops_and_writes_nothing(case: Case) -> None:
    JobFactory.create(case=case, parameters={"to": 3})
    zombie = lease.claim("worker-1")
    assert zombie
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert lease.claim("worker-2")

    run = Run(zombie)
    with pytest.raises(lease.LeaseLost):
        run.progress(1, 3, "numbers")
    with pytest.raises(lease.LeaseLost):
        run.log("Still here.")
