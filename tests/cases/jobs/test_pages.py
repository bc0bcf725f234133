from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.core.models import Case
from cases.jobs import lease, services, worker
from cases.jobs.models import Job
from tests.cases.jobs import kinds  # noqa: F401  registers the kinds
from tests.factories.jobs import JobFactory


@pytest.fixture
def job(case: Case, analyst: User) -> Job:
    return JobFactory.create(case=case, requested_by=analyst, parameters={"to": 3})


def url(job: Job, name: str) -> str:
    return reverse(f"jobs:{name}", args=[job.case.reference, job.pk])


def test_the_list_shows_jobs_with_what_they_wait_for(job: Job, analyst: User, signed_in) -> None:
    page = signed_in(analyst).get(reverse("jobs:list", args=[job.case.reference]))

    assert "tests.count" in page.text
    assert "Waiting" in page.text


def test_the_status_says_how_far_it_is_until_it_ends(job: Job, analyst: User, signed_in) -> None:
    client: Client = signed_in(analyst)
    running = lease.claim("worker-1")
    lease.beat(running, 1_200, 4_800, "rows")
    Job.objects.update(started_at=timezone.now() - timedelta(minutes=2))

    page = client.get(url(job, "status"), headers={"HX-Request": "true"})
    assert "1,200 of 4,800 rows" in page.text
    assert "about 6\xa0minutes left" in page.text or "about 5\xa0minutes left" in page.text

    lease.finish(running, {})
    page = client.get(url(job, "status"), headers={"HX-Request": "true"})
    assert page.headers["HX-Refresh"] == "true"


def test_the_page_of_a_job_tells_what_happened(job: Job, analyst: User, signed_in) -> None:
    worker.do(job.pk)

    page = signed_in(analyst).get(job.get_absolute_url())

    assert "Counted to 3." in page.text
    assert "Cancel</button>" not in page.text


def test_cancel_and_retry_from_the_page(job: Job, analyst: User, signed_in) -> None:
    client: Client = signed_in(analyst)

    client.post(url(job, "cancel"))
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED

    client.post(url(job, "retry"))
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_job_of_another_case_is_not_found(
    job: Job, other_case: Case, stranger: User, signed_in
) -> None:
    address = reverse("jobs:detail", args=[other_case.reference, job.pk])

    assert signed_in(stranger).get(address).status_code == 404


def test_the_api_cancels_and_shows_the_log(job: Job, analyst: User, signed_in) -> None:
    client: Client = signed_in(analyst)
    address = f"/api/v1/cases/{job.case.reference}/jobs/{job.pk}/"

    assert client.post(f"{address}cancel/").json()["state"] == "cancelled"
    assert "cancelled" in client.get(f"{address}log/").json()[0]["text"]
    assert client.post(f"{address}cancel/").status_code == 403


def test_the_requester_may_cancel_without_the_right_to_change(
    case: Case, legal: User, signed_in
) -> None:
    job = services.request_job(
        case=case, kind="tests.count", subject="P-1", parameters={}, by=legal
    )

    signed_in(legal).post(url(job, "cancel"))

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
