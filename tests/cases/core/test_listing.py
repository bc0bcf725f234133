import csv
import json
from typing import Any

import pytest
from django.http import QueryDict

from accounts.models import User
from cases.core import paperwork
from cases.core.listings import PartyListing, TaskListing
from cases.core.models import Case


@pytest.fixture
def parties(case: Case, lead: User) -> None:
    for name, role in [
        ("Northwind Labs", "complainant"),
        ("Halcyon Compute", "subject"),
        ("=HYPERLINK(1)", "publisher"),
        ("The Northern Ledger", "publisher"),
    ]:
        paperwork.add_party(case=case, name=name, kind="organization", role=role, by=lead)


def _listing(case: Case, query: str) -> PartyListing:
    return PartyListing(case.parties.all(), QueryDict(query), case=case)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["=HYPERLINK(1)", "Halcyon Compute", "Northwind Labs", "The Northern Ledger"]),
        ("q=north", ["Northwind Labs", "The Northern Ledger"]),
        ("q=north+ledger", ["The Northern Ledger"]),
        ("role=subject", ["Halcyon Compute"]),
        ("q=north&role=publisher", ["The Northern Ledger"]),
        ("role=nonsense", []),
        ("q=%00", ["=HYPERLINK(1)", "Halcyon Compute", "Northwind Labs", "The Northern Ledger"]),
        ("sort=-name&q=north", ["The Northern Ledger", "Northwind Labs"]),
        ("sort=case__opened_by__password", None),
    ],
)
@pytest.mark.usefixtures("parties")
def test_listing_finds(case: Case, query: str, names: list[str] | None) -> None:
    listing = _listing(case, query)

    found = [party.name for party in listing.page.rows]

    if names is None:
        assert listing.sorted_by == listing.sort
    else:
        assert found == names


@pytest.mark.usefixtures("parties")
def test_listing_says_how_many_of_how_many(case: Case) -> None:
    assert _listing(case, "").counted == "4 parties"
    assert _listing(case, "q=north").counted == "2 of 4 parties"


@pytest.mark.usefixtures("parties")
def test_csv_says_what_it_holds_and_holds_no_formula(case: Case) -> None:
    response = _listing(case, "role=publisher").download("csv")

    rows = list(csv.reader(response.getvalue().decode().splitlines()))
    assert rows[0] == [f"# TLP:AMBER {case.reference} SYNTHETIC"]
    assert rows[1] == ["# 2 of 4 parties, sorted by name"]
    assert rows[2] == ["# Search and filters: Role: Publisher"]
    assert rows[4][0] == "name"
    assert [row[0] for row in rows[5:]] == ["'=HYPERLINK(1)", "The Northern Ledger"]
    assert "2-of-4.csv" in response["Content-Disposition"]


@pytest.mark.usefixtures("parties")
def test_json_says_what_it_holds(case: Case) -> None:
    held = json.loads(_listing(case, "q=north").download("json").getvalue())

    assert held["about"]["count_before"] == 4
    assert held["about"]["count"] == 2
    assert held["about"]["is_synthetic"] is True
    assert held["about"]["narrowed_by"] == ["search: north"]
    assert [row["name"] for row in held["rows"]] == ["Northwind Labs", "The Northern Ledger"]


def test_a_choice_given_by_the_page_is_the_only_one(case: Case, lead: User, analyst: User) -> None:
    task = paperwork.add_task(case=case, title="Ask", assignee=analyst, by=lead)
    choices = {"assignee": [(analyst.pk, analyst.name)]}

    def found(who: Any) -> list[Any]:
        query = QueryDict(f"assignee={who}")
        return TaskListing(case.tasks.all(), query, case=case, choices=choices).page.rows

    assert found(analyst.pk) == [task]
    assert found(lead.pk) == []
