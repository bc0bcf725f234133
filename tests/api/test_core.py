import pytest

from audit.models import Entry
from cases.core import paperwork


@pytest.fixture
def ask(client, signed_in):
    """`ask(user, "post", "tasks/", {...})` asks about the case, in the person's session."""

    def ask(user, method, path, data=None, case="PRB-2026-0001"):
        url = f"/api/v1/cases/{case}/{path}"
        return getattr(signed_in(user), method)(url, data, content_type="application/json")

    return ask


@pytest.fixture(autouse=True)
def _in_2026(time_machine):
    time_machine.move_to("2026-06-10T12:00:00Z")


def test_case_is_opened_described_closed_and_reopened(client, signed_in, lead, ask):
    opened = signed_in(lead).post(
        "/api/v1/cases/", {"title": "The letter"}, content_type="application/json"
    )
    words = {"title": "The June letter", "summary": "", "rating": "", "marking": "TLP:GREEN"}
    described = ask(lead, "put", "", words)
    closed = ask(lead, "post", "close/", {"reason": "Nothing more to find."})

    assert opened.status_code == 201
    assert described.json()["title"] == "The June letter"
    assert closed.json()["status"] == "closed"
    assert ask(lead, "put", "", words).json()["detail"].startswith("This case is closed.")
    assert ask(lead, "post", "reopen/", {"reason": "An answer came."}).json()["status"] == "open"


def test_refusal_has_one_shape(case, lead, legal, ask):
    invalid = ask(lead, "post", "tasks/", {"due_on": "soon"})
    forbidden = ask(legal, "post", "tasks/", {"title": "x"})
    conflict = ask(lead, "post", "reopen/", {"reason": "x"})
    missing = ask(lead, "get", "", case="PRB-2026-0099")
    nonsense = ask(lead, "post", "tasks/", "[]")

    assert invalid.status_code == 400
    assert set(invalid.json()["fields"]) == {"title", "due_on"}
    assert (forbidden.status_code, conflict.status_code) == (403, 409)
    assert (missing.status_code, nonsense.status_code) == (404, 400)
    for answer in (invalid, forbidden, conflict, missing, nonsense):
        assert set(answer.json()) == {"detail", "fields"}
        assert answer.json()["detail"]


def test_party_is_controlled_by_another_of_the_same_case_only(
    case, other_case, lead, stranger, ask
):
    foreign = paperwork.add_party(
        case=other_case, name="Elsewhere", kind="person", role="witness", by=stranger
    )
    party = {"name": "Shell Ltd", "kind": "organization", "role": "subject"}

    answer = ask(lead, "post", "parties/", party | {"controlled_by": foreign.pk})

    assert answer.json()["fields"] == {"controlled_by": ["No party of this case."]}
    assert not case.parties.exists()


def test_task_is_given_to_a_member_only(case, lead, analyst, stranger, ask):
    given = ask(lead, "post", "tasks/", {"title": "Read", "assignee": analyst.email})
    refused = ask(lead, "post", "tasks/", {"title": "Read", "assignee": stranger.email})

    assert given.json()["assignee"]["name"] == "Ana Analyst"
    assert refused.status_code == 400


def test_list_is_paged_by_a_cursor_that_stays_true(case, lead, ask):
    for n in range(5):
        paperwork.add_task(case=case, title=f"Task {n}", by=lead)

    first = ask(lead, "get", "tasks/?page_size=2").json()
    paperwork.add_task(case=case, title="Task 5", by=lead)
    second = ask(lead, "get", "tasks/?" + first["next"].split("?")[1]).json()

    assert [t["title"] for t in first["results"]] == ["Task 0", "Task 1"]
    assert [t["title"] for t in second["results"]] == ["Task 2", "Task 3"]


def test_hold_is_placed_by_legal_and_lifted(case, legal, ask):
    placed = ask(legal, "post", "holds/", {"reason": "A court asked."})
    lifted = ask(legal, "post", "holds/lift/", {"reason": "It no longer asks."})

    assert placed.status_code == 201
    assert lifted.json()["lift_reason"] == "It no longer asks."


def test_audit_lists_what_is_sealed_with_its_place_in_the_chain(
    case, lead, ask, transactional_sealing
):
    entries = ask(lead, "get", "audit/").json()["results"]

    assert entries[0]["action"] == "case.opened"
    assert entries[0]["position"] >= 1
    assert len(entries[0]["hash"]) == 64
    assert Entry.objects.filter(case=case.reference).count() == len(entries)


@pytest.fixture
def transactional_sealing(case):
    """Seal now what would be sealed at the commit."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_member_is_added_by_address_and_the_last_lead_stays(case, lead, stranger, ask):
    added = ask(lead, "post", "members/", {"email": stranger.email, "role": "policy"})
    own = case.members.get(user=lead)

    assert added.json()["role"] == "policy"
    assert ask(lead, "delete", f"members/{own.pk}/").status_code == 409
