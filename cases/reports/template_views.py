from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.core import access
from cases.core.access import get_case
from cases.core.acts import attempt
from cases.core.errors import Refused
from cases.core.forms import ReasonForm
from cases.core.models import Case
from cases.core.roles import Permission
from cases.reports import adjusting, queries
from cases.reports.exporters import web
from cases.reports.forms import TemplateForm
from cases.reports.templates import BUILT_IN, Template


@require_GET
def template_list(request: SignedInRequest, reference: str) -> HttpResponse:
    """The readers that a report can be written for, and what each of them gets."""
    case = get_case(request.user, reference, may=Permission.READ)
    templates = queries.templates_of(case)
    return render(request, "cases/reports/templates.html", {"case": case, "templates": templates})


@require_http_methods(["GET", "POST"])
def template_detail(request: SignedInRequest, reference: str, key: str) -> HttpResponse:
    """One template: what it prints of this ledger, and how a lead adjusts it."""
    may = Permission.MANAGE if request.method == "POST" else Permission.READ
    case = get_case(request.user, reference, may=may)
    template = _template(case, key)
    form = TemplateForm(template, request.POST) if request.POST else TemplateForm.of(template)
    if form.is_bound and form.is_valid():
        try:
            adjusting.adjust_template(
                case=case, template=form.adjusted, reason=form.cleaned_data["reason"],
                by=request.user,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Adjusted. Reports for this reader print so from now on.")
            return redirect("reports:template", reference, key)
    return render(
        request,
        "cases/reports/template.html",
        {
            "case": case,
            "template": template,
            "form": form,
            "reset_form": ReasonForm(),
            "versions": case.report_templates.filter(key=key)
            .select_related("changed_by")
            .order_by("-number"),
            "is_as_it_comes": template == BUILT_IN[key],
            "why_not": access.why_not(request.user, case, Permission.MANAGE),
            "page": _preview(case, template),
        },
    )


@require_POST
def template_reset(request: SignedInRequest, reference: str, key: str) -> HttpResponse:
    """Print for this reader as the template comes."""
    case = get_case(request.user, reference, may=Permission.MANAGE)
    _template(case, key)
    attempt(
        request,
        lambda: adjusting.adjust_template(
            case=case, template=BUILT_IN[key], reason=request.POST.get("reason", ""),
            by=request.user,
        ),
        "Put back as it came.",
    )  # fmt: skip
    return redirect("reports:template", reference, key)


def _template(case: Case, key: str) -> Template:
    if key not in BUILT_IN:
        raise Http404("There is no such template.")
    return queries.templates_of(case)[key]


def _preview(case: Case, template: Template) -> str:
    """What the ledger alone gives this reader, before anything is written."""
    document = queries.preview_of(case, template)
    return mark_safe(web.fragment(document, under=1))  # noqa: S308
