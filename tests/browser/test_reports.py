"""An analyst writes with the check beside the text; a reviewer signs what was frozen."""

import os
import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.core.models import Case
from tests.factories.reports import furnish, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS", "")


def _shoot(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_from_a_loose_sentence_to_an_approved_report(
    case: Case,
    analyst: User,
    reviewer: User,
    open_as: Callable[..., Page],
    complaints: list[str],
) -> None:
    world = furnish(case, analyst)
    report = write(world, analyst)
    page = open_as(analyst, reverse("reports:edit", args=[case.reference, report.number]))
    expect(page.get_by_text("Nothing here says more than the ledger.")).to_be_visible()

    loose = f"It began in spring. Operators used 28,000 accounts 🙂 [[C-{world.accounts.number}]]."
    page.get_by_label("What is alleged, and by whom").fill(loose)
    expect(page.get_by_text("Nobody is named as saying so")).to_be_visible()
    _shoot(page, "report-edit")
    page.get_by_role("button", name="Use this sentence").first.click()
    field = page.get_by_label("What is alleged, and by whom")
    expect(field).to_have_value(re.compile("Halden alleges that operators used"))
    while page.get_by_role("button", name="Use this sentence").count():
        page.get_by_role("button", name="Use this sentence").first.click()
        page.wait_for_timeout(900)
    expect(page.get_by_text("errors must be answered")).to_have_count(0)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    _shoot(page, "report-detail")

    page.get_by_text("Ask for approval").click()
    page.get_by_role("button", name="Freeze and ask").click()
    expect(page.get_by_text("Another person must approve it.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve this text")).to_have_count(0)

    page = open_as(reviewer, reverse("reports:revision", args=[case.reference, report.number, 1]))
    page.get_by_text("Approve", exact=True).click()
    page.get_by_role("button", name="Approve this text").click()
    expect(page.get_by_text("Approved by Rea Reviewer").first).to_be_visible()
    _shoot(page, "report-revision")
    page = open_as(
        reviewer,
        reverse("reports:revision", args=[case.reference, report.number, 1]),
        viewport={"width": 390, "height": 844},
        color_scheme="dark",
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    _shoot(page, "report-revision-390-dark")
    page = open_as(
        analyst,
        reverse("reports:edit", args=[case.reference, report.number]),
        viewport={"width": 390, "height": 844},
        color_scheme="dark",
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    _shoot(page, "report-edit-390-dark")
    assert complaints == []
