"""Wherever a claim stands on a page, its status says how far it goes and whether it still holds."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.claims import services as claims
from cases.claims.models import Claim
from cases.core.models import Case
from tests.factories.claims import ClaimFactory, SourceFactory, parties, say
from tests.factories.exhibits import receive


@pytest.fixture
def client(signed_in: Any, analyst: User) -> Client:
    return signed_in(analyst)


def read(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


@pytest.fixture
def overstated(case: Case, analyst: User, reviewer: User) -> Claim:
    """Confirmed by two papers, one of which denies it now: a contradiction too."""
    cast = parties(case)
    claim = ClaimFactory.create(case=case, by=analyst)
    wire, paper, court = (
        SourceFactory.create(publisher=cast[name], by=analyst)
        for name in ("wire", "paper", "court")
    )
    for source in (wire, paper):
        say(source, claim, analyst)
    proposal = claims.propose_status(claim=claim, status="confirmed", rationale="Two.", by=analyst)
    claims.countersign_status(proposal=proposal, by=reviewer)
    say(court, claim, analyst, "denies")
    return claim


@pytest.mark.parametrize(
    ("page", "args"),
    [
        ("cases:overview", []),
        ("claims:list", []),
        ("claims:detail", [1]),
        ("claims:contradictions", []),
        ("claims:source", [1]),
    ],
)
def test_an_overstated_claim_says_so_beside_its_status(
    page: str, args: list[int], client: Client, overstated: Claim
) -> None:
    text = read(client, reverse(page, args=[overstated.case.reference, *args]))

    assert '<span class="flag flag-danger">overstated</span>' in text


def test_a_search_says_so_too(client: Client, overstated: Claim) -> None:
    url = reverse("cases:search", args=[overstated.case.reference])

    assert "flag-danger" in read(client, f"{url}?q=Thing")


def test_of_an_utterance_it_is_the_saying_that_is_confirmed(
    client: Client, case: Case, analyst: User, reviewer: User
) -> None:
    cast = parties(case)
    said = ClaimFactory.create(case=case, kind="utterance", speaker=cast["lab"], by=analyst)
    letter = SourceFactory.create(publisher=cast["lab"], exhibit=receive(case, analyst), by=analyst)
    say(letter, said, analyst)
    proposal = claims.propose_status(claim=said, status="confirmed", rationale="It.", by=analyst)
    claims.countersign_status(proposal=proposal, by=reviewer)

    for url in (case.get_absolute_url(), said.get_absolute_url(), letter.get_absolute_url()):
        assert "that it was said" in read(client, url)


def test_a_likelihood_stands_only_in_the_status_of_what_we_assess(
    client: Client, case: Case, analyst: User
) -> None:
    claim = ClaimFactory.create(case=case, by=analyst)
    claims.assess_claim(
        claim=claim, likelihood="very_likely", confidence="low", basis="Two logs.", by=analyst
    )
    say(SourceFactory.create(publisher=parties(case)["lab"], by=analyst), claim, analyst)
    claims.propose_status(claim=claim, status="alleged", rationale="It.", by=analyst)
    assert "very likely" not in read(client, case.get_absolute_url())

    claims.propose_status(claim=claim, status="assessed", rationale="Ours.", by=analyst)
    assert "very likely" in read(client, case.get_absolute_url())
