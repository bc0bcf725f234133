from typing import Any

import rfc8785
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils import timezone

from audit.models import Entry
from audit.names import name_of, signature


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
        "actor": signature(by),
        "action": action,
        "subject": name_of(subject),
        "case": case,
        "detail": detail or {},
    }
    return Entry.objects.create(content=rfc8785.dumps(content).decode())
