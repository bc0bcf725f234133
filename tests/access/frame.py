from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from cases.core.models import Case
from cases.core.roles import GRANTS, Permission, Role


class Who(StrEnum):
    """The cast, as the table knows them."""

    LEAD = Role.LEAD.value
    ANALYST = Role.ANALYST.value
    REVIEWER = Role.REVIEWER.value
    LEGAL = Role.LEGAL.value
    POLICY = Role.POLICY.value
    STRANGER = "stranger"
    ADMINISTRATOR = "administrator"
    ANONYMOUS = "anonymous"


ANYONE = frozenset(Who)
SIGNED_IN = ANYONE - {Who.ANONYMOUS}
ADMINISTRATORS = frozenset({Who.ADMINISTRATOR})
OUTSIDERS = frozenset({Who.STRANGER, Who.ADMINISTRATOR})
READ, WRITE, DELETE, APPROVE = (
    Permission.READ,
    Permission.WRITE,
    Permission.DELETE,
    Permission.APPROVE,
)
REVEAL, EXPORT, HOLD, MANAGE = (
    Permission.REVEAL,
    Permission.EXPORT,
    Permission.HOLD,
    Permission.MANAGE,
)

World = dict[str, Any]


def _no_args(world: World) -> dict[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Row:
    """One URL and method, and who is let in."""

    name: str
    opens_for: Permission | frozenset[Who]
    method: str = "GET"
    args: Callable[[World], dict[str, object]] = _no_args
    data: dict[str, Any] = field(default_factory=dict)
    refused: int = 403
    #: What its address names is in every case: another case answers with its own.
    everywhere: bool = False

    @property
    def people(self) -> frozenset[Who]:
        if isinstance(self.opens_for, Permission):
            return frozenset(Who(role) for role in Role if self.opens_for in GRANTS[role])
        return self.opens_for

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")

    def answers(self, who: Who) -> str:
        """What must happen: "let in", "sign in", or a refusing status."""
        if who in self.people:
            return "let in"
        if who is Who.ANONYMOUS:
            return "sign in"
        return "404" if in_case(self.name) and who in OUTSIDERS else str(self.refused)

    def ask(self, client: Client, case: Case, world: World) -> HttpResponse:
        kwargs = self.args(world)
        if "reference" in KWARGS[self.name]:
            kwargs = {"reference": case.reference} | kwargs
        url = reverse(self.name, kwargs=kwargs)
        kind = {"content_type": "application/json"} if self.is_api else {}
        response = getattr(client, self.method.lower())(url, self.data, **kind)
        if response.streaming:
            response.read = b"".join(response)
        return response


def outcome(response: HttpResponse) -> str:
    """What happened, in the words of `Row.answers`."""
    status = response.status_code
    login = reverse("account_login")
    if status == 401 or (status == 302 and response["Location"].startswith(login + "?")):
        return "sign in"
    return "let in" if status < 400 or status in (400, 409, 422) else str(status)


def client_of(person: User | None) -> Client:
    """A test client in which the person is signed in."""
    client = Client()
    if person:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def in_case(name: str) -> bool:
    return "reference" in KWARGS[name]


def slices() -> list[str]:
    """The modules of this package that hold rows."""
    modules = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return sorted(m for m in modules if m not in {"__init__", "frame"} and "test_" not in m)


def table(name: str) -> Any:
    return import_module(f"tests.access.{name}")


def urls(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every URL name with its arguments."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", set(pattern.pattern.regex.groupindex)
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            outer = set(pattern.pattern.regex.groupindex)
            yield from ((name, args | outer) for name, args in urls(pattern, inner))


KWARGS: dict[str, set[str]] = dict(urls())
