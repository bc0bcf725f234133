"""What the pages of the ledger share: one page for every form, one answer to every act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.requests import SignedInRequest
from cases.claims.models import Claim, Source
from cases.core.acts import attempt
from cases.core.forms import accepted
from cases.core.models import Case


def claim_of(case: Case, number: int) -> Claim:
    """A claim of the case, for the page of it."""
    rows = case.claims.select_related("case", "speaker", "actor", "added_by")
    return get_object_or_404(rows, number=number)


def source_of(case: Case, number: int) -> Source:
    """A source of the case, for the page of it."""
    rows = case.sources.select_related("case", "publisher", "exhibit", "added_by")
    return get_object_or_404(rows, number=number)


def form_page(
    request: SignedInRequest,
    case: Case,
    form: BaseForm,
    *,
    heading: str,
    submit: str,
    back: Model | None = None,
    sources: bool = False,
    lede: str = "",
) -> HttpResponse:
    """The page that asks for something, under the list or the thing that it belongs to."""
    name, label = ("claims:source_list", "Sources") if sources else ("claims:list", "Claims")
    list_url = reverse(name, args=[case.reference])
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "heading": heading,
        "submit": submit,
        "lede": lede,
        "list": label,
        "list_url": list_url,
        "mid": str(back) if back else "",
        "mid_url": back.get_absolute_url() if back else "",  # type: ignore[attr-defined]
        "cancel_url": back.get_absolute_url() if back else list_url,  # type: ignore[attr-defined]
    }
    return render(request, "cases/claims/form.html", context)


def done(
    request: SignedInRequest, form: BaseForm, act: Callable[..., object], said: str, **more: Any
) -> bool:
    """Do it with what the form says, and say so; a refusal becomes the form's error."""
    if request.method != "POST" or not accepted(form, act, **more):
        return False
    messages.success(request, said)
    return True


def act_and_return(
    request: SignedInRequest, thing: Model, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do something at the press of a button, and go back to the page of the thing."""
    attempt(request, act, said)
    return redirect(thing.get_absolute_url())  # type: ignore[attr-defined]
