"""The list of cases, opening one, and what its people may settle about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from audit.queries import verify_chain
from cases.core import access, services
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.forms import CaseForm, OpenCaseForm, ReasonForm, accepted
from cases.core.listings import CaseListing, EntryListing, cases_of, entries_of
from cases.core.models import Case
from cases.core.roles import Permission

CLOSING = {"close": services.close_case, "reopen": services.reopen_case}
HOLDING = {"place": services.place_hold, "lift": services.lift_hold}


@require_GET
def case_list(request: SignedInRequest) -> HttpResponseBase:
    listing = CaseListing(cases_of(request.user), request.GET)
    return listing.respond(request, "cases/core/case_list.html", {})


@require_http_methods(["GET", "POST"])
def case_open(request: SignedInRequest) -> HttpResponse:
    form = OpenCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = services.open_case(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = f"{case.reference} is open. Say next which parties it speaks of."
            messages.success(request, said)
            return redirect(case)
    return render(request, "cases/core/case_open.html", {"form": form})


@require_http_methods(["GET", "POST"])
def case_settings(request: SignedInRequest, reference: str) -> HttpResponse:
    may = Permission.WRITE if request.method == "POST" else Permission.READ
    case = get_case(request.user, reference, may=may)
    form = CaseForm(request.POST or None, instance=Case.objects.get(pk=case.pk))
    if request.method == "POST" and accepted(
        form, services.describe_case, case=case, by=request.user
    ):
        messages.success(request, "Saved.")
        return redirect("cases:settings", reference)
    return render(request, "cases/core/settings.html", _settings(request, case, form=form))


@require_POST
def case_close(request: SignedInRequest, reference: str, act: str) -> HttpResponse:
    """Close the case, or reopen it, with a reason."""
    case = get_case(request.user, reference, may=Permission.MANAGE)
    return _with_reason(request, case, CLOSING[act], "close_form")


@require_POST
def case_hold(request: SignedInRequest, reference: str, act: str) -> HttpResponse:
    """Place a legal hold, or lift it, with a reason."""
    case = get_case(request.user, reference, may=Permission.HOLD)
    return _with_reason(request, case, HOLDING[act], "hold_form")


@require_GET
def case_audit(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    listing = EntryListing(entries_of(case), request.GET, case=case)
    context = {"case": case, "verdict": verify_chain() if "verify" in request.GET else None}
    return listing.respond(request, "cases/core/audit.html", context)


def _with_reason(request: SignedInRequest, case: Case, act: Any, name: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if accepted(form, act, case=case, by=request.user):
        messages.success(request, "Done, and on record with your reason.")
        return redirect("cases:settings", case.reference)
    context = _settings(request, case) | {name: form}
    return render(request, "cases/core/settings.html", context, status=422)


def _settings(request: SignedInRequest, case: Case, form: CaseForm | None = None) -> dict[str, Any]:
    user = request.user
    return {
        "case": case,
        "form": form or CaseForm(instance=Case.objects.get(pk=case.pk)),
        "holds": case.legal_holds.select_related("placed_by", "lifted_by").order_by("-placed_at"),
        "close_form": ReasonForm(auto_id="id_close_%s"),
        "hold_form": ReasonForm(auto_id="id_hold_%s"),
        "why_not_describe": access.why_not(user, case, Permission.WRITE),
        "why_not_close": access.why_not(user, case, Permission.MANAGE),
        "why_not_hold": access.why_not(user, case, Permission.HOLD),
    }
