"""Every page of the ledger asks the database as often for many rows as for a few."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.claims import services
from cases.claims.models import Source
from cases.core.models import Case, Party
from tests.factories.claims import ClaimFactory, PartyFactory, SourceFactory, say

PAGES = {
    "claims": lambda case: reverse("claims:list", args=[case.reference]),
    "sources": lambda case: reverse("claims:source_list", args=[case.reference]),
    "the letter": lambda case: reverse("claims:source", args=[case.reference, 1]),
    "its first claim": lambda case: reverse("claims:detail", args=[case.reference, 1]),
    "lineage": lambda case: reverse("claims:source_lineage", args=[case.reference]),
    "contradictions": lambda case: reverse("claims:contradictions", args=[case.reference]),
    "responses": lambda case: reverse("claims:response_list", args=[case.reference]),
    "overview": lambda case: reverse("cases:overview", args=[case.reference]),
    "home": lambda case: reverse("cases:home"),
}


def _fill(case: Case, letter: Source, denial: Source, by: User, count: int) -> None:
    """Claims that the letter says and the subject denies, echoes of the letter, and responses."""
    for _ in range(count):
        claim = ClaimFactory.create(case=case, by=by)
        say(letter, claim, by)
        say(denial, claim, by, "denies")
        paper = PartyFactory.create(case=case)
        echo = SourceFactory.create(publisher=paper, basis="unknown", by=by)
        services.rest_source_on(source=echo, rests_on=letter, passage="As it wrote.", by=by)
        say(echo, case.claims.get(number=1), by, "repeats")
        services.propose_status(claim=claim, status="disputed", rationale="Denied.", by=by)
        services.record_response(
            case=case, party=denial.publisher, asked_on="2026-06-11", asked_by="us", channel="mail",
            question="Is it so?", outcome="denied", answered_on="2026-06-20", answer="No.",
            source=denial, claims=[claim], by=by,
        )  # fmt: skip


@pytest.fixture
def denial(cast: dict[str, Party], analyst: User) -> Source:
    return SourceFactory.create(publisher=cast["accused"], kind="statement", by=analyst)


@pytest.mark.parametrize("name", PAGES)
def test_page_takes_as_many_queries_for_many_rows_as_for_two(
    case: Case, letter: Source, denial: Source, analyst: User, signed_in: Any, name: str
) -> None:
    client, url, counts = signed_in(analyst), PAGES[name](case), []
    for count in (2, 7):
        _fill(case, letter, denial, analyst, count)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
