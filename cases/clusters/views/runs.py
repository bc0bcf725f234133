from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import SignedInRequest
from cases.clusters import charts, comparing, policies, queries, services
from cases.clusters.forms import RunForm, ThresholdForm
from cases.clusters.listings import RunListing
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.roles import Permission


@require_GET
def run_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    listing = RunListing(
        case.linker_runs.select_related("requested_by", "job"), request.GET, case=case
    )
    context = {"case": case, "why_not": policies.why_not_run(request.user, case)}
    return listing.respond(request, "cases/clusters/runs.html", context)


@require_GET
def run_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    run = get_object_or_404(case.linker_runs.select_related("requested_by", "job"), number=number)
    context = {
        "case": case,
        "run": run,
        "said": queries.in_words(run) if run.finished_at else [],
        "curve": charts.curve(run),
        "clusters": run.clusters.select_related("case").order_by("number"),
        "candidates": run.candidate_campaigns.select_related("case").order_by("number"),
        "others": case.linker_runs.exclude(pk=run.pk).exclude(finished_at=None).order_by("-number"),
    }
    return render(request, "cases/clusters/run.html", context)


@require_http_methods(["GET", "POST"])
def run_start(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = RunForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        try:
            return redirect(
                services.request_run(case=case, parameters=form.parameters(), by=request.user)
            )
        except PermissionDenied as error:
            form.add_error(None, str(error))
    context = {"case": case, "form": form, "title": "Run the linker", "submit": "Run it"}
    return render(request, "cases/clusters/form.html", context)


@require_GET
def run_compare(request: SignedInRequest, reference: str, number: int, other: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    after = get_object_or_404(case.linker_runs, number=number)
    before = get_object_or_404(case.linker_runs, number=other)
    context: dict[str, object] = {"case": case, "run": after, "before": before}
    try:
        context["comparison"] = comparing.compared(before, after)
    except Refused as error:
        context["refused"] = str(error)
    return render(request, "cases/clusters/compare.html", context)


@require_GET
def run_preview(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    run = get_object_or_404(case.linker_runs, number=number)
    form = ThresholdForm(request.GET or None, initial={"threshold": run.threshold})
    context: dict[str, object] = {"case": case, "run": run, "form": form}
    try:
        context["choices"] = comparing.choices(run)
        if form.is_valid():
            context["threshold"] = form.cleaned_data["threshold"]
            context["comparison"] = comparing.at_threshold(run, form.cleaned_data["threshold"])
    except Refused as error:
        context["refused"] = str(error)
    return render(request, "cases/clusters/preview.html", context)
