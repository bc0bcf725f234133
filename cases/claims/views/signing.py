from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.claims import services
from cases.claims.forms import AssessForm, NoteForm, ProposeForm, ReasonForm
from cases.claims.models import Claim
from cases.claims.signatures import Proposal
from cases.claims.views.frame import act_and_return, claim_of, done, form_page
from cases.core.access import get_case
from cases.core.roles import Permission


@require_http_methods(["GET", "POST"])
def propose(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    claim = claim_of(case, number)
    form = ProposeForm(request.POST or None, claim=claim)
    said = "Signed. What needs a second signature now waits for another person."
    if done(request, form, services.propose_status, said, claim=claim, by=request.user):
        return redirect(claim.get_absolute_url())
    heading = f"Propose a status for {claim}"
    lede = f"{claim.statement}\n\n{claim.explanation['why']}"
    return form_page(request, case, form, heading=heading, submit="Sign", back=claim, lede=lede)


@require_POST
def countersign(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.APPROVE)
    claim = claim_of(case, number)
    act = partial(
        services.countersign_status,
        proposal=_open_proposal(claim),
        note=_note(request),
        by=request.user,
    )
    return act_and_return(request, claim, act, f"{claim} is countersigned.")


@require_POST
def reject(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.APPROVE)
    claim = claim_of(case, number)
    form = ReasonForm(request.POST)
    note = form.cleaned_data["reason"] if form.is_valid() else ""
    act = partial(
        services.reject_status, proposal=_open_proposal(claim), note=note, by=request.user
    )
    return act_and_return(request, claim, act, "The proposal is rejected.")


@require_POST
def withdraw(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    claim = claim_of(case, number)
    act = partial(
        services.withdraw_status,
        proposal=_open_proposal(claim),
        note=_note(request),
        by=request.user,
    )
    return act_and_return(request, claim, act, "The proposal is withdrawn.")


@require_http_methods(["GET", "POST"])
def assess(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    claim = claim_of(case, number)
    form = AssessForm(request.POST or None)
    if done(request, form, services.assess_claim, "Recorded.", claim=claim, by=request.user):
        return redirect(claim.get_absolute_url())
    heading = f"Our assessment of {claim}"
    return form_page(
        request, case, form, heading=heading, submit="Record it", back=claim, lede=claim.statement
    )


def _open_proposal(claim: Claim) -> Proposal:
    return get_object_or_404(claim.proposals.select_related("claim__case"), outcome="open")


def _note(request: SignedInRequest) -> str:
    form = NoteForm(request.POST)
    return form.cleaned_data["note"] if form.is_valid() else ""
