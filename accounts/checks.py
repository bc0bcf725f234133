from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def sign_in_is_safe(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """What a deployment must set before people sign in to it."""
    found: list[checks.CheckMessage] = []
    if settings.DEMO or not settings.REQUIRE_MFA:
        found.append(checks.Error("Second factors are waived.", id="accounts.E001"))
    if not settings.SITE_URL.startswith("https://"):
        found.append(checks.Error("SITE_URL does not begin with https://.", id="accounts.E002"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(checks.Error("ALLOWED_HOSTS lets any host in.", id="accounts.E003"))
    if not settings.EMAIL_HOST:
        found.append(checks.Warning("No EMAIL_URL: no password resets.", id="accounts.W001"))
    return found
