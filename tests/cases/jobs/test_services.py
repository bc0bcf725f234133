import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from audit.models import Entry
from cases.core import services as cases
from cases.core.models import Case
from cases.jobs import services, worker
from cases.jobs.models import Job
from tests.cases.jobs import kinds  # noqa: F401  registers the kinds


def ask(case: Case, by: User, kind: str = "tests.count", **parameters: object) -> Job:
    return services.request_job(
        case=case, kind=kind, subject="E-1", parameters=dict(parameters), by=by
    )


def test_request_job_is_written_down_and_waits(case: Case, analyst: User) -> None:
    job = ask(case, analyst, to=3)

    assert (job.state, job.requested_by) == (Job.State.QUEUED, analyst)
    assert Entry.objects.get(action="job.requested").detail["parameters"] == {"to": 3}


def test_cancel_job_that_waits_ends_it_at_once(case: Case, analyst: User) -> None:
    job = services.cancel_job(job=ask(case, analyst, to=3), by=analyst)

    job = worker.do(job.pk)

    assert (job.state, job.attempt) == (Job.State.CANCELLED, 0)


def test_cancel_job_is_for_who_asked_or_may_change_the_case(
    case: Case, lead: User, analyst: User, policy: User, stranger: User
) -> None:
    job = ask(case, analyst, to=3)
    for person in (policy, stranger):
        with pytest.raises(PermissionDenied):
            services.cancel_job(job=job, by=person)

    services.cancel_job(job=job, by=lead)
    with pytest.raises(PermissionDenied, match="ended"):
        services.cancel_job(job=job, by=lead)


def test_retry_job_begins_again_from_the_start(case: Case, analyst: User) -> None:
    job = worker.do(ask(case, analyst, to=0).pk)
    Job.objects.filter(pk=job.pk).update(parameters={"to": 2})

    services.retry_job(job=job, by=analyst)
    job = worker.do(job.pk)

    assert (job.state, job.attempt, job.error) == (Job.State.DONE, 1, "")
    assert Entry.objects.get(action="job.retried").detail["error"] == "There is nothing to count."


def test_retry_job_refuses_one_that_waits_or_is_done(case: Case, analyst: User) -> None:
    job = ask(case, analyst, to=1)
    with pytest.raises(PermissionDenied):
        services.retry_job(job=job, by=analyst)

    worker.do(job.pk)
    with pytest.raises(PermissionDenied):
        services.retry_job(job=job, by=analyst)


def test_a_job_that_runs_when_its_case_is_closed_still_ends(
    case: Case, lead: User, analyst: User
) -> None:
    job = ask(case, analyst, to=1)
    cases.close_case(case=case, reason="Done", by=lead)

    job = worker.do(job.pk)

    assert job.state == Job.State.DONE
