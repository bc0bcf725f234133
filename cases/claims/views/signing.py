from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from cases.claims import policies, services
from cases.claims.signatures import Proposal
from cases.claims.signing_forms import AssessForm, DecideForm, ProposeForm, RejectForm
from cases.claims.views.frame import act_and_return, claim_of, done, form_page
from cases.core.access import get_case
from cases.core.models import Case
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
    now = f"It is {claim.get_status_display().lower()} now."
    lede = f"{claim.statement}\n\n{claim.explanation['why']} {now}"
    return form_page(request, case, form, heading=heading, submit="Sign", back=claim, lede=lede)


@require_POST
def countersign(request: SignedInRequest, reference: str, number: int, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.APPROVE)
    form, act = DecideForm(request.POST), services.countersign_status
    return _decide(request, _proposal(case, number, pk), form, act, "is countersigned")


@require_POST
def reject(request: SignedInRequest, reference: str, number: int, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.APPROVE)
    form, act = RejectForm(request.POST), services.reject_status
    return _decide(request, _proposal(case, number, pk), form, act, "is not countersigned")


@require_POST
def withdraw(request: SignedInRequest, reference: str, number: int, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form, act = DecideForm(request.POST), services.withdraw_status
    return _decide(request, _proposal(case, number, pk), form, act, "is withdrawn")


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


def deciding(user: User, proposal: Proposal) -> dict[str, Any]:
    """What the page of a claim needs to have its open proposal decided, or to say why not."""
    return {
        "why_not_countersign": policies.why_not_countersign(user, proposal),
        "why_not_withdraw": policies.why_not_withdraw(user, proposal),
        "countersign_form": DecideForm(auto_id="id_countersign_%s"),
        "reject_form": RejectForm(auto_id="id_reject_%s"),
        "withdraw_form": DecideForm(auto_id="id_withdraw_%s"),
    }


def _proposal(case: Case, number: int, pk: int) -> Proposal:
    """The proposal that was on the page, not what was proposed since."""
    rows = Proposal.objects.filter(claim__case=case, claim__number=number)
    return get_object_or_404(rows.select_related("claim__case"), pk=pk)


def _decide(
    request: SignedInRequest, proposal: Proposal, form: DecideForm, act: Callable[..., Any], so: str
) -> HttpResponse:
    """Decide it; what can't be read or done is said on the page of the claim."""
    claim = proposal.claim
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form[name].label}: {' '.join(map(str, errors))}")
        return redirect(claim.get_absolute_url())
    done = partial(act, proposal=proposal, by=request.user, **form.cleaned_data)
    return act_and_return(request, claim, done, f"The proposed status of {claim} {so}.")
