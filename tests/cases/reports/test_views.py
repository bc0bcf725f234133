from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.reports.exporters import FORMATS
from cases.reports.models import Report, Revision
from tests.factories.reports import World, approve, furnish, write

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} [a](javascript:alert(3))"


@pytest.fixture
def world(case: Any, analyst: User) -> World:
    return furnish(case, analyst)


@pytest.fixture
def report(world: World, analyst: User) -> Report:
    return write(world, analyst)


@pytest.fixture
def client(signed_in: Any, analyst: User) -> Client:
    return signed_in(analyst)


def _url(name: str, report: Report, *more: object) -> str:
    return reverse(f"reports:{name}", args=[report.case.reference, report.number, *more])


def _typed(report: Report, **changes: str) -> dict[str, object]:
    return {
        "version": report.version, "title": report.title, "rating": report.rating,
        "summary": report.summary,
    } | changes  # fmt: skip


def test_list_says_what_to_do_first(client: Client, case: Any) -> None:
    page = client.get(reverse("reports:list", args=[case.reference])).content.decode()

    assert "No report yet" in page
    assert reverse("reports:create", args=[case.reference]) in page


def test_create_opens_a_report_and_goes_to_the_editor(client: Client, world: World) -> None:
    answer = client.post(
        reverse("reports:create", args=[world.case.reference]),
        {"title": "The letter", "template": "full"},
    )

    assert answer["Location"] == _url("edit", world.case.reports.get())


def test_check_answers_as_one_types_and_keeps_nothing(
    client: Client, report: Report, world: World
) -> None:
    loud = f"Operators linked to Meridian used 30,000 accounts\r\n[[C-{world.accounts.number}]]."

    page = client.post(_url("check", report), _typed(report, summary=loud)).content.decode()

    assert "<html" not in page
    assert "Nobody is named as saying so" in page
    assert "Another number than what is cited" in page
    assert 'data-start="0"' in page
    assert f'data-end="{len(loud) - 1}"' in page
    report.refresh_from_db()
    assert report.version == 2


def test_edit_saves_and_tells_of_a_clash(client: Client, report: Report) -> None:
    typed = _typed(report, title="Mine", alleged="Halden says so.\r\n\r\nAnd more.")

    assert client.post(_url("edit", report), typed).status_code == 302
    report.refresh_from_db()
    assert (report.title, report.prose["alleged"]) == ("Mine", "Halden says so.\n\nAnd more.")
    clash = client.post(_url("edit", report), typed).content.decode()
    assert "saved this report while you were writing" in clash
    assert "And more." in clash


def test_request_shows_why_it_is_stopped(client: Client, world: World, analyst: User) -> None:
    loud = write(world, analyst, summary="Meridian stole the model.")

    page = client.post(_url("request", loud), {}, follow=True).content.decode()

    assert "Change the text or the ledger." in page
    assert not loud.revisions.exists()


def test_approve_needs_the_digest_that_was_read(
    client: Client, signed_in: Any, report: Report, reviewer: User
) -> None:
    client.post(_url("request", report), {"change_note": "The first."})
    revision = report.revisions.get()
    client = signed_in(reviewer)

    page = client.post(_url("approve", report, 1), {"digest": "0" * 64}, follow=True)
    assert "The ledger or the template has moved" in page.content.decode()
    page = client.post(_url("approve", report, 1), {"digest": revision.digest}, follow=True)

    assert "Approved by Rea Reviewer" in page.content.decode()


def test_changes_shows_sentences_and_statuses(
    client: Client, report: Report, analyst: User, reviewer: User
) -> None:
    approve(report, analyst, reviewer)
    report.refresh_from_db()
    client.post(_url("edit", report), _typed(report, title="Another title"))
    client.post(_url("request", report), {})

    page = client.get(_url("changes", report, 2)).content.decode()

    assert "<del>The letter about Aria</del>" in page
    assert "<ins>Another title</ins>" in page


@pytest.mark.parametrize("form", FORMATS)
def test_download_is_a_file(
    form: str, client: Client, report: Report, analyst: User, reviewer: User
) -> None:
    approve(report, analyst, reviewer)

    answer = client.get(_url("download", report, 1, form))

    assert answer["Content-Type"] == FORMATS[form].media_type
    assert answer["Content-Disposition"].startswith('attachment; filename="PRB-')


def test_download_of_an_unknown_format_is_no_page(client: Client, report: Report, analyst: User,
                                                  reviewer: User) -> None:  # fmt: skip
    approve(report, analyst, reviewer)

    assert client.get(_url("download", report, 1, "exe")).status_code == 404


@pytest.mark.parametrize("name", ["detail", "edit"])
def test_no_markup_that_was_typed_reaches_a_page(
    name: str, client: Client, world: World, analyst: User
) -> None:
    """Stored XSS in descriptions and in generated reports, template injection (peers' holes)."""
    hostile = write(
        world, analyst, title=XSS, rating=XSS, summary=XSS, prose={"method": XSS, "alleged": XSS}
    )

    page = client.get(_url(name, hostile)).content.decode()

    found = _Markup(page)
    assert found.handlers == []
    assert [link for link in found.links if link.lstrip().lower().startswith("javascript")] == []
    assert "alert(1)" not in found.scripts
    assert "{{ 7*7 }}" in found.text


class _Markup(HTMLParser):
    """What a browser would take for code."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.scripts = self.text = ""
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.text += " ".join(value or "" for _, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts += data
        self.text += data


def test_a_revision_of_another_report_is_not_reached(
    client: Client, report: Report, world: World, analyst: User, reviewer: User
) -> None:
    approve(report, analyst, reviewer)
    other = write(world, analyst)

    assert client.get(_url("revision", other, 1)).status_code == 404
    assert Revision.objects.count() == 1


def test_api_checks_a_text(client: Client, report: Report, world: World) -> None:
    url = reverse("api:report-check", args=[report.case.reference, report.number])
    sent = {
        "title": "The letter",
        "summary": f"Operators used nearly 25,000 accounts [[C-{world.accounts.number}]].",
    }

    findings = client.post(url, sent, content_type="application/json").json()

    rules = {finding["rule"]: finding["mend"] for finding in findings}
    assert rules["unattributed"].startswith("Halden alleges that operators")
