import csv

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.core.access import get_case
from cases.core.acts import attempt
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.roles import Permission
from cases.reports import charting, queries
from cases.reports.charts import Placed, placed_of
from cases.reports.exporters import web
from cases.reports.forms import ChartForm
from cases.reports.models import Report
from cases.reports.presenting import shown_findings


@require_http_methods(["GET", "POST"])
def chart_list(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """The charts of the draft, and a form to try one and to add it."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    report = _report(case, number)
    placed = placed_of(report.charts)
    form = ChartForm(report, request.POST or None)
    tried = None
    if form.is_bound and form.is_valid():
        if "preview" in request.POST:
            following = max((each.number for each in placed), default=0) + 1
            tried = _shown(report, Placed(following, **form.cleaned_data))
        else:
            try:
                charting.add_chart(report=report, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Added. It stands under your text of that section.")
                return redirect("reports:charts", reference, number)
    return render(
        request,
        "cases/reports/charts.html",
        {
            "case": case,
            "report": report,
            "form": form,
            "tried": tried,
            "charts": [_shown(report, each) for each in placed],
        },
    )


@require_http_methods(["GET", "POST"])
def chart_detail(request: SignedInRequest, reference: str, number: int, chart: int) -> HttpResponse:
    """One chart of the draft, and a form to give it another caption or place."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    report = _report(case, number)
    placed = _placed(report, chart)
    now = {"of": placed.of, "section": placed.section, "caption": placed.caption}
    form = ChartForm(report, request.POST) if request.POST else ChartForm(report, initial=now)
    if form.is_bound and form.is_valid():
        if "preview" in request.POST:
            placed = Placed(chart, **form.cleaned_data)
        else:
            try:
                charting.change_chart(
                    report=report, number=chart, by=request.user, **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Saved.")
                return redirect("reports:charts", reference, number)
    return render(
        request,
        "cases/reports/chart.html",
        {"case": case, "report": report, "form": form, "shown": _shown(report, placed)},
    )


@require_POST
def chart_remove(request: SignedInRequest, reference: str, number: int, chart: int) -> HttpResponse:
    """Take a chart out of the draft."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    report = _report(case, number)
    _placed(report, chart)
    attempt(
        request,
        lambda: charting.remove_chart(report=report, number=chart, by=request.user),
        "Removed. Revisions that hold it keep it.",
    )
    return redirect("reports:charts", reference, number)


@require_GET
def chart_csv(request: SignedInRequest, reference: str, number: int, chart: int) -> HttpResponse:
    """The numbers of a chart as they stand now, as a file."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    report = _report(case, number)
    (block,), _ = queries.try_chart(report, _placed(report, chart))
    if block.picture is None:
        raise Http404("The chart is not drawn.")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{case.reference}-{report}-chart-{chart}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow([block.head[0], *(series.name for series in block.picture.series)])
    for place, label in enumerate(block.picture.labels):
        writer.writerow([label, *(series.values[place] for series in block.picture.series)])
    return response


def _report(case: Case, number: int) -> Report:
    return get_object_or_404(case.reports.select_related("case", "changed_by"), number=number)


def _placed(report: Report, chart: int) -> Placed:
    for each in placed_of(report.charts):
        if each.number == chart:
            return each
    raise Http404("The report has no such chart.")


def _shown(report: Report, placed: Placed) -> dict[str, object]:
    """The chart as it would print, with what the check says of it."""
    blocks, findings = queries.try_chart(report, placed)
    return {
        "placed": placed,
        "page": mark_safe(web.part(blocks)),  # noqa: S308
        "findings": shown_findings(findings),
    }
