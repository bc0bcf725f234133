"""ClaimReview, expanded by pyld against schema.org's own vocabulary."""

import json
from typing import Any

import pytest

from cases.reports.exporters import claimreview
from tests.cases.reports import judges
from tests.cases.reports.drafts import DOCUMENT
from tests.cases.reports.states import APPROVED, CREATED, ENDED, STATES, in_state


def _nodes(state: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    report, *reviews = json.loads(claimreview.render(in_state(DOCUMENT, state)))["@graph"]
    return report, reviews


@pytest.mark.parametrize("state", STATES)
def test_schema_org_knows_every_term_where_it_stands(state: str) -> None:
    rendered = claimreview.render(in_state(DOCUMENT, state))

    assert judges.outside("jsonld.py", rendered)["wrong"] == []


def test_the_judge_can_refuse() -> None:
    body = json.loads(claimreview.render(in_state(DOCUMENT, "approved")))
    body["@graph"][0]["verdict"] = "guilty"
    body["@graph"][0]["datePublished"] = "Approved by Rita Reviewer"
    body["@graph"][1]["ratingValue"] = 5

    wrong = judges.outside("jsonld.py", json.dumps(body).encode())["wrong"]
    assert [each.split(" ")[:2] for each in wrong] == [
        ["1", "properties"], ["datePublished", "is"], ["ratingValue", "does"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "Draft: draft"),
        ("submitted", "Draft: revision 1, waiting for approval"),
        ("approved", "Published: revision 1, approved"),
        ("stale", "Published: revision 1, approved, now stale"),
        ("superseded", "Obsolete: revision 1, approved, now superseded"),
        ("retracted", "Obsolete: revision 1, approved, now retracted"),
    ],
)
def test_the_report_and_each_review_say_what_became_of_the_text(state: str, words: str) -> None:
    report, reviews = _nodes(state)

    assert {each["creativeWorkStatus"] for each in (report, *reviews)} == {words}


@pytest.mark.parametrize("state", STATES)
def test_only_a_text_that_stands_rates_with_a_number(state: str) -> None:
    _, reviews = _nodes(state)

    rated = [each["reviewRating"] for each in reviews]
    assert rated
    assert {"ratingValue" in each for each in rated} == {state == "approved"}
    fallen = {
        "draft": "NOT APPROVED: ", "submitted": "NOT APPROVED: ", "approved": "",
    }.get(state, f"{state.upper()}: ")  # fmt: skip
    assert f"{fallen}alleged by Halden" in {each["alternateName"] for each in rated}


def test_dates_are_those_of_its_life() -> None:
    dates = ("dateCreated", "datePublished", "dateModified", "expires")
    found = {
        state: tuple(_nodes(state)[1][0].get(date) for date in dates)
        for state in ("draft", "submitted", "approved", "superseded", "retracted")
    }

    assert found == {
        "draft": (None, None, None, None),
        "submitted": (CREATED, None, CREATED, None),
        "approved": (None, APPROVED, APPROVED, None),
        "superseded": (None, APPROVED, APPROVED, ENDED),
        "retracted": (None, APPROVED, ENDED, ENDED),
    }


def test_a_retraction_is_a_correction_with_its_reason() -> None:
    _, reviews = _nodes("retracted")

    assert reviews[0]["correction"] == [{
        "@type": "CorrectionComment",
        "text": "RETRACTED on 2026-06-28: The letter was withdrawn.",
    }]  # fmt: skip
    assert "correction" not in _nodes("approved")[1][0]


def test_our_own_assessments_are_left_out() -> None:
    _, reviews = _nodes("approved")

    said = {review["reviewRating"]["alternateName"] for review in reviews}
    assert "alleged by Halden" in said
    assert not any("assessed" in words for words in said)
