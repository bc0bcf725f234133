from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from cases.core.errors import Refused
from cases.core.models import Case
from cases.jobs import services, worker
from cases.jobs.models import Job
from cases.jobs.registry import WORK
from cases.jobs.run import MAX_ATTEMPTS, LeaseLost, Run, take_up

Works = Callable[[Callable[..., dict[str, Any]]], None]


@pytest.fixture
def works() -> Iterator[Works]:
    """Register a function as what does jobs of kind "test"."""
    yield lambda work: WORK.__setitem__("test", work)
    WORK.pop("test", None)


@pytest.fixture
def job(case: Case, analyst: User) -> Job:
    return services.request_job(
        case=case, kind="test", subject="a thing", parameters={"n": 3}, by=analyst
    )


def let_lease_run_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_do_runs_a_waiting_job_once(job: Job, works: Works) -> None:
    calls: list[int] = []

    def work(run: Run, *, n: int) -> dict[str, Any]:
        calls.append(n)
        run.progress(n, n, "things")
        run.log("Nearly there")
        return {"n": n}

    works(work)
    worker.do(job.pk)
    done = worker.do(job.pk)

    assert calls == [3]
    assert (done.state, done.result, done.percent, done.unit) == ("done", {"n": 3}, 100, "things")
    assert done.log_lines.get().text == "Nearly there"


def test_a_refusal_fails_the_job_with_its_words(job: Job, works: Works) -> None:
    def work(run: Run, *, n: int) -> dict[str, Any]:
        raise Refused("The file is empty.")

    works(work)

    assert worker.do(job.pk).error == "The file is empty."


def test_the_unexpected_fails_the_job_and_reaches_the_log(job: Job, works: Works) -> None:
    def work(run: Run, *, n: int) -> dict[str, Any]:
        raise KeyError("x")

    works(work)
    with pytest.raises(KeyError):
        worker.do(job.pk)

    job.refresh_from_db()
    assert job.state == "failed"
    assert "KeyError" in job.error


def test_a_cancelled_job_stops_at_its_next_step(job: Job, works: Works, lead: User) -> None:
    def work(run: Run, *, n: int) -> dict[str, Any]:
        services.cancel_job(job=run.job, by=lead)
        run.progress(1, 2)
        raise AssertionError("It went on.")

    works(work)

    assert worker.do(job.pk).state == "cancelled"


def test_a_lost_job_is_taken_up_again_and_its_first_worker_cannot_write(job: Job) -> None:
    zombie = take_up(job.pk)
    assert zombie is not None
    assert take_up(job.pk) is None

    let_lease_run_out(job)
    second = take_up(job.pk)

    assert second is not None
    assert second.job.attempt == 2
    with pytest.raises(LeaseLost):
        zombie.finish({})
    with pytest.raises(LeaseLost), zombie.holding():
        raise AssertionError("It may not write.")
    second.finish({"by": "second"})
    job.refresh_from_db()
    assert job.result == {"by": "second"}


def test_a_job_whose_workers_die_too_often_fails_and_says_so(job: Job) -> None:
    for _ in range(MAX_ATTEMPTS):
        assert take_up(job.pk)
        let_lease_run_out(job)

    assert take_up(job.pk) is None
    job.refresh_from_db()
    assert job.state == "failed"
    assert "3 times" in job.error


def test_retry_needs_a_job_that_failed(job: Job, works: Works, lead: User) -> None:
    with pytest.raises(PermissionDenied):
        services.retry_job(job=job, by=lead)

    services.cancel_job(job=job, by=lead)
    works(lambda run, *, n: {})
    services.retry_job(job=job, by=lead)

    assert worker.do(job.pk).state == "done"


def test_policy_may_not_cancel(job: Job, policy: User) -> None:
    with pytest.raises(PermissionDenied):
        services.cancel_job(job=job, by=policy)


@pytest.mark.parametrize("state", ["running", "done", "failed"])
def test_the_database_refuses_a_state_without_what_belongs_to_it(job: Job, state: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=state)
