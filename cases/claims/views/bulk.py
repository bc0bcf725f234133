from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest
from cases.claims import services
from cases.claims.forms import TableForm
from cases.claims.rows import Outcome
from cases.claims.services.bulk import CLAIM_COLUMNS, SOURCE_COLUMNS
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.roles import Permission

Act = Callable[..., Outcome]


@require_http_methods(["GET", "POST"])
def import_claims(request: SignedInRequest, reference: str) -> HttpResponse:
    """Enter many claims at once from a table, once its reading was looked at."""
    return _import(request, reference, services.import_claims, "claims", CLAIM_COLUMNS)


@require_http_methods(["GET", "POST"])
def import_sources(request: SignedInRequest, reference: str) -> HttpResponse:
    """Enter many sources at once from a table, once its reading was looked at."""
    return _import(request, reference, services.import_sources, "sources", SOURCE_COLUMNS)


def _import(
    request: SignedInRequest, reference: str, act: Act, noun: str, columns: tuple[str, ...]
) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    if "template" in request.GET:
        return _csv(",".join(columns) + "\r\n", f"{noun}-template")
    form = TableForm(request.POST or None, request.FILES or None)
    asked, outcome = request.POST.get("act"), None
    if request.method == "POST" and form.is_valid():
        try:
            text, is_entered = form.cleaned_data["text"], asked == "enter"
            outcome = _read(act, case, text, request.user, is_entered=is_entered)
        except Refused as refusal:
            form.add_error("text", str(refusal))
    if outcome and asked == "refused":
        return _csv(outcome.refused_csv, f"{case.reference}-{noun}-refused")
    context = {"case": case, "form": form, "outcome": outcome, "noun": noun, "columns": columns}
    context |= {"is_entered": asked == "enter"}
    return render(request, "cases/claims/import.html", context)


def _read(act: Act, case: Case, text: str, by: User, *, is_entered: bool) -> Outcome:
    """Enter the table; a preview is the same entry, taken back before anybody sees it."""
    with transaction.atomic():
        outcome = act(case=case, text=text, by=by)
        if not is_entered:
            transaction.set_rollback(True)
    return outcome


def _csv(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
