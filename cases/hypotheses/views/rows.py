from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.core.access import get_case
from cases.core.acts import attempt
from cases.core.forms import ReasonForm, accepted
from cases.core.models import Case
from cases.core.roles import Permission
from cases.hypotheses import offered, policies, queries, services
from cases.hypotheses.forms import RateForm, RowForm, WeighForm
from cases.hypotheses.models import EvidenceRow
from cases.hypotheses.views.frame import form_page


@require_http_methods(["GET", "POST"])
def row_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    may = Permission.WRITE if request.method == "POST" else Permission.READ
    case = get_case(request.user, reference, may=may)
    line = queries.line_of(case, number)
    if line is None:
        raise Http404
    form = RateForm(request.POST or None, cells=line.cells)
    if accepted(form, services.rate_row, row=line.row, by=request.user):
        messages.success(request, "The rating is on record, in your name.")
        return redirect("hypotheses:list", reference)
    context = {
        "case": case,
        "line": line,
        "form": form,
        "reason_form": ReasonForm(),
        "history": line.row.ratings.select_related("hypothesis", "rated_by").order_by("-pk"),
        "why_not": policies.why_not_change(request.user, case),
        "why_not_rate": policies.why_not_rate(request.user, line.row),
    }
    return render(request, "cases/hypotheses/row.html", context)


@require_http_methods(["GET", "POST"])
def row_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = RowForm(request.POST or None, case=case, initial=request.GET.dict())
    if accepted(form, services.add_row, case=case, by=request.user):
        messages.success(request, "It is listed. It counts once it is rated.")
        return redirect("hypotheses:list", reference)
    return form_page(request, case, form, "Add evidence")


@require_POST
def row_take(request: SignedInRequest, reference: str, kind: str, pk: int) -> HttpResponse:
    """Store a row that is listed without anyone choosing it, so that it can be rated."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    thing = offered.find(case, kind, pk)
    if thing is None:
        raise Http404
    return redirect(services.add_row(case=case, kind=kind, referent=thing, by=request.user))


@require_http_methods(["GET", "POST"])
def row_weigh(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    row = _row(case, number)
    initial = {name: getattr(row, name) for name in WeighForm.base_fields}
    form = WeighForm(request.POST or None, initial=initial)
    if accepted(form, services.weigh_row, row=row, by=request.user):
        return redirect(row)
    return form_page(request, case, form, f"How much {row} counts", row)


@require_POST
def row_leave_out(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    row, reason = _row(case, number), request.POST.get("reason", "")
    act = partial(services.leave_out_row, row=row, reason=reason, by=request.user)
    attempt(request, act, "It no longer counts, and stays listed.")
    return redirect("hypotheses:list", reference)


@require_POST
def row_take_back(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    row = _row(case, number)
    act = partial(services.take_back_row, row=row, by=request.user)
    attempt(request, act, "It counts again.")
    return redirect(row)


def _row(case: Case, number: int) -> EvidenceRow:
    return get_object_or_404(case.evidence_rows.select_related("case"), number=number)
