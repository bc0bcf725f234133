"""The ledger in the browser's eyes: entered, proposed, countersigned, explained."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.claims import queries, services
from cases.claims.models import Claim, Source
from cases.claims.signatures import Proposal
from cases.claims.vocabulary import Status
from cases.core.models import Case, Party
from cases.hypotheses import services as hypotheses
from cases.timeline import services as timeline
from tests.factories.claims import ClaimFactory, SourceFactory, say
from tests.factories.telemetry import FigureFactory


@pytest.fixture
def confirmable(claim: Claim, wire: Source, paper: Source, analyst: User) -> Claim:
    say(wire, claim, analyst)
    say(paper, claim, analyst)
    return claim


def _url(name: str, case: Case, **more: Any) -> str:
    return reverse(f"claims:{name}", kwargs={"reference": case.reference} | more)


def test_a_claim_is_confirmed_by_two_people_through_the_pages(
    case: Case, confirmable: Claim, analyst: User, reviewer: User, signed_in: Any
) -> None:
    propose = _url("propose", case, number=confirmable.number)
    answer = signed_in(analyst).post(propose, {"status": "confirmed", "rationale": "Two."})
    assert answer.status_code == 302
    page = signed_in(analyst).get(confirmable.get_absolute_url()).content.decode()
    assert "Your role in this case (Analyst) may not countersign" in page

    waiting = confirmable.proposals.get()
    countersign = _url("countersign", case, number=confirmable.number, pk=waiting.pk)
    page = signed_in(reviewer).post(countersign, {"note": "Read."}, follow=True).content.decode()

    assert "The proposed status of C-1 is countersigned." in page
    assert Claim.objects.get(pk=confirmable.pk).status == Status.CONFIRMED
    assert "Countersigned by" in page


def test_propose_offers_only_what_is_supported(
    case: Case, claim: Claim, letter: Source, analyst: User, signed_in: Any
) -> None:
    say(letter, claim, analyst)

    page = signed_in(analyst).get(_url("propose", case, number=claim.number)).content.decode()

    assert 'value="alleged"' in page
    assert 'value="confirmed"' not in page


def test_claim_page_says_what_is_missing(
    case: Case, claim: Claim, letter: Source, analyst: User, policy: User, signed_in: Any
) -> None:
    say(letter, claim, analyst, quotation="<b>It was done</b>")

    page = signed_in(policy).get(claim.get_absolute_url()).content.decode()

    assert "No official record says so." in page
    assert "Nobody apart from the parties says so." in page
    assert "complainant’s side" in page
    assert "&lt;b&gt;It was done" in page


def test_claim_list_takes_as_many_queries_for_many_as_for_one(
    case: Case, letter: Source, analyst: User, signed_in: Any
) -> None:
    client, counts = signed_in(analyst), []
    client.get(_url("list", case))
    for count in (1, 12):
        for _ in range(count):
            say(letter, ClaimFactory.create(case=case, by=analyst), analyst)
        with CaptureQueriesContext(connection) as asked:
            client.get(_url("list", case))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_source_page_draws_many_outlets_on_one_letter(
    case: Case, letter: Source, wire: Source, paper: Source, analyst: User, signed_in: Any
) -> None:
    for echo in (wire, paper):
        services.rest_source_on(source=echo, rests_on=letter, passage="p", by=analyst)

    page = signed_in(analyst).get(letter.get_absolute_url()).content.decode()

    assert "2 sources rest on 1 origin: S-1 (Lab)." in page
    assert page.count("<path d=") == 2


def test_forms_say_what_is_refused_and_lose_nothing(
    case: Case, cast: dict[str, Party], analyst: User, signed_in: Any
) -> None:
    sent = {"kind": "attribution", "statement": "It was they.", "weight": "against"}

    page = signed_in(analyst).post(_url("create", case), sent).content.decode()

    assert "An attribution names its rung" in page
    assert "It was they." in page


def test_contradictions_lists_who_says_what(
    case: Case, claim: Claim, cast: dict[str, Party], wire: Source, analyst: User
) -> None:
    denial = SourceFactory.create(publisher=cast["accused"], by=analyst)
    say(wire, claim, analyst)
    say(denial, claim, analyst, "denies")

    found = queries.contradictions(queries.contradicted(case))

    assert [(c.claim, len(c.supporting), len(c.opposing)) for c in found] == [(claim, 1, 1)]


def test_waiting_for_countersignature_is_for_others_who_may(
    case: Case, confirmable: Claim, analyst: User, reviewer: User, lead: User, legal: User
) -> None:
    services.propose_status(claim=confirmable, status="confirmed", rationale="Two.", by=reviewer)

    people = [lead, reviewer, analyst, legal]

    assert [Proposal.objects.for_countersigning(who).count() for who in people] == [1, 0, 0, 0]


def test_subjects_not_asked_takes_who_directs_for_asked(
    case: Case, cast: dict[str, Party], analyst: User
) -> None:
    cast["paper"].role, cast["paper"].controlled_by = Party.Role.SUBJECT, cast["accused"]
    cast["paper"].save()
    assert {party.name for party in queries.subjects_not_asked(case)} == {"Accused", "Paper"}

    services.record_response(
        case=case, party=cast["accused"], asked_on="2026-06-11", asked_by="us", channel="e-mail",
        question="Is it so?", outcome="no_answer", answered_on="2026-06-20", by=analyst,
    )  # fmt: skip

    assert queries.subjects_not_asked(case) == []


def test_claim_list_says_when_ceilings_are_out_of_date(
    case: Case, claim: Claim, wire: Source, cast: dict[str, Party], analyst: User, signed_in: Any
) -> None:
    say(wire, claim, analyst)
    client = signed_in(analyst)
    assert "Wire is controlled by Lab" not in client.get(_url("list", case)).content.decode()

    Party.objects.filter(pk=cast["wire"].pk).update(controlled_by=cast["lab"])
    assert "Wire is controlled by Lab" in client.get(_url("list", case)).content.decode()
    client.post(_url("work_out", case))

    assert "Wire is controlled by Lab" not in client.get(_url("list", case)).content.decode()
    assert Claim.objects.get(pk=claim.pk).ceiling == Status.ALLEGED


def test_a_stated_figure_stands_beside_what_was_measured(
    case: Case, cast: dict[str, Party], analyst: User, policy: User, signed_in: Any
) -> None:
    FigureFactory.create(case=case)
    claim = services.add_claim(
        case=case, kind="figure", statement="Nearly 30,000 interactions were made.",
        value=30_000, unit="interactions", precision="approximate",
        window="2026-04-22/2026-06-05", counting_rule="Each request counts once.", by=analyst,
    )  # fmt: skip

    page = signed_in(policy).get(claim.get_absolute_url()).content.decode()

    assert "About 1,200 fewer, about 4.0 % below what is stated." in page


def test_every_page_says_whose_word_a_status_is(
    case: Case, cast: dict[str, Party], letter: Source, wire: Source, analyst: User, signed_in: Any
) -> None:
    """Nobody is named as the speaker: the letter's author alleges it, not the wire that repeats."""
    said = ClaimFactory.create(case=case, kind="utterance", speaker=cast["lab"], by=analyst)
    say(wire, said, analyst, has_seen=True)
    claim = ClaimFactory.create(case=case, statement="So.", content_of=[said], by=analyst)
    denial = SourceFactory.create(publisher=cast["accused"], by=analyst)
    services.rest_source_on(source=wire, rests_on=letter, passage="It says.", by=analyst)
    say(letter, claim, analyst)
    services.propose_status(claim=claim, status="alleged", rationale="It says so.", by=analyst)
    say(wire, claim, analyst, "repeats")
    say(denial, claim, analyst, "denies")
    event = timeline.add_event(
        case=case,
        title="It came out",
        lane="public",
        happened="2026-06-10",
        claims=[claim],
        by=analyst,
    )

    rival = hypotheses.add_hypothesis(
        case=case, statement="It was others.", would_change="A log.", claim=claim, by=analyst
    )
    hypotheses.add_row(case=case, kind="claim", referent=claim, by=analyst)
    search = reverse("cases:search", args=[case.reference]) + "?q=So"

    for page in (
        claim.get_absolute_url(), said.get_absolute_url(), wire.get_absolute_url(),
        letter.get_absolute_url(), _url("contradictions", case), event.get_absolute_url(),
        _url("list", case), rival.get_absolute_url(), search,
        reverse("hypotheses:list", args=[case.reference]),
    ):  # fmt: skip
        text = signed_in(analyst).get(page).content.decode()
        assert 'alleged</span><span class="by"> by Lab</span>' in text, page
        assert "by whom is not recorded" not in text, page
    for page in (_url("list", case), wire.get_absolute_url(), letter.get_absolute_url()):
        listed = json.loads(b"".join(signed_in(analyst).get(f"{page}?as=json").streaming_content))
        (row,) = [row for row in listed["rows"] if row["claim"] == str(claim)]
        assert (row["status"], row["said_by"]) == ("alleged", "Lab"), page
    told = signed_in(analyst).get(f"/api/v1/cases/{case.reference}/claims/{claim.number}/").json()
    assert (told["status"], told["said_by"]) == ("alleged", [cast["lab"].pk])
