from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import SignedInRequest
from cases.claims import passages, picture, policies, services
from cases.claims.forms import (
    AddSourceForm,
    GradeForm,
    HoldForm,
    ReasonForm,
    RestForm,
    SourceForm,
    TakeForm,
)
from cases.claims.listings import SaidListing, SourceListing
from cases.claims.models import Lineage
from cases.claims.views.frame import done, form_page, source_of
from cases.core.access import get_case
from cases.core.roles import Permission
from cases.core.scales import Reliability

#: So many of those that rest on a source are named on its page; the picture has them all.
MOST_ECHOES = 20


@require_GET
def source_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.sources.select_related("publisher", "exhibit").prefetch_related("grounds__rests_on")
    listing = SourceListing(rows.defer("text"), request.GET, case=case)
    context = {"case": case, "why_not": policies.why_not_change(request.user, case)}
    return listing.respond(request, "cases/claims/source_list.html", context)


@require_GET
def lineage_picture(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    drawn = picture.of_case(case)
    return render(request, "cases/claims/lineage.html", {"case": case, "picture": drawn})


@require_http_methods(["GET", "POST"])
def source_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = AddSourceForm(request.POST or None, case=case)
    said = "The source is entered. Now say what it rests on, and what it says."
    if done(request, form, services.add_source, said, case=case, by=request.user):
        return redirect(case.sources.order_by("-number")[0].get_absolute_url())
    return form_page(
        request, case, form, heading="Add a source", submit="Add the source", sources=True
    )


@require_GET
def source_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    source = source_of(case, number)
    said = source.assertions.select_related("claim__speaker")
    echoes = source.echoes.select_related("source__publisher").order_by("source__number")
    context = {
        "case": case,
        "source": source,
        "reliability_words": Reliability(source.reliability).label,
        "grounds": source.grounds.select_related("rests_on__publisher", "added_by"),
        "echoes": echoes.defer("source__text")[:MOST_ECHOES],
        "echo_count": echoes.count(),
        "picture": picture.of_source(source),
        "why_not": policies.why_not_change(request.user, case),
    }
    listing = SaidListing(said, request.GET, case=case)
    return listing.respond(request, "cases/claims/source.html", context)


@require_http_methods(["GET", "POST"])
def source_edit(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    source = source_of(case, number)
    form = SourceForm(request.POST or None, instance=source_of(case, number), case=case)
    if done(request, form, services.edit_source, "Saved.", source=source, by=request.user):
        return redirect(source.get_absolute_url())
    return form_page(
        request, case, form, heading=f"Edit {source}", submit="Save", back=source, sources=True
    )


@require_http_methods(["GET", "POST"])
def source_take(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Take a source apart into claims, side by side with its text."""
    case = get_case(request.user, reference, may=Permission.WRITE)
    source = source_of(case, number)
    quote = {"quotation": request.GET.get("quote", "")}
    form = TakeForm(request.POST or None, case=case, initial=quote)
    if done(request, form, services.take_claim, "Taken.", source=source, by=request.user):
        return redirect("claims:source_take", reference, number)
    taken = source.assertions.select_related("claim__case").order_by("-pk")
    quoted = [(said.quotation, str(said.claim)) for said in taken if said.quotation]
    context = {
        "case": case,
        "source": source,
        "form": form,
        "taken": taken,
        "passages": passages.mark(source.text, quoted),
        "sentences": passages.sentences(source.text, quoted),
    }
    return render(request, "cases/claims/take.html", context)


@require_http_methods(["GET", "POST"])
def source_grade(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    source = source_of(case, number)
    before = {"reliability": source.reliability, "reason": source.reliability_reason}
    form = GradeForm(request.POST or None, initial=before)
    if done(request, form, services.grade_source, "Graded.", source=source, by=request.user):
        return redirect(source.get_absolute_url())
    heading = f"Grade {source}"
    return form_page(
        request, case, form, heading=heading, submit="Grade it", back=source, sources=True
    )


@require_http_methods(["GET", "POST"])
def source_hold(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    source = source_of(case, number)
    form = HoldForm(request.POST or None, instance=source_of(case, number), case=case)
    said = "The held copy is recorded, and ceilings are worked out again."
    if done(request, form, services.hold_copy, said, source=source, by=request.user):
        return redirect(source.get_absolute_url())
    heading = f"The copy of {source} that is held"
    lede = "Choose the exhibit. Receive the file under Exhibits first, if it is not there."
    return form_page(
        request, case, form, heading=heading, submit="Save", back=source, sources=True, lede=lede
    )


@require_http_methods(["GET", "POST"])
def source_rest(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    source = source_of(case, number)
    form = RestForm(request.POST or None, case=case)
    said = "The lineage is recorded, and ceilings are worked out again."
    if done(request, form, services.rest_source_on, said, source=source, by=request.user):
        return redirect(source.get_absolute_url())
    heading = f"What {source} rests on"
    return form_page(
        request, case, form, heading=heading, submit="Record it", back=source, sources=True
    )


@require_http_methods(["GET", "POST"])
def source_first_hand(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    source = source_of(case, number)
    form = ReasonForm(request.POST or None)
    said = "It counts as an origin now, and ceilings are worked out again."
    if done(request, form, services.state_first_hand, said, source=source, by=request.user):
        return redirect(source.get_absolute_url())
    heading = f"{source} rests on nothing else"
    lede = "Say how that is known: it saw the thing, or is the thing."
    return form_page(
        request,
        case,
        form,
        heading=heading,
        submit="State it",
        back=source,
        sources=True,
        lede=lede,
    )


@require_http_methods(["GET", "POST"])
def lineage_remove(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    rows = Lineage.objects.filter(source__case=case).select_related("source__case", "rests_on")
    lineage = get_object_or_404(rows, pk=pk)
    form = ReasonForm(request.POST or None)
    said = "It is taken back, and ceilings are worked out again."
    if done(request, form, services.remove_lineage, said, lineage=lineage, by=request.user):
        return redirect(lineage.source.get_absolute_url())
    heading = f"Take back that {lineage}"
    return form_page(
        request,
        case,
        form,
        heading=heading,
        submit="Take it back",
        back=lineage.source,
        sources=True,
    )
