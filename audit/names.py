from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

SYSTEM = "Probata (no person)"


def signature(person: AbstractBaseUser | AnonymousUser | None) -> str:
    """How the audit names a person, whether they did something or had it done to them."""
    if person is None:
        return SYSTEM
    if isinstance(person, AnonymousUser):
        return "someone not signed in"
    return f"{person} <{person.get_username()}> #{person.pk}"


def name_of(subject: models.Model | str) -> str:
    """How the audit names what something was done to."""
    if isinstance(subject, AbstractBaseUser):
        return signature(subject)
    if isinstance(subject, models.Model):
        return f"{subject._meta.verbose_name} {subject}"
    return subject
