from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

#: What a person without a second factor may open: the pages where they set one up, and the way out.
OPEN = {"account_logout", "account_reauthenticate", "health"}


class SecondFactorMiddleware:
    """Nothing opens for a person who signed in without a second factor, where one is required."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = (match and match.url_name) or ""
        if (
            not settings.REQUIRE_MFA
            or name in OPEN
            or name.startswith("mfa_")
            or not request.user.is_authenticated
            or is_mfa_enabled(request.user, SECOND_FACTORS)
        ):
            return None
        if match and match.namespace == "api":
            detail = "Set up a second factor first: sign in to the pages and follow what they say."
            return JsonResponse({"detail": detail, "fields": {}}, status=403)
        return redirect("mfa_index")
