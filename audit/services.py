from typing import Any

import rfc8785
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils import timezone

from audit.models import Entry

SYSTEM = "Probata (no person)"


def record(
    *,
    by: AbstractBaseUser | AnonymousUser | None,
    action: str,
    subject: models.Model | str,
    case: str = "",
    detail: dict[str, Any] | None = None,
) -> Entry:
    """Write down what `by` did to `subject`, in the transaction that did it.

    `by` is None only for scheduled work that no person asked for. `detail` must be JSON.
    """
    content: dict[str, Any] = {
        "at": timezone.now().isoformat(timespec="microseconds"),
        "actor": SYSTEM if by is None else _signature(by),
        "action": action,
        "subject": subject if isinstance(subject, str) else _name(subject),
        "case": case,
        "detail": detail or {},
    }
    return Entry.objects.create(content=rfc8785.dumps(content).decode())


def _signature(by: AbstractBaseUser | AnonymousUser) -> str:
    if isinstance(by, AnonymousUser):
        return "someone not signed in"
    return f"{by} <{by.get_username()}> #{by.pk}"


def _name(subject: models.Model) -> str:
    return f"{subject._meta.verbose_name} {subject}"
