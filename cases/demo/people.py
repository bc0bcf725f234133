"""The people of the demo, who sign in with a password that everybody knows."""

from dataclasses import dataclass, fields

from django.db import transaction

from accounts import services as accounts
from accounts.models import User

PASSWORD = "alleged-is-not-proved"  # noqa: S105  printed for everyone who runs the demo


@dataclass(frozen=True)
class People:
    lead: User
    analyst: User
    reviewer: User
    legal: User
    policy: User
    administrator: User


NAMES = {
    "lead": "Nadia Okafor",
    "analyst": "Ilse Brandt",
    "reviewer": "Tomás Rey",
    "legal": "Hannah Cole",
    "policy": "Jonas Wei",
    "administrator": "Ada Novak",
}


def email_of(part: str) -> str:
    return f"{part}@probata.example"


@transaction.atomic
def bring_people() -> People:
    """The people of the demo, invited if they are not here yet."""
    return People(**{field.name: _bring(field.name) for field in fields(People)})


def _bring(part: str) -> User:
    if person := User.objects.filter(email=email_of(part)).first():
        return person
    invitation, _secret = accounts.invite_person(
        email=email_of(part),
        name=NAMES[part],
        organization="Probata demo",
        is_administrator=part == "administrator",
        by=None,
    )
    return accounts.accept_invitation(
        invitation=invitation, password=PASSWORD, by=invitation.person
    )
