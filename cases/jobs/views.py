from typing import Any, ClassVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timesince import timeuntil
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.models import User
from cases.core.access import get_case
from cases.core.listing import Choice, Listing
from cases.core.roles import Permission
from cases.jobs import policies, services
from cases.jobs.models import Job


class JobListing(Listing):
    noun = "job", "jobs"
    search = ("kind", "subject", "error")
    filters: ClassVar[dict[str, Any]] = {
        "state": Choice("State", Job.State.choices),
        "kind": Choice("Kind"),
    }
    sorts: ClassVar[dict[str, str]] = {
        "requested": "requested_at",
        "kind": "kind",
        "state": "state",
    }
    sort = "-requested"
    columns: ClassVar[dict[str, Any]] = {
        "job": "pk",
        "kind": "kind",
        "subject": "subject",
        "state": "state",
        "done": "done_count",
        "total": "total_count",
        "unit": "unit",
        "attempt": "attempt",
        "requested at": "requested_at",
        "requested by": "requested_by.email",
        "started at": "started_at",
        "finished at": "finished_at",
        "error": "error",
    }


@require_GET
def job_list(request: HttpRequest, reference: str) -> HttpResponseBase:
    case = get_case(cast(User, request.user), reference, may=Permission.READ)
    kinds = case.jobs.order_by("kind").values_list("kind", "kind").distinct()
    listing = JobListing(
        case.jobs.select_related("requested_by"),
        request.GET,
        case=case,
        choices={"kind": list(kinds)},
    )
    return listing.respond(request, "cases/jobs/list.html", {"case": case})


@require_GET
def job_detail(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.READ)
    job = get_object_or_404(case.jobs.select_related("requested_by", "cancel_requested_by"), pk=pk)
    context = {
        "case": case,
        "job": job,
        "estimate": _estimate(job),
        "log_lines": job.log_lines.order_by("pk"),
        "why_not_cancel": policies.why_not_cancel(user, job),
        "why_not_retry": policies.why_not_retry(user, job),
    }
    return render(request, "cases/jobs/detail.html", context)


@require_GET
def job_status(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """How far the job is: what the page that shows it asks for, until it ends."""
    case = get_case(cast(User, request.user), reference, may=Permission.READ)
    job = get_object_or_404(case.jobs, pk=pk)
    if job.is_finished and request.headers.get("HX-Request"):
        # What the job made may be anywhere on the page that waits for it.
        return HttpResponseClientRefresh()
    return render(request, "components/job.html", {"job": job, "estimate": _estimate(job)})


@require_POST
def job_cancel(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.READ)
    job = services.cancel_job(job=get_object_or_404(case.jobs, pk=pk), by=user)
    messages.success(request, "Cancelled." if job.is_finished else "It will stop at its next step.")
    return redirect(job)


@require_POST
def job_retry(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.READ)
    job = services.retry_job(job=get_object_or_404(case.jobs, pk=pk), by=user)
    messages.success(request, "It begins again as soon as a worker is free.")
    return redirect(job)


def _estimate(job: Job) -> str:
    """How long it still takes, in words; nothing while there is no pace to tell it from."""
    now = timezone.now()
    remaining = job.remaining(now)
    if remaining is None:
        return ""
    if remaining.total_seconds() < 60:
        return "less than a minute"
    return timeuntil(now + remaining, now, depth=1)
