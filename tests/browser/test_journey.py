"""From a public statement to an approved report, and what happens when the ledger moves on.

Every step is somebody's click on the page where that person would make it; axe reads each page
that is come to, and the browser may complain of none.
"""

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.reading import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS", "")
TEXT = (
    "Halden wrote to customers on June 10, 2026.\n"
    "It says that operators linked to Meridian copied the outputs of Aria. "
    "Nobody else has examined the records."
)
SUMMARY = "Halden published a statement on June 10, 2026 [[C-1]]. Operators copied Aria [[C-2]]."


class Desk:
    """One person's browser: what they go to, fill in and press."""

    def __init__(self, page: Page) -> None:
        self.page, self.case = page, ""
        page.set_default_timeout(8000)

    def go(self, path: str) -> None:
        """Open a page of the case, and have axe read it."""
        self.page.goto(f"{self.case}{path}")
        self.read()

    def read(self) -> None:
        """Find nothing on the page that keeps somebody out."""
        assert barriers(self.page) == []
        if SHOTS:
            name = re.sub(r"\W+", "-", self.page.url.partition("/cases/")[2])
            self.page.screenshot(path=f"{SHOTS}/journey-{name}.png", full_page=True)

    def fill(self, **fields: str) -> None:
        """Fill the fields of the page's form, whatever kind each is."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]:not([type=hidden])").first
            if field.evaluate("e => e.tagName") == "SELECT":
                by_value = field.locator(f"option[value='{value}']").count()
                field.select_option(**{"value" if by_value else "label": value})
            else:
                field.fill(value)

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()

    def send(self) -> None:
        """Press what the page's form is for."""
        self.page.locator("main form button.button-primary").first.click()

    def see(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()


def test_from_an_article_to_an_approved_report(
    analyst: User,
    reviewer: User,
    policy: User,
    open_as: Callable[..., Page],
    complaints: list[str],
) -> None:
    desk = Desk(open_as(analyst, "/"))
    _open_the_case(desk, reviewer, policy)
    _enter_the_statement(desk)
    _take_it_apart(desk)
    _propose(desk, 1, "confirmed")
    _propose(desk, 2, "alleged")
    second = Desk(open_as(reviewer, "/"))
    second.case = desk.case
    _countersign(second, 1, "confirmed")
    _write(desk)
    second.go("reports/1/revisions/1/")
    second.page.get_by_text("Approve", exact=True).click()
    second.press("Approve this text")
    second.see("Approved by Rea Reviewer")
    third = Desk(open_as(policy, "/"))
    third.case = desk.case
    _file_it(third)
    _deny(desk)
    _propose(desk, 2, "disputed")
    _countersign(second, 2, "disputed")
    third.go("reports/1/revisions/1/")
    third.see("Stale: the ledger has changed since.")
    third.see("C-2:")
    assert complaints == []


def _open_the_case(desk: Desk, reviewer: User, policy: User) -> None:
    desk.go("/cases/open/")
    desk.fill(title="The statement about Aria")
    desk.page.get_by_label("This is an exercise").check()
    desk.send()
    desk.page.wait_for_url(re.compile(r"/cases/PRB-[\d-]+/$"))
    desk.case = desk.page.url
    for name, role in (("Halden", "complainant"), ("Meridian", "subject")):
        desk.go("parties/add/")
        desk.fill(name=name, kind="organization", role=role)
        desk.send()
        desk.see(name)
    for user in (reviewer, policy):
        desk.go("members/")
        desk.page.locator("main [name=email]").fill(user.email)
        desk.page.locator("main form:has([name=email]) [name=role]").select_option(
            "reviewer" if user == reviewer else "policy"
        )
        desk.press("Add the member")
        desk.see(user.name)


def _enter_the_statement(desk: Desk) -> None:
    desk.go("exhibits/receive/")
    file = {"name": "statement.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    desk.page.locator("[name=received]").set_input_files([file])  # type: ignore[list-item]
    desk.fill(how="Saved from the company's own site, by hand.")
    desk.send()
    desk.see("statement.txt")
    desk.go("sources/add/")
    desk.fill(title="To our customers", publisher="Halden", kind="statement")
    desk.fill(published="2026-06-10", basis="first_hand", reliability="C", text=TEXT)
    desk.fill(reliability_reason="An interested party, on its own matter.")
    desk.page.locator("[name=exhibit]").select_option(index=1)
    desk.press("Add the source")
    desk.see("The source is entered.")
    desk.read()


def _take_it_apart(desk: Desk) -> None:
    desk.go("sources/1/take-apart/")
    desk.fill(quotation="Halden announced it on June 10", stance="asserts", kind="utterance")
    desk.fill(statement="Halden published a statement to its customers on June 10, 2026.")
    desk.fill(speaker="Halden")
    desk.press("Take this claim")
    desk.see("These words are not in the text of the source")
    desk.fill(quotation="Halden wrote to customers on June 10, 2026.")
    desk.press("Take this claim")
    desk.see("Taken.")
    desk.fill(quotation="operators linked to Meridian copied the outputs of Aria")
    desk.fill(stance="asserts", kind="conduct", speaker="Halden")
    desk.fill(statement="Operators linked to Meridian copied the outputs of Aria.")
    desk.press("Take this claim")
    desk.see("2 of 3 sentences taken.")
    expect(desk.page.locator("mark")).to_have_count(2)
    desk.read()


def _propose(desk: Desk, number: int, status: str) -> None:
    desk.go(f"claims/{number}/propose/")
    desk.fill(status=status, rationale="The statement is held, and says so.")
    desk.send()
    desk.page.wait_for_url(re.compile(rf"/claims/{number}/$"))
    if status != "alleged":
        desk.see("Waiting for a second signature")
        expect(desk.page.get_by_text("You proposed this: another person").first).to_be_attached()
        expect(desk.page.locator("form[action$='/countersign/']")).to_have_count(0)


def _countersign(desk: Desk, number: int, status: str) -> None:
    desk.go(f"claims/{number}/")
    desk.page.get_by_text("Countersign", exact=True).first.click()
    desk.press("Countersign")
    expect(desk.page.get_by_text("Waiting for a second signature")).to_have_count(0)
    desk.go(f"claims/?status={status}")
    expect(desk.page.get_by_role("link", name=f"C-{number}", exact=True)).to_be_visible()


def _write(desk: Desk) -> None:
    desk.go("claims/responses/add/")
    desk.fill(party="Meridian", asked_on="2026-06-12", asked_by="us", channel="e-mail")
    desk.fill(question="Is it so?", outcome="no_answer", answered_on="2026-06-20")
    desk.send()
    desk.page.wait_for_url(re.compile(r"/claims/responses/$"))
    desk.go("reports/open/")
    desk.fill(title="The statement about Aria")
    desk.send()
    desk.go("reports/1/edit/")
    desk.fill(rating="Serious allegation, not adjudicated", summary=SUMMARY)
    desk.see("Nobody is named as saying so")
    desk.read()
    mend = desk.page.get_by_role("button", name="Use this sentence")
    while mend.count():
        mend.first.click()
        desk.page.wait_for_timeout(900)
    expect(desk.page.locator("[name=summary]")).to_have_value(re.compile("Halden alleges that"))
    expect(desk.page.locator(".finding-error")).to_have_count(0)
    desk.press("Save the draft")
    desk.see("Saved.")
    desk.page.get_by_text("Ask for approval").click()
    desk.press("Freeze and ask")
    desk.see("Another person must approve it.")


def _file_it(desk: Desk) -> None:
    desk.go("reports/1/revisions/1/")
    expect(desk.page.get_by_text("Stale: the ledger has changed since.")).to_have_count(0)
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("link", name=re.compile("PDF")).click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def _deny(desk: Desk) -> None:
    desk.go("sources/add/")
    desk.fill(title="Our answer", publisher="Meridian", kind="statement", basis="first_hand")
    desk.fill(published="2026-06-25", reliability="C")
    desk.fill(reliability_reason="The subject, on its own matter.")
    desk.press("Add the source")
    desk.see("The source is entered.")
    desk.go("claims/2/assert/")
    desk.page.locator("[name=source]").select_option(index=2)
    desk.fill(stance="denies", quotation="We did no such thing.")
    desk.send()
    desk.page.wait_for_url(re.compile(r"/claims/2/$"))
    desk.see("Disputed")
