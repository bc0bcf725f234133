"""What the pages of the matrix share: the page of a form."""

from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.requests import SignedInRequest
from cases.core.models import Case


def form_page(
    request: SignedInRequest, case: Case, form: BaseForm, heading: str, thing: Model | None = None
) -> HttpResponse:
    """The page that asks for something of the matrix."""
    matrix = reverse("hypotheses:list", args=[case.reference])
    context = {
        "case": case,
        "form": form,
        "heading": heading,
        "thing": thing,
        "back": thing.get_absolute_url() if thing else matrix,  # type: ignore[attr-defined]
    }
    return render(request, "cases/hypotheses/form.html", context)
