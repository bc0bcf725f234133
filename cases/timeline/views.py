from typing import ClassVar

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.claims.queries import name_speakers
from cases.core import access
from cases.core.access import get_case
from cases.core.listing import Choice, Filter, Listing
from cases.core.roles import Permission
from cases.timeline import services
from cases.timeline.charts import by_year_and_month, timeline_figure
from cases.timeline.forms import EventForm
from cases.timeline.models import Event


class EventListing(Listing):
    noun = "event", "events"
    search = ("title", "detail")
    filters: ClassVar[dict[str, Filter]] = {"lane": Choice("Lane", Event.Lane.choices)}
    sorts: ClassVar[dict[str, str]] = {"happened": "sort_on", "number": "number"}
    sort = "happened"
    columns = {
        "event": str,
        "lane": "get_lane_display",
        "happened": "happened",
        "in words": "happened_in_words",
        "became public": "became_public",
        "title": "title",
        "detail": "detail",
        "source": "source",
        "claims": lambda event: "; ".join(str(claim) for claim in event.claims.all()),
        "entered at": "entered_at",
        "entered by": "entered_by",
    }


@require_GET
def event_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.events.select_related("source", "entered_by").prefetch_related("claims")
    listing = EventListing(rows, request.GET, case=case)
    events = list(listing.rows.order_by("sort_on", "number"))
    context = {
        "case": case,
        "why_not": access.why_not(request.user, case, Permission.WRITE),
        "figure": timeline_figure(events),
        "months": by_year_and_month(events),
    }
    return listing.respond(request, "cases/timeline/list.html", context)


@require_GET
def event_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    event = get_object_or_404(case.events.select_related("source", "entered_by"), number=number)
    claims = list(event.claims.order_by("number"))
    name_speakers(claims)
    context = {
        "case": case,
        "event": event,
        "claims": claims,
        "why_not_edit": access.why_not(request.user, case, Permission.WRITE),
        "why_not_delete": access.why_not(request.user, case, Permission.DELETE),
    }
    return render(request, "cases/timeline/detail.html", context)


@require_http_methods(["GET", "POST"])
def event_add(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = EventForm(request.POST or None, case=case)
    if form.is_valid():
        return redirect(services.add_event(case=case, by=request.user, **form.cleaned_data))
    context = {"case": case, "form": form, "back": reverse("timeline:list", args=[reference])}
    return render(request, "cases/timeline/form.html", context)


@require_http_methods(["GET", "POST"])
def event_edit(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    event = get_object_or_404(case.events, number=number)
    initial = {name: getattr(event, name) for name in EventForm(case=case).fields}
    form = EventForm(
        request.POST or None, case=case, initial=initial | {"claims": event.claims.all()}
    )
    if form.is_valid():
        return redirect(services.edit_event(event=event, by=request.user, **form.cleaned_data))
    context = {"case": case, "form": form, "event": event, "back": event.get_absolute_url()}
    return render(request, "cases/timeline/form.html", context)


@require_POST
def event_delete(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.DELETE)
    services.delete_event(event=get_object_or_404(case.events, number=number), by=request.user)
    return redirect("timeline:list", reference)
