"""The one place where the environment is read; a wrong value is an error that names it."""

import os
from collections.abc import Collection
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set, and there is no default for it.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """True or False; anything but a plain yes or no is refused."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in TRUE


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def choice(name: str, default: str, choices: Collection[str]) -> str:
    """One of a few words."""
    value = os.environ.get(name, "").strip().lower() or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def pairs(name: str) -> dict[str, str]:
    """Words of the form `option=value`, parted by spaces."""
    words = os.environ.get(name, "").split()
    for word in words:
        if "=" not in word:
            raise ImproperlyConfigured(f"{name}: {word!r} is not of the form option=value.")
    return dict(word.split("=", 1) for word in words)


def secret(name: str, default: str | None = None) -> str:
    """A secret, from NAME or from the file that NAME_FILE names."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE can't be read: {error}") from error
    return text(name, default)
