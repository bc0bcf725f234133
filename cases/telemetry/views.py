from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.core import access
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.forms import accepted
from cases.core.models import Case
from cases.core.roles import Permission
from cases.telemetry import policies, refused, services, summary
from cases.telemetry.drift import drift
from cases.telemetry.forms import ImportForm, MappingForm, WithdrawForm
from cases.telemetry.listings import (
    AccountListing,
    ActivityListing,
    FigureListing,
    ImportListing,
    RefusedListing,
)
from cases.telemetry.mapping import Mapping, lacking, missing, unused
from cases.telemetry.models import AccountActivity, FigureRun, Import, ImportedFile
from cases.telemetry.queries import QUERIES
from cases.telemetry.schema import COLUMNS, Kind


@require_GET
def telemetry(request: SignedInRequest, reference: str) -> HttpResponse:
    """Charts and figures of everything that was imported."""
    case = get_case(request.user, reference, may=Permission.READ)
    busy = [each for each in case.imports.select_related("job") if each.is_busy]
    counting = case.jobs.unfinished().filter(kind="telemetry.roll_up").last()
    context = {
        "case": case,
        "summary": summary.summarize(case),
        "imports": case.imports.count(),
        "busy": busy,
        "counting": counting,
        "why_not_import": policies.why_not_import(request.user, case),
    }
    return render(request, "cases/telemetry/list.html", context)


@require_GET
def import_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.imports.select_related("case", "requested_by", "job").prefetch_related(
        "files__exhibit"
    )
    listing = ImportListing(rows, request.GET, case=case)
    context = {"case": case, "why_not_import": policies.why_not_import(request.user, case)}
    return listing.respond(request, "cases/telemetry/imports.html", context)


@require_http_methods(["GET", "POST"])
def import_begin(request: SignedInRequest, reference: str) -> HttpResponse:
    """Choose the exhibits to read, and what they hold."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = ImportForm(case, request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        begun = services.request_import(
            case=case,
            kind=form.cleaned_data["kind"],
            exhibits=form.cleaned_data["exhibits"],
            by=request.user,
        )
        return redirect(begun)
    context = {"case": case, "form": form, "has_exhibits": case.exhibits.exists()}
    return render(request, "cases/telemetry/begin.html", context)


@require_GET
def import_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    telemetry_import = _import(case, number)
    return _show(request, telemetry_import, MappingForm(telemetry_import), WithdrawForm())


@require_POST
def import_map(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Keep the columns as chosen, and then perhaps try them or import through them."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    telemetry_import = _import(case, number)
    form = MappingForm(telemetry_import, request.POST)
    if form.is_valid():
        try:
            _map(request, telemetry_import, form.mapping())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect(telemetry_import)
    return _show(request, telemetry_import, form, WithdrawForm(), status=422)


@require_POST
def import_withdraw(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    telemetry_import = _import(case, number)
    form = WithdrawForm(request.POST)
    if accepted(form, services.withdraw_import, telemetry_import=telemetry_import, by=request.user):
        messages.success(request, f"{telemetry_import} is withdrawn: its rows count no more.")
        return redirect(telemetry_import)
    return _show(request, telemetry_import, MappingForm(telemetry_import), form, status=422)


@require_GET
def refused_list(request: SignedInRequest, reference: str, number: int) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    telemetry_import = _import(case, number)
    rows = telemetry_import.refused_rows.select_related("file__exhibit")
    listing = RefusedListing(rows, request.GET, case=case)
    context = {
        "case": case,
        "telemetry_import": telemetry_import,
        "why_not_download": access.why_not(request.user, case, Permission.EXPORT),
    }
    return listing.respond(request, "cases/telemetry/refused.html", context)


@require_GET
def refused_download(
    request: SignedInRequest, reference: str, number: int
) -> StreamingHttpResponse:
    """Every refused row, with its number, column, value and reason, as CSV."""
    case = get_case(request.user, reference, may=Permission.EXPORT)
    telemetry_import = _import(case, number)
    if telemetry_import.refused is None:
        raise Http404("This import has no list of refused rows.")
    names = [str(file.exhibit) for file in _files(telemetry_import)]
    lines = refused.lines(telemetry_import.refused.sha256, names)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{case.reference}-{telemetry_import}-refused.csv"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_GET
def roll_up_rows(request: SignedInRequest, reference: str, query: str) -> HttpResponseBase:
    """All rows of the roll-up behind a chart, and how it was derived."""
    case = get_case(request.user, reference, may=Permission.READ)
    roll_up = get_object_or_404(case.roll_ups, query=f"telemetry.{query}")
    listing = ActivityListing(roll_up.activities.all(), request.GET, case=case)
    context = {
        "case": case,
        "roll_up": roll_up,
        "meaning": QUERIES[roll_up.query].meaning,
        "exhibits": case.exhibits.filter(sha256__in=roll_up.derived_from).order_by("number"),
    }
    return listing.respond(request, "cases/telemetry/roll_up.html", context)


@require_GET
def account_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = AccountActivity.objects.filter(roll_up__case=case)
    listing = AccountListing(rows, request.GET, case=case)
    return listing.respond(request, "cases/telemetry/accounts.html", {"case": case})


@require_GET
def figure_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    latest = FigureRun.objects.filter(figure=OuterRef("pk")).order_by("-pk")
    rows = case.figures.select_related("case").annotate(
        last_same=Subquery(latest.values("is_same")[:1]),
        last_run_at=Subquery(latest.values("ran_at")[:1]),
    )
    listing = FigureListing(rows, request.GET, case=case)
    context = {
        "case": case,
        "counting": case.jobs.unfinished().filter(kind="telemetry.roll_up").last(),
        "why_not_measure": access.why_not(request.user, case, Permission.WRITE),
    }
    return listing.respond(request, "cases/telemetry/figures.html", context)


@require_GET
def figure_detail(request: SignedInRequest, reference: str, key: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    figure = get_object_or_404(case.figures.select_related("case"), key=key)
    running = case.jobs.unfinished().filter(kind="telemetry.figure", subject=str(figure))
    context = {
        "case": case,
        "figure": figure,
        "meaning": QUERIES[figure.query].meaning,
        "runs": figure.runs.select_related("by").order_by("-pk")[:50],
        "running": running.last(),
        "exhibits": case.exhibits.filter(sha256__in=figure.derived_from).order_by("number"),
    }
    return render(request, "cases/telemetry/figure.html", context)


@require_POST
def figure_run_again(request: SignedInRequest, reference: str, key: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    figure = get_object_or_404(case.figures.select_related("case"), key=key)
    services.run_figure_again(figure=figure, by=request.user)
    messages.info(request, "It is being derived afresh; the answer appears below.")
    return redirect(figure)


@require_POST
def figures_measure(request: SignedInRequest, reference: str) -> HttpResponse:
    """Count everything again."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    try:
        services.measure_figures(case=case, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("telemetry:figures", case.reference)


def _import(case: Case, number: int) -> Import:
    rows = case.imports.select_related(
        "case", "job__case", "refused", "mapping_from", "requested_by"
    )
    return get_object_or_404(rows.select_related("requested_by"), number=number)


def _files(telemetry_import: Import) -> list[ImportedFile]:
    return list(telemetry_import.files.select_related("exhibit__case").order_by("place"))


def _map(request: SignedInRequest, telemetry_import: Import, mapping: Mapping) -> None:
    services.correct_mapping(telemetry_import=telemetry_import, mapping=mapping, by=request.user)
    match request.POST.get("then"):
        case "try" | "try everything" as how:
            everything = how == "try everything"
            services.try_mapping(
                telemetry_import=telemetry_import, everything=everything, by=request.user
            )
        case "import":
            services.confirm_mapping(telemetry_import=telemetry_import, by=request.user)
        case _:
            messages.success(request, "The columns are kept.")


def _show(
    request: SignedInRequest,
    telemetry_import: Import,
    form: MappingForm,
    withdraw_form: WithdrawForm,
    status: int = 200,
) -> HttpResponse:
    kind, mapping = Kind(telemetry_import.kind), Mapping(telemetry_import.mapping)
    files = _files(telemetry_import)
    columns, before = telemetry_import.columns, telemetry_import.mapping_from
    context: dict[str, Any] = {
        "case": telemetry_import.case,
        "telemetry_import": telemetry_import,
        "files": files,
        "form": form,
        "mapped": [
            (c.name, mapping.columns[c.name]) for c in COLUMNS[kind] if c.name in mapping.columns
        ],
        "withdraw_form": withdraw_form,
        "absent": missing(kind, mapping),
        "drift": before and drift(before.mapping, before.columns, columns, mapping.columns),
        "lacking": [(file, lack) for file in files if (lack := lacking(mapping, file.columns))],
        "examples": [
            (files[row["file"]], row) for row in telemetry_import.trial.get("examples", [])
        ],
        "tried": list(zip(files, telemetry_import.trial.get("files", []), strict=False)),
        "unused": unused(mapping, columns),
        "refused": telemetry_import.refused_rows.select_related("file__exhibit").order_by("pk")[
            :20
        ],
        "days": telemetry_import.days.select_related("kept").order_by("day"),
        "why_not_map": policies.why_not_map(request.user, telemetry_import),
        "why_not_withdraw": policies.why_not_withdraw(request.user, telemetry_import),
    }
    return render(request, "cases/telemetry/detail.html", context, status=status)
