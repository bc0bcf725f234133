"""How django-allauth behaves here: closed to sign-ups, and everything it does is written down."""

import base64
from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts import services
from accounts.models import User

#: What allauth tells a person of by mail, and what the audit calls it.
SECURITY_EVENTS = {
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_reset",
    "account/email/password_set": "password_set",
    "mfa/email/totp_activated": "totp_activated",
    "mfa/email/totp_deactivated": "totp_deactivated",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_generated",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited, never sign up; links in mail lead to SITE_URL, whatever Host was sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret})
        return urljoin(settings.SITE_URL, path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context = context | {"email": email, "site_url": settings.SITE_URL, "current_site": None}
        self.render_mail(template_prefix, email, context).send()

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        services.record_security_event(event="signed_in", person=user, by=user)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            services.record_security_event(event="signed_out", person=user, by=user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down a failed sign-in of someone who exists; never what was typed."""
        person = User.objects.filter(email__iexact=credentials.get("email", "")).first()
        if person:
            services.record_security_event(event="sign_in_failed", person=person, by=None)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        event = SECURITY_EVENTS[template_prefix]
        services.record_security_event(event=event, person=user, by=user)
        super().send_notification_mail(template_prefix, user, context, email)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are encrypted in the database, and bound to SITE_URL's name."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": "Probata"}


def _cipher() -> MultiFernet:
    """Encrypts with SECRET_KEY; what an older key of SECRET_KEY_FALLBACKS encrypted still opens."""
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(_derive(key)))
            for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )


def _derive(key: str | bytes) -> bytes:
    kdf = HKDF(SHA256(), 32, salt=None, info=b"probata second factors")
    return kdf.derive(key.encode() if isinstance(key, str) else key)
