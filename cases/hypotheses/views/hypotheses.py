from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.claims.queries import name_speakers
from cases.core.access import get_case
from cases.core.acts import attempt
from cases.core.forms import ReasonForm, accepted
from cases.core.roles import Permission
from cases.hypotheses import policies, queries, services
from cases.hypotheses.forms import HypothesisForm
from cases.hypotheses.views.frame import form_page


@require_GET
def matrix(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    context = {
        "case": case,
        "board": queries.board_of(case),
        "why_not": policies.why_not_change(request.user, case),
    }
    return render(request, "cases/hypotheses/list.html", context)


@require_GET
def hypothesis_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.hypotheses.select_related("case", "claim__case", "added_by", "set_aside_by")
    hypothesis = get_object_or_404(rows, number=number)
    board = queries.board_of(case)
    name_speakers([hypothesis.claim] if hypothesis.claim else [])
    context = {
        "case": case,
        "hypothesis": hypothesis,
        "standing": next((s for s in board.standings if s.hypothesis == hypothesis), None),
        "said": board.said_of(hypothesis),
        "form": ReasonForm(),
        "why_not": policies.why_not_change(request.user, case),
    }
    return render(request, "cases/hypotheses/detail.html", context)


@require_http_methods(["GET", "POST"])
def hypothesis_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = HypothesisForm(request.POST or None, case=case)
    if accepted(form, services.add_hypothesis, case=case, by=request.user):
        messages.success(request, "It is in the matrix. It is compared once a row is rated.")
        return redirect("hypotheses:list", reference)
    return form_page(request, case, form, "Add a hypothesis")


@require_http_methods(["GET", "POST"])
def hypothesis_edit(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    hypothesis = get_object_or_404(case.hypotheses.select_related("case"), number=number)
    initial = {name: getattr(hypothesis, name) for name in ("statement", "would_change", "claim")}
    form = HypothesisForm(request.POST or None, case=case, initial=initial)
    if accepted(form, services.edit_hypothesis, hypothesis=hypothesis, by=request.user):
        return redirect(hypothesis)
    return form_page(request, case, form, f"Edit {hypothesis}", hypothesis)


@require_POST
def rivals_offer(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    act = partial(services.offer_rivals, case=case, by=request.user)
    attempt(request, act, "The usual rivals are in the matrix, none rated yet.")
    return redirect("hypotheses:list", reference)


@require_POST
def hypothesis_set_aside(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    hypothesis = get_object_or_404(case.hypotheses.select_related("case"), number=number)
    reason = request.POST.get("reason", "")
    act = partial(
        services.set_aside_hypothesis, hypothesis=hypothesis, reason=reason, by=request.user
    )
    attempt(request, act, "It is set aside.")
    return redirect(hypothesis)


@require_POST
def hypothesis_take_up(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    hypothesis = get_object_or_404(case.hypotheses.select_related("case"), number=number)
    act = partial(services.take_up_hypothesis, hypothesis=hypothesis, by=request.user)
    attempt(request, act, "It is compared again.")
    return redirect(hypothesis)
