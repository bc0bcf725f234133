from typing import Any
from urllib.parse import urljoin

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies, queries, services
from accounts.forms import AcceptForm, InviteForm, TokenForm
from accounts.keys import digest
from accounts.middleware import SECOND_FACTORS
from accounts.models import Invitation, User
from accounts.requests import SignedInRequest


@require_GET
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody who signs in here."""
    _administrator(request)
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    everybody = User.objects.annotate(has_second_factor=Exists(factors)).order_by("name", "pk")
    return render(request, "accounts/people.html", {"people": everybody})


@require_http_methods(["GET", "POST"])
@never_cache
def person_invite(request: SignedInRequest) -> HttpResponse:
    """Invite somebody; the link is shown once."""
    _administrator(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, secret = services.invite_person(**form.cleaned_data, by=request.user)
        except services.AlreadyKnown as error:
            form.add_error("email", str(error))
        else:
            return _show_link(request, invitation, secret)
    return render(request, "accounts/invite.html", {"form": form})


@require_GET
def person_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person, as an administrator sees them: never what they work on."""
    by = _administrator(request)
    person = get_object_or_404(User, pk=pk)
    context = {
        "person": person,
        "second_factors": Authenticator.objects.filter(user=person),
        "events": queries.security_events(person),
        "why_not_deactivate": policies.why_not_deactivate(by, person),
        "why_not_reset": policies.why_not_reset_second_factor(by, person),
    }
    return render(request, "accounts/person.html", context)


@require_POST
@never_cache
def person_invite_again(request: SignedInRequest, pk: int) -> HttpResponse:
    by = _administrator(request)
    invitation, secret = services.invite_again(person=get_object_or_404(User, pk=pk), by=by)
    return _show_link(request, invitation, secret)


@require_POST
def person_deactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    by = _administrator(request)
    person = services.deactivate_person(person=get_object_or_404(User, pk=pk), by=by)
    messages.success(request, f"{person} can no longer sign in.")
    return redirect("accounts:person", pk=pk)


@require_POST
def person_reactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    by = _administrator(request)
    person = services.reactivate_person(person=get_object_or_404(User, pk=pk), by=by)
    messages.success(request, f"{person} can sign in again.")
    return redirect("accounts:person", pk=pk)


@require_POST
def person_reset_second_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    by = _administrator(request)
    person = services.reset_second_factor(person=get_object_or_404(User, pk=pk), by=by)
    messages.success(request, f"{person} sets up a new second factor at the next sign-in.")
    return redirect("accounts:person", pk=pk)


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@never_cache
def invitation_accept(request: HttpRequest, key: str) -> HttpResponse:
    """Where an invited person sets their first password."""
    invitation = Invitation.objects.filter(token_sha256=digest(key)).first()
    if invitation is None or policies.why_not_accept(invitation.person, invitation):
        raise Http404("This invitation was used, withdrawn or has expired. Ask for a new one.")
    form = AcceptForm(request.POST or None, person=invitation.person)
    if request.method == "POST" and form.is_valid():
        services.accept_invitation(
            invitation=invitation, password=form.cleaned_data["password"], by=invitation.person
        )
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    return render(request, "accounts/accept.html", {"form": form, "person": invitation.person})


@require_GET
def me(request: SignedInRequest) -> HttpResponse:
    """My own page: how I sign in, and what was done in my name."""
    context = {
        "second_factors": Authenticator.objects.filter(user=request.user),
        "events": queries.security_events(request.user),
    }
    return render(request, "accounts/me.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def tokens(request: SignedInRequest) -> HttpResponse:
    """My API tokens; a new one's secret is shown once."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        expires_at = values.pop("expires_on")
        _, secret = services.make_token(**values, expires_at=expires_at, by=request.user)
        form = TokenForm()
    mine = request.user.api_tokens.order_by("-pk")
    return render(request, "accounts/tokens.html", {"tokens": mine, "form": form, "secret": secret})


@require_POST
def token_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.user.api_tokens, pk=pk)
    services.revoke_token(token=token, by=request.user)
    messages.success(request, f"The token {token} is revoked.")
    return redirect("accounts:tokens")


def _administrator(request: SignedInRequest) -> User:
    if reason := policies.why_not_administer(request.user):
        raise PermissionDenied(reason)
    return request.user


def _show_link(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    link = urljoin(settings.SITE_URL, reverse("accounts:accept", args=[secret]))
    context = {"person": invitation.person, "invitation": invitation, "link": link}
    return render(request, "accounts/invited.html", context)
