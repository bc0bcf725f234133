from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import SignedInRequest
from cases.clusters import policies, services
from cases.clusters.forms import DrawCandidateForm, ReasonForm
from cases.clusters.listings import AccountListing, CandidateListing
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.roles import Permission


@require_GET
def candidate_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.candidate_campaigns.select_related("case", "judged_by", "drawn_as__case")
    if "status" not in request.GET:
        rows = rows.exclude(status="withdrawn")
    listing = CandidateListing(rows, request.GET, case=case)
    return listing.respond(request, "cases/clusters/candidates.html", {"case": case})


@require_GET
def candidate_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.candidate_campaigns.select_related("run__case", "judged_by", "drawn_as__case")
    candidate = get_object_or_404(rows, number=number)
    listing = AccountListing(candidate.members.select_related("case"), request.GET, case=case)
    context = {
        "case": case,
        "candidate": candidate,
        "why": candidate.explanation,
        "draw_form": DrawCandidateForm(auto_id="id_draw_%s"),
        "dismiss_form": ReasonForm(auto_id="id_dismiss_%s"),
        "reopen_form": ReasonForm(auto_id="id_reopen_%s"),
        "why_not_judge": policies.why_not_judge_candidate(request.user, candidate),
        "why_not_reopen": policies.why_not_reopen(request.user, candidate),
    }
    return listing.respond(request, "cases/clusters/candidate.html", context)


@require_POST
def candidate_draw(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    candidate = get_object_or_404(case.candidate_campaigns, number=number)
    form = DrawCandidateForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why: the reason is kept with your name.")
        return redirect(candidate)
    try:
        cluster = services.draw_candidate(candidate=candidate, by=request.user, **form.cleaned_data)
    except Refused as error:
        messages.error(request, str(error))
        return redirect(candidate)
    messages.success(request, f"Drawn as {cluster}. It is proposed until someone accepts it.")
    return redirect(cluster)


@require_POST
def candidate_judge(
    request: SignedInRequest, reference: str, number: int, verb: str
) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    candidate = get_object_or_404(case.candidate_campaigns, number=number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why: the reason is kept with your name.")
        return redirect(candidate)
    judge = {"dismiss": services.dismiss_candidate, "reopen": services.reopen_candidate}[verb]
    judge(candidate=candidate, by=request.user, **form.cleaned_data)
    said = {"dismiss": "was dismissed. You can take it up again.", "reopen": "waits again."}[verb]
    messages.success(request, f"{candidate} {said}".capitalize())
    return redirect(candidate)
