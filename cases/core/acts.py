"""What happens at the press of a button: it is done and said, or it is said why not."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from cases.core.errors import Refused


def attempt(request: HttpRequest, act: Callable[[], object], said: str) -> None:
    """Do it and say so; a refusal is shown instead."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
