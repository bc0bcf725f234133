from datetime import timedelta
from hmac import compare_digest
from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.keys import digest
from accounts.models import ApiToken, User

USE_IS_NOTED_EVERY = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer prb_…`: the token's owner, acting within the token's scope."""

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, key = get_authorization_header(request).partition(b" ")
        if scheme.lower() != self.keyword:
            return None
        secret = key.decode("latin-1").strip()
        prefix = "_".join(secret.split("_")[:2])
        token = ApiToken.objects.usable().select_related("owner").filter(prefix=prefix).first()
        if token is None or not compare_digest(token.sha256, digest(secret)):
            raise AuthenticationFailed("This token is unknown, revoked or has expired.")
        _note_use(token)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Probata"'


class WithinScope(BasePermission):
    """A token opens what its scopes name, in the case that it names; a session opens all."""

    def has_permission(self, request: Request, view: Any) -> bool:
        token = request.auth
        if not isinstance(token, ApiToken):
            return True
        reference = view.kwargs.get("reference", "")
        if token.case_reference and reference != token.case_reference:
            self.message = f"This token opens case {token.case_reference} and nothing else."
            return False
        needed = _scope_of(view)
        self.message = f"This token may not be used for this: it lacks the scope “{needed}”."
        return needed in token.scopes


class TokenThrottle(SimpleRateThrottle):
    """So many requests a minute for each token, and for each person in a session."""

    scope = "api"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if isinstance(request.auth, ApiToken):
            return f"throttle:token:{request.auth.pk}"
        return f"throttle:person:{request.user.pk}" if request.user.is_authenticated else None


def _scope_of(view: Any) -> str:
    """The permission that the view declares for what is asked; undeclared is shut."""
    may = getattr(view, "may", {})
    return str(may.get(getattr(view, "action", None), "none")) if isinstance(may, dict) else may


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
