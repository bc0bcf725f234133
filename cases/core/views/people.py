"""The people of a case, and the parties that it speaks of."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.core import access, paperwork, services
from cases.core.access import get_case
from cases.core.acts import attempt
from cases.core.errors import Refused
from cases.core.forms import AddMemberForm, PartyForm, RoleForm, accepted
from cases.core.listings import MemberListing, PartyListing
from cases.core.models import Case
from cases.core.roles import GRANTS, Permission, Role


@require_GET
def members(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    return _members(request, case, AddMemberForm())


@require_POST
def member_add(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.MANAGE)
    form = AddMemberForm(request.POST)
    if form.is_valid():
        try:
            services.add_member(
                case=case, user=form.user, role=Role(form.cleaned_data["role"]), by=request.user
            )
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{form.user} is a member of this case now.")
            return redirect("cases:members", reference)
    return _members(request, case, form)


@require_POST
def member_change_role(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.MANAGE)
    member = get_object_or_404(case.members, pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        done = f"{member.user} is {role.label.lower()} in this case now."
        attempt(
            request, lambda: services.change_role(member=member, role=role, by=request.user), done
        )
    return redirect("cases:members", reference)


@require_POST
def member_remove(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.MANAGE)
    member = get_object_or_404(case.members.select_related("user"), pk=pk)
    done = f"{member.user} is no longer a member of this case."
    attempt(request, lambda: services.remove_member(member=member, by=request.user), done)
    return redirect("cases:members", reference)


@require_GET
def parties(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.parties.select_related("controlled_by")
    why_not = access.why_not(request.user, case, Permission.WRITE)
    listing = PartyListing(rows, request.GET, case=case)
    return listing.respond(
        request, "cases/core/parties.html", {"case": case, "why_not_add": why_not}
    )


@require_http_methods(["GET", "POST"])
def party_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = PartyForm(request.POST or None, case=case)
    if request.method == "POST" and accepted(form, paperwork.add_party, case=case, by=request.user):
        messages.success(request, f"{form.cleaned_data['name']} is a party of this case now.")
        return redirect("cases:parties", reference)
    context = {"case": case, "form": form, "list_name": "cases:parties", "list": "Parties"}
    context |= {"heading": "Add a party", "submit": "Add the party"}
    return render(request, "cases/core/form.html", context)


@require_http_methods(["GET", "POST"])
def party_change(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    party = get_object_or_404(case.parties, pk=pk)
    form = PartyForm(request.POST or None, case=case, instance=party)
    if request.method == "POST" and accepted(
        form, paperwork.change_party, party=party, by=request.user
    ):
        messages.success(request, "Saved.")
        return redirect("cases:parties", reference)
    context = {"case": case, "form": form, "list_name": "cases:parties", "list": "Parties"}
    context |= {"heading": str(case.parties.get(pk=pk)), "submit": "Save"}
    return render(request, "cases/core/form.html", context)


def _members(request: SignedInRequest, case: Case, form: AddMemberForm) -> HttpResponseBase:
    rows = case.members.select_related("user", "added_by")
    listing = MemberListing(rows, request.GET, case=case)
    context = {
        "case": case,
        "form": form,
        "roles": [
            (role, role.label, [p.label for p in Permission if p in GRANTS[role]]) for role in Role
        ],
        "why_not": access.why_not(request.user, case, Permission.MANAGE),
    }
    return listing.respond(request, "cases/core/members.html", context)
