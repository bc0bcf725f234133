"""Every page that the access table names, read by axe: no rule of WCAG 2.2 AA that it can see fails."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from cases.core.models import Case
from tests.access.frame import Who, client_of, in_case, slices, table
from tests.access.test_access import PEOPLE, people  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _addresses(name: str, case: Case, people: PEOPLE) -> list[str]:  # noqa: F811
    """Where the lead finds each page of the slice; what answers with a file or a fragment is none."""
    module, found = table(name), []
    world = module.furnish(case, people)
    client = client_of(people[Who.LEAD])
    for row in module.ROWS:
        if row.method != "GET" or row.is_api or Who.LEAD not in row.people:
            continue
        kwargs = row.args(world) | ({"reference": case.reference} if in_case(row.name) else {})
        url = reverse(row.name, kwargs=kwargs)
        answer: Any = client.get(url)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and is_page and not answer.streaming:
            if b"<!doctype html>" in answer.content[:200]:
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
        for found in Axe().run(page)["violations"]:
            wrong.append(f"{url} {found['id']}: {found['nodes'][0]['html'][:160]}")
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wrong.append(f"{url} is wider than a telephone")

    assert not wrong, "\n".join(wrong)
    assert complaints == []
