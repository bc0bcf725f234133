from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from cases.core.models import Case, Note
from cases.jobs import lease
from cases.jobs.models import Job
from tests.factories.jobs import JobFactory


@pytest.fixture
def job(case: Case, analyst: User) -> Job:
    return JobFactory.create(case=case, requested_by=analyst, parameters={"to": 3})


def lose(job: Job) -> None:
    """Let the job's lease run out, as when its worker is gone."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def claimed(worker: str) -> Job:
    job = lease.claim(worker)
    assert job
    return job


def test_claim_gives_a_job_to_one_worker(job: Job) -> None:
    mine = claimed("worker-1")

    assert (mine.pk, mine.state, mine.attempt) == (job.pk, Job.State.RUNNING, 1)
    assert lease.claim("worker-2") is None


def test_claim_takes_what_has_waited_longest(case: Case) -> None:
    now = timezone.now()
    JobFactory.create(case=case, requested_at=now)
    oldest = JobFactory.create(case=case, requested_at=now - timedelta(minutes=1))

    assert claimed("worker-1").pk == oldest.pk


def test_claim_takes_up_a_job_whose_worker_was_lost(job: Job) -> None:
    lose(claimed("worker-1"))

    again = claimed("worker-2")

    assert (again.worker, again.attempt) == ("worker-2", 2)
    assert "Worker worker-1 was lost." in [line.text for line in job.log_lines.all()]


def test_claim_gives_up_a_job_that_keeps_losing_its_worker(job: Job) -> None:
    for attempt in range(lease.MAX_ATTEMPTS):
        lose(claimed(f"worker-{attempt}"))

    assert lease.claim("worker-9") is None
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.error == "Its worker was lost 3 times, the last time worker-2."


def test_claim_ends_a_lost_job_that_was_to_stop(job: Job, analyst: User) -> None:
    lose(claimed("worker-1"))
    Job.objects.update(cancel_requested_at=timezone.now(), cancel_requested_by=analyst)

    assert lease.claim("worker-2") is None
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_a_worker_thought_dead_can_write_nothing(job: Job, case: Case, lead: User) -> None:
    zombie = claimed("worker-1")
    lose(zombie)
    heir = claimed("worker-2")

    with pytest.raises(lease.LeaseLost):
        lease.beat(zombie, 1, 3, "rows")
    with pytest.raises(lease.LeaseLost):
        lease.finish(zombie, {})
    with pytest.raises(lease.LeaseLost):
        lease.fail(zombie, "Too late")
    with pytest.raises(lease.LeaseLost), lease.holding(zombie):
        Note.objects.create(case=case, body="Written by a zombie", written_by=lead)

    lease.finish(heir, {"by": "the heir"})
    job.refresh_from_db()
    assert job.result == {"by": "the heir"}
    assert not Note.objects.exists()


def test_beat_keeps_the_lease_and_says_how_far_it_is(job: Job) -> None:
    mine = claimed("worker-1")
    lose(mine)

    assert lease.beat(mine, 7, 10, "rows") is False

    assert lease.claim("worker-2") is None
    job.refresh_from_db()
    assert (job.done_count, job.total_count, job.percent) == (7, 10, 70)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "running"},
        {"state": "done"},
        {"state": "failed", "finished_at": timezone.now()},
        {"state": "cancelled", "finished_at": timezone.now()},
        {"finished_at": timezone.now()},
        {"error": "Said too early"},
        {"state": "asleep"},
    ],
)
def test_the_database_refuses_a_state_that_makes_no_sense(
    job: Job, change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**change)


def test_the_log_is_append_only(job: Job) -> None:
    lease.log(job, "As it was")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        job.log_lines.update(text="As it should have been")
