"""What a report takes in from elsewhere says no more than the ledger, where it is written too."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cases.core import cover, paperwork
from cases.core import services as cases
from cases.core.models import Case
from cases.hypotheses import services as hypotheses
from cases.packs import services as packs
from cases.packs.audience import Audience
from cases.reports import queries, services
from cases.reports.models import Report
from tests.factories.claims import ClaimFactory, say
from tests.factories.exhibits import receive
from tests.factories.reports import World, furnish, write


@pytest.fixture
def world(case: Case, analyst: User) -> World:
    return furnish(case, analyst)


@pytest.fixture
def report(world: World, analyst: User) -> Report:
    return write(world, analyst)


LOUD = {
    "title": "Meridian stole Aria",
    "rating": "Proved: Meridian stole the model",
    "summary": "Meridian ran nearly 25,000 fraudulent accounts.",
}


@pytest.mark.parametrize("what", LOUD)
def test_the_words_on_a_case_are_refused_where_they_say_too_much(
    what: str, world: World, lead: User, signed_in: Any
) -> None:
    case = world.case
    words = cover.words_of(case) | {"marking": case.marking} | {what: LOUD[what]}

    with pytest.raises(cover.CoverSaysTooMuch, match=what.capitalize()):
        cases.describe_case(case=case, by=lead, **words)

    page = signed_in(lead).post(reverse("cases:settings", args=[case.reference]), words)
    assert "say who says so" in page.content.decode()
    case.refresh_from_db()
    assert getattr(case, what) != LOUD[what]


def test_what_is_marked_as_alleged_may_stand_on_a_case(world: World, lead: User) -> None:
    summary = "Halden alleges that Meridian ran nearly 25,000 accounts. Nothing is confirmed."

    cases.describe_case(
        case=world.case, title="Alleged copying of Aria", rating="Not adjudicated",
        summary=summary, marking=world.case.marking, by=lead,
    )  # fmt: skip

    world.case.refresh_from_db()
    assert world.case.summary == summary


def test_a_case_is_not_opened_under_a_verdict(lead: User, signed_in: Any) -> None:
    client, url = signed_in(lead), reverse("cases:create")
    words = {"title": "The theft of Aria by fraudsters", "marking": "TLP:AMBER"}

    page = client.post(url, words)

    assert page.status_code == 200
    assert "The theft of Aria" in page.content.decode()
    assert not Case.objects.filter(title=words["title"]).exists()


def test_the_watch_list_says_no_more_than_the_ledger(world: World, analyst: User) -> None:
    with pytest.raises(cover.CoverSaysTooMuch, match="stole"):
        paperwork.watch_for(case=world.case, what="Meridian stole Aria: any charges", by=analyst)

    paperwork.watch_for(case=world.case, what="Whether Meridian is charged", by=analyst)


def test_what_became_too_much_since_is_found_again(
    world: World, report: Report, lead: User, analyst: User
) -> None:
    """A party by that name came later than the words."""
    Case.objects.filter(pk=world.case.pk).update(title="Meridian ran it")
    paperwork.watch_for(case=world.case, what="Ostrava directed the operators", by=analyst)
    paperwork.add_party(
        case=world.case, name="Ostrava", kind="organization", role="subject", by=analyst
    )
    report.refresh_from_db()

    found = {(f.place, f.rule) for f in queries.check_report(report)}

    assert {("case:title", "unattributed"), ("case:watch list", "unattributed")} <= found
    with pytest.raises(services.ReportSaysTooMuch):
        services.request_approval(report=report, by=analyst)
    world.case.refresh_from_db()
    with pytest.raises(packs.AudienceRefused, match="Meridian ran it"):
        packs.request_pack(case=world.case, audience=Audience.INTERNAL, purpose="To read.", by=lead)


def test_the_note_on_a_revision_is_held_to_the_rule_too(report: Report, analyst: User) -> None:
    with pytest.raises(services.ReportSaysTooMuch) as refused:
        services.request_approval(
            report=report, change_note="Now that it is proved that Meridian stole Aria.", by=analyst
        )

    assert {finding.place for finding in refused.value.findings} == {"change note"}


@pytest.mark.parametrize(
    ("kind", "says"),
    [("exhibit", "Meridian stole Aria."), ("claim", "Proof that Meridian stole Aria.")],
)
def test_what_an_analyst_writes_of_evidence_is_held_to_the_rule(
    kind: str, says: str, world: World, report: Report, analyst: User
) -> None:
    case = world.case
    first, second = (
        hypotheses.add_hypothesis(case=case, statement=each, by=analyst)
        for each in ("It was benchmarking.", "It was a campaign.")
    )
    claim = ClaimFactory.create(case=case, by=analyst, speaker=world.halden)
    say(case.sources.earliest("number"), claim, analyst)
    referent = claim if kind == "claim" else receive(case, analyst)
    row = hypotheses.add_row(case=case, kind=kind, referent=referent, says=says, by=analyst)
    marks = {first.number: ("II", "So."), second.number: ("C", "So.")}
    hypotheses.rate_row(row=row, cells=marks, by=analyst)

    found = queries.check_report(report)

    assert {f.place for f in found} == {f"evidence:{first}"}
    assert "verdict" in {f.rule for f in found}
