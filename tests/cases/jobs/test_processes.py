"""Jobs done by real workers over a real broker, which are killed, frozen and told to stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from accounts.models import User
from cases.core.models import Case
from cases.jobs import services
from cases.jobs.models import Job
from config import embedded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

Celery = subprocess.Popen[bytes]
PATIENCE = 60
TO = 30


@pytest.fixture
def workers(clock: Celery) -> Iterator[list[Celery]]:
    """Two workers and a clock, on the test's own database; a silent worker is dead after 3 s."""
    celery = [work("first@%h"), work("second@%h")]
    yield celery
    end(*celery)


@pytest.fixture
def worker(broker: None) -> Iterator[Celery]:
    """One worker without a clock: it takes the job that it is told of."""
    celery = work("only@%h")
    yield celery
    end(celery)


@pytest.fixture
def clock(broker: None, tmp_path: Path) -> Iterator[Celery]:
    celery = start("beat", "--schedule", str(tmp_path / "beat"), "--pidfile", "")
    yield celery
    end(celery)


@pytest.fixture
def broker() -> None:
    if not os.environ.get("BROKER_URL"):
        embedded.start_redis()


def work(name: str) -> Celery:
    return start("worker", "--include", "tests.cases.jobs.kinds", "--concurrency", "1", "-n", name)


def end(*celery: Celery) -> None:
    for process in celery:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def start(*arguments: str) -> Celery:
    database = connection.settings_dict
    url = make_conninfo(
        host=database["HOST"],
        port=database["PORT"] or None,
        user=database["USER"],
        password=database["PASSWORD"] or None,
        dbname=database["NAME"],
    )
    environment = os.environ | {
        "DATABASE_URL": url,
        "BROKER_URL": settings.CELERY_BROKER_URL,
        "JOB_LEASE_SECONDS": "3",
        "JOB_WAKE_SECONDS": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "--app", "config", "--quiet", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
    )


@pytest.fixture
def count(case: Case, analyst: User, tmp_path: Path) -> Job:
    """A job that takes about three seconds and leaves a trace of every step of every attempt."""
    parameters = {"to": TO, "pause": 0.1, "trace": str(tmp_path / "trace")}
    return services.request_job(
        case=case, kind="tests.count", subject="E-1", parameters=parameters, by=analyst
    )


def wait_until(holds: Callable[[Job], Any], job: Job) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        job.refresh_from_db()
        if holds(job):
            return
        time.sleep(0.1)
    pytest.fail(f"Waited {PATIENCE} s in vain; the job is {job.state} after {job.attempt} attempts")


def group_of(job: Job) -> int:
    """The process group of the worker that has the job: Celery's main process and its child."""
    return os.getpgid(int(job.worker.split()[-1]))


def test_a_job_whose_worker_is_killed_is_taken_up_by_another(
    count: Job, workers: list[Celery], tmp_path: Path
) -> None:
    wait_until(lambda job: job.done_count >= 5, count)
    first = group_of(count)

    os.killpg(first, signal.SIGKILL)
    wait_until(lambda job: job.is_finished, count)

    assert (count.state, count.attempt, count.result) == ("done", 2, {"counted": TO})
    assert group_of(count) in {worker.pid for worker in workers} - {first}
    steps = (tmp_path / "trace").read_text().splitlines()
    assert [s for s in steps if s.startswith("2 ")] == [f"2 {n}" for n in range(1, TO + 1)]
    assert len([s for s in steps if s.startswith("1 ")]) < TO
    assert any("was lost" in line.text for line in count.log_lines.all())


def test_a_worker_that_only_seemed_dead_writes_nothing_more(
    count: Job, workers: list[Celery]
) -> None:
    wait_until(lambda job: job.done_count >= 5, count)
    first = group_of(count)

    os.killpg(first, signal.SIGSTOP)
    wait_until(lambda job: job.attempt == 2 and job.done_count >= 5, count)
    os.killpg(first, signal.SIGCONT)
    wait_until(lambda job: job.is_finished, count)

    assert (count.state, count.attempt) == ("done", 2)
    assert group_of(count) != first
    assert [line.text for line in count.log_lines.all()].count("Done.") == 1


def test_a_running_job_stops_when_it_is_cancelled(
    count: Job, worker: Celery, analyst: User
) -> None:
    wait_until(lambda job: job.done_count >= 1, count)

    services.cancel_job(job=count, by=analyst)
    wait_until(lambda job: job.is_finished, count)

    assert count.state == "cancelled"
    assert count.done_count < TO
