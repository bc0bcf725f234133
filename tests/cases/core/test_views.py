from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.core import paperwork, services
from cases.core.models import Case
from tests.factories.accounts import UserFactory

SignedIn = Callable[[User], Client]


def _fill(case: Case, by: User, count: int) -> None:
    for i in range(count):
        paperwork.add_party(
            case=case, name=f"Party {i}", kind="organization", role="publisher", by=by
        )
        paperwork.add_task(case=case, title=f"Task {i}", assignee=by, by=by)
        paperwork.write_note(case=case, body=f"Note {i}", by=by)
        paperwork.watch_for(case=case, what=f"Event {i}", look_again_on=date(2026, 7, 1), by=by)
        services.add_member(case=case, user=UserFactory.create(), role="policy", by=by)


LISTS = ["parties", "tasks", "notes", "watch", "members", "audit", "overview"]


@pytest.mark.parametrize("name", LISTS)
def test_twenty_rows_ask_as_often_as_one(
    case: Case, lead: User, signed_in: SignedIn, name: str
) -> None:
    client, url = signed_in(lead), reverse(f"cases:{name}", args=[case.reference])

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    _fill(case, lead, 1)
    one = queries()
    for i in range(1, 20):
        paperwork.add_task(case=case, title=f"Task {i}", assignee=lead, by=lead)
        paperwork.write_note(case=case, body=f"Note {i}", by=lead)
        paperwork.watch_for(case=case, what=f"Event {i}", by=lead)
        paperwork.add_party(
            case=case, name=f"More {i}", kind="organization", role="publisher", by=lead
        )
        services.add_member(case=case, user=UserFactory.create(), role="policy", by=lead)

    assert queries() == one


@pytest.mark.parametrize("name", ["home", "list"])
def test_twenty_cases_ask_as_often_as_one(lead: User, signed_in: SignedIn, name: str) -> None:
    client, url = signed_in(lead), reverse(f"cases:{name}")

    def queries(count: int) -> int:
        for i in range(count):
            case = services.open_case(title=f"Case {i}", by=lead)
            paperwork.add_task(case=case, title="Ask", assignee=lead, by=lead)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    assert queries(1) == queries(19)


def test_open_a_case_through_the_page(lead: User, signed_in: SignedIn) -> None:
    answer = signed_in(lead).post(
        reverse("cases:create"), {"title": "A letter", "marking": "TLP:CLEAR"}, follow=True
    )

    case = Case.objects.get(title="A letter")
    assert answer.redirect_chain[-1][0] == case.get_absolute_url()
    assert case.members.get().user == lead


def test_nothing_typed_is_lost_when_a_form_is_wrong(lead: User, signed_in: SignedIn) -> None:
    answer = signed_in(lead).post(
        reverse("cases:create"), {"title": "", "summary": "Kept words", "marking": "TLP:CLEAR"}
    )

    page = answer.content.decode()
    assert "Kept words" in page
    assert "There is a problem" in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    ("name", "values", "kept"),
    [
        ("party_add", {"name": "N", "kind": "person", "role": "witness", "aliases": "a\nb"}, "N"),
        ("task_add", {"title": "Ask them", "due_on": "2026-06-01"}, "Ask them"),
        ("notes", {"body": "Called counsel"}, "Called counsel"),
        ("watch_add", {"what": "A denial", "look_again_on": "2026-07-01"}, "A denial"),
    ],
)
def test_an_analyst_writes_through_the_page(
    case: Case, analyst: User, signed_in: SignedIn, name: str, values: dict[str, Any], kept: str
) -> None:
    url = reverse(f"cases:{name}", args=[case.reference])

    answer = signed_in(analyst).post(url, values, follow=True)

    assert kept in answer.content.decode()


def test_a_case_is_closed_and_reopened_with_a_reason(
    case: Case, lead: User, signed_in: SignedIn
) -> None:
    client = signed_in(lead)

    refused = client.post(reverse("cases:close", args=[case.reference]), {"reason": " "})
    closed = client.post(
        reverse("cases:close", args=[case.reference]), {"reason": "Handed over"}, follow=True
    )
    again = client.post(
        reverse("cases:reopen", args=[case.reference]), {"reason": "New evidence"}, follow=True
    )

    assert refused.status_code == 422
    assert "Handed over" in closed.content.decode()
    assert again.context["case"].is_closed is False


def test_a_held_case_says_so_on_every_page(
    case: Case, legal: User, lead: User, signed_in: SignedIn
) -> None:
    services.place_hold(case=case, reason="Litigation", by=legal)

    page = signed_in(lead).get(reverse("cases:tasks", args=[case.reference])).content.decode()

    assert "Legal hold." in page
    assert page.count(">TLP:AMBER<") == 2
    assert "SYNTHETIC" in page


def test_a_member_is_added_by_address_only_if_they_can_sign_in(
    case: Case, lead: User, stranger: User, signed_in: SignedIn
) -> None:
    client, url = signed_in(lead), reverse("cases:member_add", args=[case.reference])

    unknown = client.post(url, {"email": "nobody@lab.example", "role": "policy"})
    client.post(url, {"email": stranger.email.upper(), "role": "policy"})

    assert "Ask an administrator to invite them" in unknown.content.decode()
    assert case.members.get(user=stranger).role == "policy"


def test_search_finds_nothing_of_another_case(
    case: Case, other_case: Case, lead: User, stranger: User, signed_in: SignedIn
) -> None:
    paperwork.write_note(case=other_case, body="The secret word", by=stranger)
    paperwork.write_note(case=case, body="An open word", by=lead)

    page = signed_in(lead).get(reverse("cases:search", args=[case.reference]), {"q": "word"})

    assert "An open word" in page.content.decode()
    assert "secret" not in page.content.decode()


def test_home_shows_nothing_of_cases_one_is_not_in(
    other_case: Case, lead: User, stranger: User, signed_in: SignedIn
) -> None:
    paperwork.watch_for(
        case=other_case, what="A secret event", look_again_on=date(2020, 1, 1), by=stranger
    )

    page = signed_in(lead).get(reverse("cases:home")).content.decode()

    assert "secret" not in page
    assert other_case.title not in page
