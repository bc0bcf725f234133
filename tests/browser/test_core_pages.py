"""The pages of the case itself in a real browser: read by axe, at both widths, in both themes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.core import paperwork
from cases.core.models import Case
from tests.browser.reading import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "home", "list", "create", "help", "overview", "parties", "party_add", "tasks", "task_add",
    "notes", "watch", "members", "settings", "audit", "search",
]  # fmt: skip
IN_NO_CASE = {"home", "list", "create", "help"}


@pytest.fixture
def furnished(case: Case, lead: User, analyst: User) -> Case:
    paperwork.add_party(
        case=case, name="Northwind Labs", kind="organization", role="complainant", by=lead
    )
    paperwork.add_task(
        case=case, title="Ask the subject", assignee=lead, due_on=date(2026, 1, 1), by=analyst
    )
    paperwork.finish_task(task=paperwork.add_task(case=case, title="Done", by=lead), by=lead)
    paperwork.write_note(case=case, body="Called counsel.", by=analyst)
    paperwork.watch_for(case=case, what="A denial", look_again_on=date(2026, 1, 1), by=lead)
    return case


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_pages_are_accessible(
    open_as: Callable[..., Page],
    furnished: Case,
    lead: User,
    complaints: list[str],
    scheme: str,
    width: int,
) -> None:
    page = open_as(lead, "/help/", color_scheme=scheme, viewport={"width": width, "height": 900})
    wrong = []
    for name in PAGES:
        args = [] if name in IN_NO_CASE else [furnished.reference]
        page.goto(reverse(f"cases:{name}", args=args) + ("?q=denial" if name == "search" else ""))
        wrong += barriers(page)

    assert wrong == []
    assert complaints == []


def test_the_keyboard_goes_everywhere(
    open_as: Callable[..., Page], furnished: Case, lead: User
) -> None:
    page = open_as(lead, reverse("cases:parties", args=[furnished.reference]))

    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name=f"Search in {furnished.reference}")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Northwind Labs")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("o")
    expect(page).to_have_url(page.url.split("/cases/")[0] + furnished.get_absolute_url())


def test_a_list_filters_in_place_and_its_address_can_be_shared(
    open_as: Callable[..., Page], furnished: Case, lead: User, complaints: list[str]
) -> None:
    page = open_as(lead, reverse("cases:tasks", args=[furnished.reference]))

    page.get_by_label("State").select_option("done")
    expect(page.get_by_text("1 of 2 tasks")).to_be_visible()

    assert "state=done" in page.url
    page.reload()
    expect(page.get_by_text("1 of 2 tasks")).to_be_visible()
    assert complaints == []


def test_pages_are_read_and_sent_without_javascript(
    open_as: Callable[..., Page], furnished: Case, lead: User
) -> None:
    page = open_as(
        lead,
        reverse("cases:tasks", args=[furnished.reference]),
        java_script_enabled=False,
    )

    page.get_by_label("State").select_option("open")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("button", name="Done").click()

    expect(page.get_by_text("“Ask the subject” is done.")).to_be_visible()


def test_the_chosen_theme_stays(open_as: Callable[..., Page], lead: User) -> None:
    page = open_as(lead, "/help/", color_scheme="light")
    switch = page.get_by_role("button", name="Theme")

    switch.click()
    switch.click()
    page.reload()

    expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
