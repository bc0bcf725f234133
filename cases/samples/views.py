from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.roles import Permission
from cases.samples import policies, queries, services
from cases.samples.findings import findings_of
from cases.samples.forms import DrawForm, ImportForm, LabelForm, RevealForm, SampleForm
from cases.samples.listings import DrawListing, SampleListing
from cases.samples.suggesting import suggest


@require_GET
def sample_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    draws = [(draw.number, str(draw)) for draw in case.draws.order_by("number")]
    rows = case.samples.select_related("draw", "sample_import").prefetch_related("labels__by")
    listing = SampleListing(rows, request.GET, case=case, choices={"draw": draws})
    context = {"case": case, "why_not": policies.why_not_draw(request.user, case)}
    return listing.respond(request, "cases/samples/list.html", context)


@require_GET
def sample_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    sample = get_object_or_404(case.samples.select_related("draw", "sample_import"), number=number)
    reading = queries.reading_of(sample, request.user)
    return render(
        request,
        "cases/samples/detail.html",
        {
            "case": case,
            "sample": sample,
            "reading": reading,
            "reveal_form": RevealForm(),
            "label_form": LabelForm(),
            "suggestions": suggest(sample.masked_prompt),
            "why_not_reveal": policies.why_not_reveal(request.user, sample),
            "why_not_label": policies.why_not_label(request.user, sample),
        },
    )


@require_http_methods(["GET", "POST"])
def sample_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = SampleForm(request.POST or None)
    if form.is_valid():
        sample = services.add_sample(case=case, by=request.user, **form.cleaned_data)
        return redirect(sample)
    return render(request, "cases/samples/add.html", {"case": case, "form": form})


@require_POST
def sample_reveal(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.REVEAL)
    sample = get_object_or_404(case.samples, number=number)
    form = RevealForm(request.POST)
    if form.is_valid():
        services.reveal_sample(sample=sample, by=request.user, **form.cleaned_data)
        messages.success(request, "You can read this sample unmasked for an hour.")
    else:
        messages.error(request, "Say why you need to read this sample unmasked.")
    return redirect(sample)


@require_POST
def sample_label(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    sample = get_object_or_404(case.samples, number=number)
    form = LabelForm(request.POST)
    change = services.remove_label if "remove" in request.POST else services.label_sample
    if not form.is_valid():
        messages.error(request, "Choose one of the capabilities.")
        return redirect(sample)
    try:
        change(sample=sample, by=request.user, **form.cleaned_data)
    except Refused as error:
        messages.error(request, str(error))
    return redirect(sample)


@require_POST
def sample_mark(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    sample = get_object_or_404(case.samples, number=number)
    harmful = request.POST.get("harmful") == "yes"
    services.mark_harmful(sample=sample, is_harmful=harmful, by=request.user)
    return redirect(sample)


@require_GET
def draw_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    listing = DrawListing(case.draws.select_related("job"), request.GET, case=case)
    context = {"case": case, "why_not": policies.why_not_draw(request.user, case)}
    return listing.respond(request, "cases/samples/draws.html", context)


@require_GET
def draw_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    draw = get_object_or_404(case.draws.select_related("job", "requested_by"), number=number)
    context = {
        "case": case,
        "draw": draw,
        "findings": findings_of(draw),
        "control": getattr(draw, "control", None),
        "why_not": policies.why_not_draw(request.user, case),
    }
    return render(request, "cases/samples/draw.html", context)


@require_http_methods(["GET", "POST"])
def draw_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = DrawForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(services.request_draw(case=case, by=request.user, **form.cleaned_data))
        except Refused as error:
            form.add_error(None, str(error))
    return render(request, "cases/samples/draw_add.html", {"case": case, "form": form})


@require_POST
def draw_control(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    draw = get_object_or_404(case.draws, number=number)
    try:
        return redirect(services.request_control(draw=draw, by=request.user))
    except Refused as error:
        messages.error(request, str(error))
    return redirect(draw)


@require_http_methods(["GET", "POST"])
def import_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = ImportForm(request.POST or None, case=case)
    if form.is_valid():
        return redirect(services.request_import(by=request.user, **form.cleaned_data))
    return render(request, "cases/samples/import_add.html", {"case": case, "form": form})


@require_GET
def import_detail(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    sample_import = get_object_or_404(case.sample_imports.select_related("exhibit", "job"), pk=pk)
    context = {
        "case": case,
        "import": sample_import,
        "refused": sample_import.refused_pairs.order_by("row")[:200],
    }
    return render(request, "cases/samples/import.html", context)
