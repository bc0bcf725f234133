from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import SignedInRequest
from cases.clusters import policies, services
from cases.clusters.forms import ListForm, ReasonForm
from cases.clusters.listings import InfrastructureListing
from cases.core import access
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.roles import Permission


@require_GET
def infrastructure_lists(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.infrastructure_lists.select_related("exhibit__case", "added_by", "withdrawn_by")
    context = {
        "case": case,
        "why_not": access.why_not(request.user, case, Permission.WRITE),
    }
    listing = InfrastructureListing(rows, request.GET, case=case)
    return listing.respond(request, "cases/clusters/lists.html", context)


@require_http_methods(["GET", "POST"])
def infrastructure_list_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        told = dict(form.cleaned_data)
        file = told.pop("file")
        try:
            added = services.add_list(
                case=case, file=file, file_name=file.name, **told, by=request.user
            )
        except Refused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"{added} is looked up from the next run of the linker on.")
            return redirect("clusters:lists", case.reference)
    return render(request, "cases/clusters/list_add.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
def infrastructure_list_withdraw(
    request: SignedInRequest, reference: str, number: int
) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    found = get_object_or_404(case.infrastructure_lists, number=number)
    form = ReasonForm(request.POST or None)
    why_not = policies.why_not_withdraw(request.user, found)
    if not why_not and form.is_valid():
        services.withdraw_list(infrastructure_list=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"{found} was withdrawn. Later runs no longer look it up.")
        return redirect("clusters:lists", case.reference)
    context = {"case": case, "form": form, "title": f"Withdraw {found}", "submit": "Withdraw it"}
    return render(request, "cases/clusters/form.html", context | {"why_not": why_not})
