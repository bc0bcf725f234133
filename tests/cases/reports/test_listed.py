"""What the ledger itself puts into a report says no more than was signed, and by whom."""

import json

import pytest

from accounts.models import User
from cases.claims import services as claims
from cases.claims.models import Claim, Source
from cases.core.models import Case, Party
from cases.reports import queries, services
from cases.reports.exporters import claimreview, markdown
from cases.reports.models import Report
from tests.factories.claims import ClaimFactory, PartyFactory, SourceFactory, say
from tests.factories.exhibits import receive
from tests.factories.reports import World, approve, furnish, write


@pytest.fixture
def world(case: Case, analyst: User) -> World:
    return furnish(case, analyst)


@pytest.fixture
def report(world: World, analyst: User) -> Report:
    return write(world, analyst)


def publisher(world: World, name: str, by: User) -> Source:
    party = PartyFactory.create(case=world.case, name=name, role=Party.Role.PUBLISHER)
    return SourceFactory.create(publisher=party, by=by)


def sign(claim: Claim, status: str, by: User, second: User | None = None) -> None:
    proposal = claims.propose_status(claim=claim, status=status, rationale="So.", by=by)
    if second:
        claims.countersign_status(proposal=proposal, by=second)


def read(report: Report) -> str:
    return markdown.render(queries.composed(report)).decode()


def line_of(report: Report, words: str) -> str:
    return next(line for line in read(report).splitlines() if words in line)


@pytest.fixture
def paid(world: World, analyst: User) -> Claim:
    """Alleged by nobody yet."""
    return ClaimFactory.create(
        case=world.case, by=analyst, statement="Meridian paid for the accounts."
    )


def test_a_standard_that_is_met_and_not_signed_confirms_nothing(
    world: World, report: Report, paid: Claim, analyst: User
) -> None:
    for name in ("Wire", "Paper"):
        say(publisher(world, name, analyst), paid, analyst)
    sign(paid, "reported", analyst)

    line = line_of(report, "paid for the accounts").lower()

    assert "reported by wire, paper" in line
    assert "nobody has signed it as confirmed" in line
    assert "confirmed by" not in line


def test_what_is_refuted_says_by_which_standard(
    world: World, report: Report, paid: Claim, analyst: User, reviewer: User
) -> None:
    court = PartyFactory.create(case=world.case, name="Court", role=Party.Role.AUTHORITY)
    judgment = SourceFactory.create(
        publisher=court, kind="official_record", exhibit=receive(world.case, analyst), by=analyst
    )
    say(world.case.sources.earliest("number"), paid, analyst)
    say(judgment, paid, analyst, "denies")
    sign(paid, "refuted", analyst, reviewer)

    assert "y the standard of record" in line_of(report, "paid for the accounts")


def test_a_source_that_passes_on_what_others_say_alleges_nothing(
    world: World, report: Report, paid: Claim, analyst: User
) -> None:
    letter, echo = world.case.sources.earliest("number"), publisher(world, "Wire", analyst)
    claims.rest_source_on(source=echo, rests_on=letter, passage="As Halden wrote.", by=analyst)
    say(echo, paid, analyst)
    sign(paid, "alleged", analyst)

    assert "alleged by Halden" in line_of(report, "paid for the accounts")
    said = write(world, analyst, summary=f"Wire alleges that Meridian paid [[C-{paid.number}]].")
    assert "wrong-speaker" in {f.rule for f in queries.check_report(said)}


def test_a_sentence_on_two_claims_names_everybody_who_alleges_them(
    world: World, paid: Claim, analyst: User
) -> None:
    other = PartyFactory.create(case=world.case, name="Ostrava", role=Party.Role.COMPLAINANT)
    say(SourceFactory.create(publisher=other, by=analyst), paid, analyst)
    sign(paid, "alleged", analyst)
    both = f"Accounts were used, it is alleged [[C-{world.accounts.number}]] [[C-{paid.number}]]."

    report = write(world, analyst, summary=both)

    assert "alleged by Halden, Ostrava" in line_of(report, "Accounts were used")


def test_a_machine_reads_who_alleges_it_one_by_one(
    world: World, report: Report, paid: Claim, analyst: User
) -> None:
    other = PartyFactory.create(case=world.case, name="Ostrava, Inc.", role="complainant")
    for source in (
        world.case.sources.earliest("number"),
        SourceFactory.create(publisher=other, by=analyst),
    ):
        say(source, paid, analyst)
    sign(paid, "alleged", analyst)

    graph = json.loads(claimreview.render(queries.composed(report)))["@graph"]

    [reviewed] = [r["itemReviewed"] for r in graph if r.get("claimReviewed") == paid.statement]
    assert [author["name"] for author in reviewed["author"]] == ["Halden", "Ostrava, Inc."]


def test_a_confirmed_utterance_says_that_it_is_the_saying_that_is_confirmed(
    world: World, report: Report, analyst: User, reviewer: User
) -> None:
    said = ClaimFactory.create(
        case=world.case, by=analyst, kind="utterance", speaker=world.halden,
        statement="Halden wrote that Meridian stole Aria.",
    )  # fmt: skip
    letter = SourceFactory.create(
        publisher=world.halden, exhibit=receive(world.case, analyst), by=analyst
    )
    say(letter, said, analyst)
    sign(said, "confirmed", analyst, reviewer)

    assert "confirmed: that it was said" in line_of(report, "stole Aria")


@pytest.fixture
def overstated(world: World, paid: Claim, analyst: User, reviewer: User) -> Claim:
    """Confirmed by two origins, of which one turned out to rest on the other."""
    wire, paper = (publisher(world, name, analyst) for name in ("Wire", "Paper"))
    for source in (wire, paper):
        say(source, paid, analyst)
    sign(paid, "confirmed", analyst, reviewer)
    claims.rest_source_on(source=paper, rests_on=wire, passage="As Wire wrote.", by=analyst)
    return paid


def test_no_report_is_approved_that_lists_an_overstated_claim(
    world: World, report: Report, overstated: Claim, analyst: User
) -> None:
    with pytest.raises(services.ReportSaysTooMuch):
        services.request_approval(report=report, by=analyst)

    [finding] = queries.check_report(report)
    assert (finding.rule, finding.place) == ("stale", "section:confirmed")
    assert f"lists {overstated} as confirmed" in finding.message
    assert "OVERSTATED" in line_of(report, "paid for the accounts")


def test_every_claim_that_a_published_report_lists_needs_two_signatures_from_then_on(
    world: World, report: Report, paid: Claim, analyst: User, reviewer: User
) -> None:
    say(world.case.sources.earliest("number"), paid, analyst)
    sign(paid, "alleged", analyst)
    assert f"[[C-{paid.number}]]" not in world.summary

    approve(report, analyst, reviewer)
    sign(paid, "not_established", analyst)

    paid.refresh_from_db()
    assert paid.published_at is not None
    assert paid.status == "alleged"
