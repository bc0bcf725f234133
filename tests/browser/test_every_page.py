"""Every page that the access table names, read by axe at the width of a telephone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from cases.core.models import Case
from tests.access.frame import Who, client_of, in_case, slices, table
from tests.access.test_access import PEOPLE, people  # noqa: F401
from tests.browser.reading import barriers

DOCTYPE = b"<!doctype html>"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _addresses(name: str, case: Case, people: PEOPLE) -> list[str]:  # noqa: F811
    """Where the lead finds each page of the slice; a file or a fragment is no page."""
    module, found = table(name), []
    with transaction.atomic():
        world = module.furnish(case, people)
    client = client_of(people[Who.LEAD])
    for row in module.ROWS:
        if row.method != "GET" or row.is_api or Who.LEAD not in row.people:
            continue
        kwargs = row.args(world) | ({"reference": case.reference} if in_case(row.name) else {})
        url = reverse(row.name, kwargs=kwargs)
        answer: Any = client.get(url)
        if answer.status_code == 200 and not answer.streaming and DOCTYPE in answer.content[:200]:
            found.append(url)
    return found


@pytest.mark.parametrize("name", slices())
def test_pages_are_accessible(
    name: str,
    open_as: Callable[..., Page],
    case: Case,
    lead: User,
    people: PEOPLE,  # noqa: F811
    complaints: list[str],
) -> None:
    wrong = []
    addresses = _addresses(name, case, people)
    page = open_as(lead, "/help/", viewport={"width": 390, "height": 900})
    for url in addresses:
        page.goto(url)
        wrong += barriers(page)

    assert not wrong, "\n".join(wrong)
    assert complaints == []
