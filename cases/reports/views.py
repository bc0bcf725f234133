from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.core import access
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.roles import Permission
from cases.reports import policies, queries, services
from cases.reports.authorship import authors_of, named
from cases.reports.comparison import compare, compare_claims
from cases.reports.document import Document, from_json
from cases.reports.exporters import FORMATS, web
from cases.reports.forms import DigestForm, DraftForm, OpenReportForm, ReasonForm, RequestForm
from cases.reports.ledger import Ledger
from cases.reports.listing import ReportListing
from cases.reports.models import Report, Revision
from cases.reports.presenting import Shown, shown_findings
from cases.reports.rendering import document_of
from cases.reports.room import room_of
from cases.reports.sections import SECTIONS


@require_GET
def report_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    """The reports of the case, with what stands and what waits."""
    case = get_case(request.user, reference, may=Permission.READ)
    reports = case.reports.select_related("changed_by", "case").prefetch_related(
        "revisions__retraction", "revisions__superseded_by"
    )
    why_not = access.why_not(request.user, case, Permission.WRITE)
    listing = ReportListing(reports, request.GET, case=case)
    return listing.respond(request, "cases/reports/list.html", {"case": case, "why_not": why_not})


@require_http_methods(["GET", "POST"])
def report_create(request: SignedInRequest, reference: str) -> HttpResponse:
    """Open a report."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = OpenReportForm(case, request.POST or None)
    if request.method == "POST" and form.is_valid():
        report = services.open_report(case=case, by=request.user, **form.cleaned_data)
        return redirect("reports:edit", reference, report.number)
    return render(request, "cases/reports/form.html", {"case": case, "form": form})


@require_GET
def report_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """The report as it would print now, what the check says of it, and its revisions."""
    case = get_case(request.user, reference, may=Permission.READ)
    report = _report(case, number)
    ledger = queries.ledger_of(case)
    revisions = report.revisions.select_related(
        "requested_by", "decided_by", "retraction"
    ).prefetch_related("superseded_by")
    document = queries.composed(report, ledger)
    return render(
        request,
        "cases/reports/detail.html",
        {
            "case": case,
            "report": report,
            "page": _page(document),
            "room": room_of(document),
            "unprinted": [SECTIONS[key] for key in queries.draft_of(report).unprinted],
            "findings": shown_findings(queries.check_report(report, ledger)),
            "revisions": revisions.order_by("-number"),
            "authors": named(report.authors),
            "request_form": RequestForm(),
            "why_not_write": policies.why_not_write(request.user, report),
            "why_not_request": policies.why_not_request(request.user, report),
        },
    )


@require_http_methods(["GET", "POST"])
def report_edit(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Write the report, with the check beside it."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    report = _report(case, number)
    form = DraftForm(report, request.POST) if request.method == "POST" else DraftForm.of(report)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_draft(report=report, by=request.user, **form.draft)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(report)
    return render(
        request,
        "cases/reports/edit.html",
        {
            "case": case,
            "report": report,
            "form": form,
            "findings": _found(form, report, ledger := queries.ledger_of(case)),
            "ledger": ledger,
        },
    )


@require_POST
def report_check(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """The findings on the text as it is being typed; nothing is kept."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    report = _report(case, number)
    form = DraftForm(report, request.POST)
    return render(
        request,
        "cases/reports/edit.html#findings",
        {"case": case, "report": report, "findings": _found(form, report, queries.ledger_of(case))},
    )


@require_POST
def report_request(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Ask another person to approve the draft."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    report = _report(case, number)
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            revision = services.request_approval(
                report=report, by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(report)
        messages.success(request, "Frozen. Another person must approve it.")
        return redirect(revision)
    return redirect(report)


@require_GET
def revision_detail(
    request: SignedInRequest, reference: str, number: int, revision: int
) -> HttpResponse:
    """One frozen revision, and what can be done with it."""
    case = get_case(request.user, reference, may=Permission.READ)
    found = _revision(case, number, revision)
    ledger = queries.ledger_of(case)
    return render(
        request,
        "cases/reports/revision.html",
        {
            "case": case,
            "report": found.report,
            "revision": found,
            "authors": named(authors_of(found)),
            "page": _page(document_of(found, ledger)),
            "stale": queries.why_stale(found, ledger) if found.is_approved else {},
            "formats": FORMATS.values(),
            "digest_form": DigestForm(initial={"digest": found.digest}),
            "reason_form": ReasonForm(),
            "why_not_approve": policies.why_not_approve(request.user, found),
            "why_not_decide": policies.why_not_decide(request.user, found),
            "why_not_retract": policies.why_not_retract(request.user, found),
            "why_not_download": policies.why_not_download(request.user, found),
        },
    )


@require_POST
def revision_approve(
    request: SignedInRequest, reference: str, number: int, revision: int
) -> HttpResponse:
    """Approve exactly the text that was read: the form carries its digest."""
    case = get_case(request.user, reference, may=Permission.APPROVE)
    found = _revision(case, number, revision)
    digest = request.POST.get("digest", "")
    return _act(
        request, found, "Approved.",
        lambda: services.approve_revision(revision=found, digest=digest, by=request.user),
    )  # fmt: skip


@require_POST
def revision_return(
    request: SignedInRequest, reference: str, number: int, revision: int
) -> HttpResponse:
    """Send a revision back to its author."""
    case = get_case(request.user, reference, may=Permission.APPROVE)
    found = _revision(case, number, revision)
    note = request.POST.get("reason", "")
    return _act(
        request, found, "Returned to its author.",
        lambda: services.return_revision(revision=found, note=note, by=request.user),
    )  # fmt: skip


@require_POST
def revision_retract(
    request: SignedInRequest, reference: str, number: int, revision: int
) -> HttpResponse:
    """Say that an approved revision no longer stands."""
    case = get_case(request.user, reference, may=Permission.APPROVE)
    found = _revision(case, number, revision)
    reason = request.POST.get("reason", "")
    return _act(
        request, found, "Retracted. Every view and download of it says so from now on.",
        lambda: services.retract_revision(revision=found, reason=reason, by=request.user),
    )  # fmt: skip


@require_GET
def revision_changes(
    request: SignedInRequest, reference: str, number: int, revision: int
) -> HttpResponse:
    """What the revision changed of the one before it, by sentence and by claim."""
    case = get_case(request.user, reference, may=Permission.READ)
    found = _revision(case, number, revision)
    before = found.report.revisions.filter(number__lt=found.number).order_by("-number").first()
    texts = (from_json(before.document), from_json(found.document)) if before else ()
    return render(
        request,
        "cases/reports/changes.html",
        {
            "case": case,
            "report": found.report,
            "revision": found,
            "before": before,
            "changes": compare(*texts) if texts else (),
            "claims": compare_claims(*texts) if texts else (),
        },
    )


@require_GET
def revision_download(
    request: SignedInRequest, reference: str, number: int, revision: int, form: str
) -> HttpResponse:
    """The revision in one of its formats, as a file; the download is on record."""
    case = get_case(request.user, reference, may=Permission.EXPORT)
    found = _revision(case, number, revision)
    if form not in FORMATS:
        raise Http404("There is no such format.")
    content = services.download_revision(revision=found, form=form, by=request.user)
    name = f"{case.reference}-{found.report}-revision-{found.number}.{FORMATS[form].extension}"
    response = HttpResponse(content, content_type=FORMATS[form].media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _report(case: Case, number: int) -> Report:
    return get_object_or_404(case.reports.select_related("case", "changed_by"), number=number)


def _revision(case: Case, number: int, revision: int) -> Revision:
    rows = Revision.objects.select_related(
        "report__case", "report__changed_by", "requested_by", "written_by", "decided_by",
        "supersedes__report", "retraction",
    )  # fmt: skip
    return get_object_or_404(rows, report__case=case, report__number=number, number=revision)


def _page(document: Document) -> str:
    """The document's own HTML, which the exporter has escaped and nh3 has cleaned."""
    return mark_safe(web.fragment(document, under=1))  # noqa: S308


def _found(form: DraftForm, report: Report, ledger: Ledger) -> Shown:
    draft = queries.draft_of(report)
    if form.is_bound and form.is_valid():
        sent = form.draft
        sent.pop("version"), sent.pop("template")
        draft = queries.draft_with(draft, **sent)
    return shown_findings(queries.check_draft(draft, ledger, report.based_on))


def _act(
    request: SignedInRequest, revision: Revision, done: str, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(revision)
