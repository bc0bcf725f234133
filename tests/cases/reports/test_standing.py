"""What became of a revision is said wherever it is met, and what it changed is said by claim."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.reports import services
from cases.reports.comparison import compare_claims
from cases.reports.models import Report
from tests.cases.reports.drafts import DOCUMENT
from tests.factories.reports import approve, furnish, write


@pytest.fixture
def report(case: Any, analyst: User) -> Report:
    return write(furnish(case, analyst), analyst)


@pytest.fixture
def client(signed_in: Any, analyst: User) -> Client:
    return signed_in(analyst)


@pytest.mark.parametrize("page", ["list", "detail", "revision", "changes"])
def test_every_page_says_that_it_is_retracted(
    page: str, client: Client, report: Report, analyst: User, reviewer: User
) -> None:
    revision = approve(report, analyst, reviewer)
    services.retract_revision(revision=revision, reason="It was forged.", by=reviewer)
    args = {"list": [], "detail": [1], "revision": [1, 1], "changes": [1, 1]}[page]
    url = reverse(f"reports:{page}", args=[report.case.reference, *args])

    text = client.get(url).content.decode().lower()

    assert "retracted" in text


def test_the_api_says_what_became_of_it(
    client: Client, report: Report, analyst: User, reviewer: User, lead: User
) -> None:
    first = approve(report, analyst, reviewer)
    second = approve(report, analyst, lead)
    services.retract_revision(revision=second, reason="It was forged.", by=reviewer)
    url = reverse("api:revision-list", args=[report.case.reference, report.number])

    found = {each["number"]: each for each in client.get(url).json()["results"]}

    superseded, retracted = found[first.number], found[second.number]
    assert superseded["standing"] == "Approved, now superseded by revision 2"
    assert (superseded["later"], superseded["retracted_at"]) == (2, None)
    assert retracted["standing"] == "Approved, now retracted"
    assert (retracted["retracted_because"], bool(retracted["retracted_at"])) == (
        "It was forged.", True,
    )  # fmt: skip


def test_a_claim_that_comes_goes_or_moves_is_named() -> None:
    first, *rest = DOCUMENT.notes
    moved = replace(first, label="confirmed")
    after = replace(DOCUMENT, sections=(), notes=(moved, *rest[1:]))
    before = replace(DOCUMENT, sections=())

    found = {each.token: (each.before, each.after) for each in compare_claims(before, after)}

    assert found[first.token] == (first.label, "confirmed")
    assert found[rest[0].token] == (rest[0].label, "")
    assert {t: (b, a) for t, b, a in _back(after, before)} == {
        token: (a, b) for token, (b, a) in found.items()
    }
    assert compare_claims(DOCUMENT, DOCUMENT) == ()


def _back(before: Any, after: Any) -> list[tuple[str, str, str]]:
    return [(each.token, each.before, each.after) for each in compare_claims(before, after)]
