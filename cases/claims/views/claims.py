from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.claims import figures, policies, queries, services
from cases.claims.forms import (
    AssertForm,
    ClaimForm,
    EditAssertionForm,
    ObserveForm,
    ReasonForm,
    ResolveForm,
)
from cases.claims.listings import ClaimListing, ContradictionListing
from cases.claims.measured import observed
from cases.claims.models import Assertion, Observation
from cases.claims.views.frame import act_and_return, claim_of, done, form_page
from cases.claims.views.signing import deciding
from cases.core.access import get_case
from cases.core.models import Case
from cases.core.roles import Permission


@require_GET
def claim_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.claims.select_related("speaker").defer("explanation", "supported")
    listing = ClaimListing(rows, request.GET, case=case)
    why_not = policies.why_not_change(request.user, case)
    context: dict[str, Any] = {"case": case, "why_not": why_not}
    if not request.GET.get("as"):
        context["unsettled"] = queries.unsettled(case)
        context["overstated_count"] = case.claims.overstated().count()
    return listing.respond(request, "cases/claims/list.html", context)


@require_http_methods(["GET", "POST"])
def claim_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = ClaimForm(request.POST or None, case=case)
    if done(request, form, services.add_claim, "The claim is entered.", case=case, by=request.user):
        return redirect(case.claims.order_by("-number")[0].get_absolute_url())
    lede = "One proposition that can be true or false. What was said and what is so are two claims."
    return form_page(request, case, form, heading="Add a claim", submit="Add the claim", lede=lede)


@require_GET
def claim_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    claim = claim_of(case, number)
    explained = queries.explain(claim)
    contents, utterances = (list(r.order_by("number")) for r in (claim.contents, claim.content_of))
    queries.name_speakers([*contents, *utterances])
    context: dict[str, Any] = {
        "case": case,
        "claim": claim,
        "explained": explained,
        "contents": contents,
        "utterances": utterances,
        "beside": figures.beside_measured(claim),
        "observations": observed(claim),
        "responses": claim.responses.select_related("party"),
        "unsettled": queries.unsettled(case),
        "why_not": policies.why_not_change(request.user, case),
        "why_not_propose": policies.why_not_propose(request.user, claim),
    }
    if proposal := explained.open_proposal:
        context |= deciding(request.user, proposal)
    return render(request, "cases/claims/detail.html", context)


@require_http_methods(["GET", "POST"])
def claim_edit(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    claim = claim_of(case, number)
    form = ClaimForm(request.POST or None, instance=claim_of(case, number), case=case)
    form.fields.pop("content_of")
    if done(request, form, services.edit_claim, "Saved.", claim=claim, by=request.user):
        return redirect(claim.get_absolute_url())
    return form_page(request, case, form, heading=f"Edit {claim}", submit="Save", back=claim)


@require_http_methods(["GET", "POST"])
def claim_assert(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    claim = claim_of(case, number)
    form = AssertForm(request.POST or None, case=case)
    said = "What the source says is recorded, and the ceiling worked out again."
    if done(request, form, services.assert_claim, said, claim=claim, by=request.user):
        return redirect(claim.get_absolute_url())
    heading = f"What a source says of {claim}"
    return form_page(
        request, case, form, heading=heading, submit="Record it", back=claim, lede=claim.statement
    )


@require_http_methods(["GET", "POST"])
def assertion_edit(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    assertion = _assertion(case, pk)
    form = EditAssertionForm(request.POST or None, instance=_assertion(case, pk), case=case)
    if done(request, form, services.edit_assertion, "Saved.", assertion=assertion, by=request.user):
        return redirect(assertion.claim.get_absolute_url())
    return form_page(
        request, case, form, heading=str(assertion), submit="Save", back=assertion.claim
    )


@require_http_methods(["GET", "POST"])
def assertion_remove(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    assertion = _assertion(case, pk)
    form = ReasonForm(request.POST or None)
    said = "It is taken out, and the ceiling worked out again."
    if done(request, form, services.remove_assertion, said, assertion=assertion, by=request.user):
        return redirect(assertion.claim.get_absolute_url())
    heading = f"Take out: {assertion}"
    return form_page(
        request, case, form, heading=heading, submit="Take it out", back=assertion.claim
    )


@require_http_methods(["GET", "POST"])
def assertion_resolve(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    assertion = _assertion(case, pk)
    form = ResolveForm(request.POST or None)
    said = "The denial no longer stands, and the ceiling is worked out again."
    if done(request, form, services.resolve_denial, said, assertion=assertion, by=request.user):
        return redirect(assertion.claim.get_absolute_url())
    heading = f"Why it no longer stands that {assertion}"
    return form_page(request, case, form, heading=heading, submit="Record", back=assertion.claim)


@require_http_methods(["GET", "POST"])
def claim_observe(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    claim = claim_of(case, number)
    form = ObserveForm(request.POST or None, case=case)
    said = "The observation is recorded. It counts once it was run again with the same result."
    if done(request, form, services.observe_claim, said, claim=claim, by=request.user):
        return redirect(claim.get_absolute_url())
    heading = f"What our exhibits show of {claim}"
    return form_page(
        request, case, form, heading=heading, submit="Record it", back=claim, lede=claim.statement
    )


@require_POST
def observation_rerun(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    rows = Observation.objects.filter(claim__case=case).select_related("claim__case")
    observation = get_object_or_404(rows, pk=pk)
    gave_the_same = request.POST.get("result") == "same"
    return act_and_return(
        request,
        observation.claim,
        lambda: services.rerun_observation(
            observation=observation, gave_the_same=gave_the_same, by=request.user
        ),
        "The second run is on record.",
    )


@require_POST
def work_out(request: SignedInRequest, reference: str) -> HttpResponse:
    """Work every ceiling out again."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    services.work_out_ceilings(case=case, by=request.user)
    return redirect("claims:list", reference)


@require_GET
def contradictions(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    listing = ContradictionListing(queries.contradicted(case), request.GET, case=case)
    context = {"case": case, "contradictions": queries.contradictions(listing.page.rows)}
    return listing.respond(request, "cases/claims/contradictions.html", context)


def _assertion(case: Case, pk: int) -> Assertion:
    rows = Assertion.objects.filter(claim__case=case).select_related("claim__case", "source")
    return get_object_or_404(rows, pk=pk)
