from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.overview.gallery import specimens


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state: a visual test, and the place to look one up."""
    return render(request, "cases/overview/gallery.html", specimens())
