from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import SignedInRequest
from cases.claims import policies, queries, services
from cases.claims.forms import AnswerForm, ResponseForm
from cases.claims.views.frame import done, form_page
from cases.core.access import get_case
from cases.core.roles import Permission


@require_GET
def response_list(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.responses.select_related("party", "source", "recorded_by")
    context = {
        "case": case,
        "responses": rows.prefetch_related("claims").order_by("-asked_on", "-pk"),
        "unasked": queries.subjects_not_asked(case),
        "why_not": policies.why_not_change(request.user, case),
    }
    return render(request, "cases/claims/responses.html", context)


@require_http_methods(["GET", "POST"])
def response_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = ResponseForm(request.POST or None, case=case)
    if done(
        request, form, services.record_response, "It is on record.", case=case, by=request.user
    ):
        return redirect("claims:response_list", reference)
    lede = "Silence is recorded too. A report can't be approved without this."
    return form_page(
        request, case, form, heading="The subject's response", submit="Record it", lede=lede
    )


@require_http_methods(["GET", "POST"])
def response_answer(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    response = get_object_or_404(case.responses.select_related("party", "case"), pk=pk)
    form = AnswerForm(
        request.POST or None, instance=get_object_or_404(case.responses, pk=pk), case=case
    )
    if done(
        request, form, services.answer_response, "Recorded.", response=response, by=request.user
    ):
        return redirect("claims:response_list", reference)
    heading = f"What {response.party} answered"
    return form_page(
        request, case, form, heading=heading, submit="Record it", lede=response.question
    )
