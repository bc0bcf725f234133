"""The home page: what has gone wrong stands there for those who can put it right, and only them."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cases.claims import services as claims
from cases.claims.models import Assertion, Claim
from cases.claims.vocabulary import Status
from cases.core import services as cases
from cases.core.models import Case
from cases.overview.waiting import MOST, Section, waiting_for
from tests.factories.claims import ClaimFactory, PartyFactory, SourceFactory, say
from tests.factories.reports import approve, deny, furnish, write


def waits(user: User, title: str) -> Section:
    (found,) = [each for each in waiting_for(user, date(2026, 7, 1)) if each.title == title]
    return found


@pytest.fixture
def confirmed(case: Case, analyst: User, reviewer: User) -> Claim:
    """A claim that two papers bear out, and two people signed as confirmed."""
    claim = ClaimFactory.create(case=case, by=analyst)
    for name in ("Wire", "Paper"):
        publisher = PartyFactory.create(case=case, name=name)
        say(SourceFactory.create(publisher=publisher, by=analyst), claim, analyst)
    return sign(claim, Status.CONFIRMED, analyst, reviewer)


def sign(claim: Claim, status: Status, by: User, second: User) -> Claim:
    proposal = claims.propose_status(claim=claim, status=status, rationale="Both say so.", by=by)
    if proposal.decided_at is None:
        claims.countersign_status(proposal=proposal, by=second)
    claim.refresh_from_db()
    return claim


def take_back(claim: Claim, by: User) -> None:
    """The Paper's word is struck: one origin is left."""
    assertion = Assertion.objects.get(claim=claim, source__publisher__name="Paper")
    claims.remove_assertion(assertion=assertion, reason="It was withdrawn.", by=by)


def test_an_overstated_claim_waits_for_all_who_may_change_it(
    confirmed: Claim, lead: User, analyst: User, reviewer: User, legal: User, policy: User
) -> None:
    assert waits(lead, "Overstated claims").count == 0
    take_back(confirmed, analyst)

    for person in (lead, analyst, reviewer):
        section = waits(person, "Overstated claims")
        (item,) = section.items
        assert section.count == 1
        assert item.what == f"{confirmed}: {confirmed.statement}"
        assert "signed as confirmed" in item.detail.lower()
        assert "supports no more than reported" in item.detail
        assert (item.url, item.is_urgent) == (confirmed.get_absolute_url(), True)
    assert waits(legal, "Overstated claims").count == waits(policy, "Overstated claims").count == 0


def test_it_leaves_once_it_is_signed_as_what_is_supported(
    confirmed: Claim, lead: User, analyst: User, reviewer: User
) -> None:
    take_back(confirmed, analyst)
    sign(confirmed, Status.REPORTED, analyst, reviewer)

    assert waits(lead, "Overstated claims").count == 0


def test_nobody_can_act_in_a_closed_case(confirmed: Claim, lead: User, analyst: User) -> None:
    take_back(confirmed, analyst)
    cases.close_case(case=confirmed.case, reason="Done.", by=lead)

    assert waits(lead, "Overstated claims").count == 0


def test_a_strangers_home_page_says_nothing_of_it(
    confirmed: Claim, stranger: User, analyst: User, signed_in: Any
) -> None:
    take_back(confirmed, analyst)

    page = signed_in(stranger).get(reverse("cases:home")).content.decode()

    assert confirmed.statement not in page
    assert "No claim stands above its ceiling." in page


def test_a_stale_report_waits_with_its_reason(
    case: Case, lead: User, analyst: User, reviewer: User, policy: User, signed_in: Any
) -> None:
    world = furnish(case, analyst)
    revision = approve(write(world, analyst), analyst, reviewer)
    assert waits(lead, "Stale reports").count == 0
    deny(world, analyst, reviewer)

    for person in (lead, analyst, reviewer):
        (item,) = waits(person, "Stale reports").items
        assert item.what == f"{revision}: {revision.title}"
        assert item.detail.startswith(f"changed since: {world.accounts}: ")
        assert "disputed" in item.detail
        assert (item.url, item.is_urgent) == (revision.get_absolute_url(), True)
    assert waits(policy, "Stale reports").count == 0
    assert item.detail in signed_in(lead).get(reverse("cases:home")).content.decode()


def test_a_report_that_is_stale_for_many_reasons_says_how_many(
    case: Case, analyst: User, reviewer: User
) -> None:
    world = furnish(case, analyst)
    extra = [ClaimFactory.create(case=case, by=analyst) for _ in range(4)]
    letter = case.sources.get()
    for claim in extra:
        say(letter, claim, analyst)
        claims.propose_status(claim=claim, status="alleged", rationale="The letter.", by=analyst)
    more = " ".join(
        f"Halden alleges that {claim.statement[0].lower()}{claim.statement[1:-1]} [[{claim}]]. "
        f"This rests on one origin, the letter [[{claim}]]."
        for claim in extra
    )
    report = write(world, analyst, summary=f"{world.summary} {more}")
    approve(report, analyst, reviewer)
    assert waits(analyst, "Stale reports").count == 0

    denial = SourceFactory.create(publisher=world.meridian, by=analyst)
    for claim in (world.accounts, *extra):
        say(denial, claim, analyst, "denies")

    (item,) = waits(analyst, "Stale reports").items
    assert item.detail.startswith(f"changed since: {world.accounts}: ")
    assert item.detail.endswith("; and 4 more")


def test_what_does_not_fit_is_counted(
    case: Case, lead: User, analyst: User, reviewer: User
) -> None:
    papers = [
        SourceFactory.create(publisher=PartyFactory.create(case=case, name=name), by=analyst)
        for name in ("Wire", "Paper")
    ]
    for _ in range(MOST + 1):
        claim = ClaimFactory.create(case=case, by=analyst)
        for paper in papers:
            say(paper, claim, analyst)
        sign(claim, Status.CONFIRMED, analyst, reviewer)
        take_back(claim, analyst)

    section = waits(lead, "Overstated claims")

    assert (len(section.items), section.count, section.more) == (MOST, MOST + 1, 1)
