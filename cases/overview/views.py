from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from cases.core import access
from cases.core.access import get_case
from cases.core.listings import cases_of
from cases.core.models import Case
from cases.core.roles import Permission
from cases.overview import exposure as exposures
from cases.overview import glance, waiting
from cases.overview import search as searching
from cases.overview.gallery import specimens


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for the person, and their cases."""
    mine = cases_of(request.user).filter(status=Case.Status.OPEN).order_by("-opened_at")
    sections = waiting.waiting_for(request.user, timezone.localdate())
    context = {
        "waiting": [section for section in sections if section.count],
        "quiet": [section for section in sections if not section.count],
        "cases": mine[:12],
    }
    return render(request, "cases/overview/home.html", context)


@require_GET
def overview(request: SignedInRequest, reference: str) -> HttpResponse:
    """The case in one minute: what is established, what is only said, and what is missing."""
    case = get_case(request.user, reference, may=Permission.READ)
    context = {
        "case": case,
        "glance": glance.of(case),
        "why_not_write": access.why_not(request.user, case, Permission.WRITE),
    }
    return render(request, "cases/overview/case.html", context)


@require_GET
def exposure(request: SignedInRequest, reference: str) -> HttpResponse:
    """What was sent, by which clusters, of what and when, and what can't be known of it."""
    case = get_case(request.user, reference, may=Permission.READ)
    context = {
        "case": case,
        "exposure": exposures.exposure_of(case),
        "why_not_import": access.why_not(request.user, case, Permission.WRITE),
    }
    return render(request, "cases/overview/exposure.html", context)


@require_GET
def search(request: SignedInRequest, reference: str) -> HttpResponse:
    """Everything in the case that holds all the words."""
    case = get_case(request.user, reference, may=Permission.READ)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    found = searching.in_case(case, words) if words else []
    context = {"case": case, "words": words, "found": found}
    return render(request, "cases/overview/search.html", context)


@require_GET
def help_page(request: SignedInRequest) -> HttpResponse:
    """The words, the statuses, the standards and the keys."""
    return render(request, "cases/overview/help.html")


@require_GET
def gallery(request: SignedInRequest) -> HttpResponse:
    """Every component in every state: a visual test, and the place to look one up."""
    return render(request, "cases/overview/gallery.html", specimens())
