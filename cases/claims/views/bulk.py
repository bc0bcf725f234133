from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from cases.claims import services
from cases.claims.forms import TableForm
from cases.claims.rows import Outcome
from cases.claims.services.bulk import CLAIM_COLUMNS, SOURCE_COLUMNS
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.roles import Permission


@require_http_methods(["GET", "POST"])
def import_claims(request: SignedInRequest, reference: str) -> HttpResponse:
    """Enter many claims at once from a table."""
    return _import(request, reference, services.import_claims, "claims", CLAIM_COLUMNS)


@require_http_methods(["GET", "POST"])
def import_sources(request: SignedInRequest, reference: str) -> HttpResponse:
    """Enter many sources at once from a table."""
    return _import(request, reference, services.import_sources, "sources", SOURCE_COLUMNS)


def _import(
    request: SignedInRequest,
    reference: str,
    act: Callable[..., Outcome],
    noun: str,
    columns: tuple[str, ...],
) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = TableForm(request.POST or None, request.FILES or None)
    outcome = None
    if request.method == "POST" and form.is_valid():
        try:
            outcome = act(case=case, text=form.cleaned_data["text"], by=request.user)
        except Refused as refusal:
            form.add_error("text", str(refusal))
    context = {"case": case, "form": form, "outcome": outcome, "noun": noun, "columns": columns}
    return render(request, "cases/claims/import.html", context)
