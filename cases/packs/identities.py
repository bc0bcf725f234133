"""Whom a pack may have to name by a pseudonym: the people and platform accounts of a case."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import escape

from accounts.models import User
from cases.clusters.models import Link
from cases.core.models import Case
from cases.exhibits.models import CustodyEntry, Exhibit
from cases.packs.pseudonyms import Pseudonyms

PERSON, ACCOUNT, INTERACTION, VALUE = "Person", "Account", "Interaction", "Value"
_SIGNED = re.compile(r"(?P<name>.+) <(?P<address>[^<>]+)>")


def known(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The kind, the identity, and the other spellings, of all that a pseudonym stands for."""
    yield from _people(case)
    for account in case.platform_accounts.values_list("external_id", flat=True).iterator():
        yield ACCOUNT, account, ()
    samples = case.samples.values_list("platform_account", "interaction_id")
    for account, interaction in samples.iterator():
        yield from [(ACCOUNT, account, ())] * bool(account)
        yield from [(INTERACTION, interaction, ())] * bool(interaction)
    for value in sorted(_values(case)):
        yield VALUE, value, ()


def pseudonyms(case: Case, key: bytes) -> Pseudonyms:
    """The pseudonyms of a pack with this key."""
    names = Pseudonyms(key)
    for kind, identity, spellings in known(case):
        both = {identity, *spellings}
        names.add(kind, identity, *both, *map(escape, both))
    return names


def read_as_telemetry(case: Case) -> QuerySet[Exhibit]:
    """The exhibits that hold platform accounts: whatever was read row by row."""
    made_from = case.derived_files.values_list("made_from", flat=True)
    read = {digest for digests in made_from for digest in digests}
    rows = Q(imported_files__isnull=False) | Q(sample_imports__isnull=False) | Q(sha256__in=read)
    return case.exhibits.filter(rows).distinct()


def _people(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Everyone who signs in, by address; who collected something, by name."""
    signed = CustodyEntry.objects.filter(exhibit__case=case, by__isnull=False)
    once = dict[str, set[str]]()
    for address, by_name in signed.values_list("by__email", "by_name").distinct().order_by():
        if found := _SIGNED.match(by_name):
            once.setdefault(address, set()).update(found.group("name", "address"))
    for person in User.objects.order_by("pk"):
        spellings = {person.name, person.signed(), *once.get(person.email, ())}
        yield PERSON, person.email, tuple(sorted(spellings))
    collected = set(case.exhibits.exclude(collected_by="").values_list("collected_by", flat=True))
    asked = case.responses.filter(asked_by__contains=" ").values_list("asked_by", flat=True)
    for name in sorted(collected.union(asked)):
        yield PERSON, name, ()


def _values(case: Case) -> set[str]:
    """The values of signals that clusters and their links rest on: cards, networks, devices."""
    found: set[str] = set()
    for explanation in case.clusters.values_list("explanation", flat=True):
        found.update(_valued(explanation))
    links = Link.objects.filter(cluster__case=case)
    for evidence in links.values_list("evidence", flat=True).iterator():
        found.update(_valued(evidence))
    return found


def _valued(said: Any) -> Iterator[str]:
    if isinstance(said, dict):
        value = said.get("value")
        if isinstance(value, str) and value:
            yield value
        said = list(said.values())
    for inner in said if isinstance(said, list) else []:
        yield from _valued(inner)
