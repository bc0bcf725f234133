"""Two people sign; never one's own; never above the ceiling; and all of it is kept."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from cases.claims import errors, queries, services
from cases.claims.models import Claim, Source
from cases.claims.signatures import Assessment, Proposal
from cases.claims.vocabulary import Kind, Status
from cases.core.models import Case, Party
from cases.core.roles import Role
from cases.reports.queries import ledger_of
from cases.reports.setting import status_of
from tests.factories.claims import ClaimFactory, SourceFactory, say


def test_propose_status_refuses_more_than_is_supported_and_says_what_is_missing(
    claim: Claim, letter: Source, analyst: User
) -> None:
    say(letter, claim, analyst)

    with pytest.raises(errors.AboveTheCeiling, match="Record: No official record says so"):
        services.propose_status(claim=claim, status=Status.CONFIRMED, rationale="Sure.", by=analyst)


def test_propose_status_settles_at_once_what_needs_one_signature(
    claim: Claim, letter: Source, analyst: User
) -> None:
    say(letter, claim, analyst)

    made = services.propose_status(claim=claim, status=Status.ALLEGED, rationale="So.", by=analyst)

    claim.refresh_from_db()
    assert made.outcome == Proposal.Outcome.SETTLED
    assert claim.status == Status.ALLEGED


def test_propose_status_to_confirm_waits_for_another_person(proposal: Proposal) -> None:
    claim = Claim.objects.get(pk=proposal.claim.pk)

    assert proposal.outcome == Proposal.Outcome.OPEN
    assert claim.status == Status.NOT_ESTABLISHED
    assert [said["grade"] for said in proposal.proposer_saw["assertions"]] == ["B2", "B2"]


def test_countersign_status_signs_it_and_keeps_what_each_saw(
    proposal: Proposal, reviewer: User
) -> None:
    services.countersign_status(proposal=proposal, note="Read both.", by=reviewer)

    claim = Claim.objects.get(pk=proposal.claim.pk)
    proposal.refresh_from_db()
    assert claim.status == Status.CONFIRMED
    assert proposal.decided_by == reviewer
    assert proposal.decider_saw["explanation"]["why"] == "Confirmed by: independent origins."
    assert Entry.objects.filter(content__contains='"claim.countersigned"').count() == 1


def test_countersign_status_is_never_for_its_author(confirmable: Claim, reviewer: User) -> None:
    own = services.propose_status(
        claim=confirmable, status=Status.CONFIRMED, rationale="Sure.", by=reviewer
    )

    with pytest.raises(PermissionDenied, match="You proposed this"):
        services.countersign_status(proposal=own, by=reviewer)
    with pytest.raises(PermissionDenied, match="You proposed this"):
        services.reject_status(proposal=own, note="x", by=reviewer)


@pytest.mark.parametrize("who", ["analyst", "legal", "policy", "stranger"])
def test_countersign_status_is_for_those_who_may_approve(
    proposal: Proposal, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        services.countersign_status(proposal=proposal, by=request.getfixturevalue(who))


def test_countersign_status_looks_again_at_what_is_said(
    proposal: Proposal, paper: Source, analyst: User, reviewer: User
) -> None:
    services.grade_source(source=paper, reliability="E", reason="It lied before.", by=analyst)

    with pytest.raises(errors.AboveTheCeiling, match="graded E2"):
        services.countersign_status(proposal=proposal, by=reviewer)


def test_reject_and_withdraw_close_a_proposal(
    proposal: Proposal, analyst: User, reviewer: User
) -> None:
    with pytest.raises(PermissionDenied, match="Only the person who proposed"):
        services.withdraw_status(proposal=proposal, by=reviewer)
    services.reject_status(proposal=proposal, note="Same desk.", by=reviewer)
    with pytest.raises(errors.ProposalDecided):
        services.withdraw_status(proposal=proposal, by=analyst)

    again = services.propose_status(
        claim=proposal.claim, status=Status.CONFIRMED, rationale="Two desks.", by=analyst
    )
    services.withdraw_status(proposal=again, by=analyst)

    assert Claim.objects.get(pk=proposal.claim.pk).status == Status.NOT_ESTABLISHED


def test_a_claim_that_rots_is_flagged_and_says_why(
    proposal: Proposal, paper: Source, analyst: User, reviewer: User
) -> None:
    services.countersign_status(proposal=proposal, by=reviewer)

    services.grade_source(source=paper, reliability="E", reason="It lied before.", by=analyst)

    claim = Claim.objects.overstated().get()
    assert claim.status == Status.CONFIRMED
    assert "supports no more than reported" in claim.overstated_because
    lowered = services.propose_status(
        claim=claim, status=Status.REPORTED, rationale="One is left.", by=analyst
    )
    assert lowered.outcome == Proposal.Outcome.SETTLED
    assert not Claim.objects.overstated().exists()


def test_after_publication_every_change_needs_two(
    proposal: Proposal, case: Case, analyst: User, reviewer: User
) -> None:
    services.countersign_status(proposal=proposal, by=reviewer)
    services.publish_claims(case=case, claims=[proposal.claim.number], cited_in="R-1", by=reviewer)

    lower = services.propose_status(
        claim=proposal.claim, status=Status.REPORTED, rationale="Careful.", by=analyst
    )

    assert lower.outcome == Proposal.Outcome.OPEN


def test_confirming_an_utterance_leaves_its_content_where_it_was(
    case: Case, cast: dict[str, Party], letter: Source, analyst: User, reviewer: User
) -> None:
    said = ClaimFactory.create(case=case, kind=Kind.UTTERANCE, speaker=cast["lab"], by=analyst)
    so = ClaimFactory.create(case=case, content_of=[said], by=analyst)
    say(letter, so, analyst)
    for name in ("wire", "paper"):
        echo = SourceFactory.create(publisher=cast[name], by=analyst)
        services.rest_source_on(source=echo, rests_on=letter, passage="p", by=analyst)
        say(echo, said, analyst, has_seen=True)
        say(echo, so, analyst, "repeats")
    before = Claim.objects.values("status", "ceiling", "explanation").get(pk=so.pk)

    proposed = services.propose_status(
        claim=said, status=Status.CONFIRMED, rationale="Two saw it.", by=analyst
    )
    services.countersign_status(proposal=proposed, by=reviewer)

    assert Claim.objects.get(pk=said.pk).status == Status.CONFIRMED
    assert Claim.objects.values("status", "ceiling", "explanation").get(pk=so.pk) == before
    assert before["ceiling"] == Status.ALLEGED


def test_an_utterance_is_reported_by_those_who_saw_it(
    case: Case, cast: dict[str, Party], letter: Source, wire: Source, analyst: User
) -> None:
    """On its page, in the list and in a report, never "reported by" the one who is quoted."""
    said = ClaimFactory.create(case=case, kind=Kind.UTTERANCE, speaker=cast["lab"], by=analyst)
    say(wire, said, analyst, has_seen=True)
    services.propose_status(claim=said, status="reported", rationale="One saw it.", by=analyst)
    said.refresh_from_db()

    assert queries.explain(said).said_by == "Wire"
    listed = list(case.claims.select_related("speaker"))
    queries.name_speakers(listed)
    assert [claim.said_by for claim in listed] == ["Wire"]
    cited = ledger_of(case).claims[said.number]
    assert status_of([cited])[:2] == ("reported", "Wire")


def test_what_a_complainant_alleges_is_reported_by_others(
    case: Case, cast: dict[str, Party], letter: Source, wire: Source, analyst: User
) -> None:
    """Never "reported by" the complainant, whoever is named as saying so."""
    claim = ClaimFactory.create(case=case, speaker=cast["lab"], by=analyst)
    say(letter, claim, analyst)
    services.propose_status(claim=claim, status="alleged", rationale="It says so.", by=analyst)
    claim.refresh_from_db()
    assert queries.explain(claim).said_by == "Lab"

    say(wire, claim, analyst)
    services.propose_status(claim=claim, status="reported", rationale="One more.", by=analyst)
    claim.refresh_from_db()

    assert queries.explain(claim).said_by == "Wire"
    assert [p.said_by for p in queries.explain(claim).history] == ["Wire", "Lab"]
    listed = list(case.claims.select_related("speaker"))
    queries.name_speakers(listed)
    assert [each.said_by for each in listed] == ["Wire"]
    assert status_of([ledger_of(case).claims[claim.number]])[:2] == ("reported", "Wire")


def test_assess_claim_opens_the_status_assessed(claim: Claim, analyst: User) -> None:
    with pytest.raises(errors.AboveTheCeiling):
        services.propose_status(claim=claim, status=Status.ASSESSED, rationale="x", by=analyst)

    services.assess_claim(
        claim=claim, likelihood="likely", confidence="low", basis="One origin.", by=analyst
    )
    services.propose_status(claim=claim, status=Status.ASSESSED, rationale="Ours.", by=analyst)

    assert Claim.objects.get(pk=claim.pk).status == Status.ASSESSED
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Assessment.objects.update(confidence="high")


class TestTheDatabase:
    """What no code can do, whatever it is."""

    def test_stores_no_status_above_the_ceiling(self, claim: Claim) -> None:
        with pytest.raises(IntegrityError, match="above what is said"), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(status=Status.CONFIRMED)

    def test_stores_no_status_that_nobody_signed(self, confirmable: Claim) -> None:
        with pytest.raises(IntegrityError, match="nobody signed"), transaction.atomic():
            Claim.objects.filter(pk=confirmable.pk).update(status=Status.CONFIRMED)

    def test_stores_no_claim_that_is_born_confirmed(self, case: Case, analyst: User) -> None:
        with pytest.raises(IntegrityError, match="entered as not"), transaction.atomic():
            Claim.objects.create(
                case=case, number=9, kind=Kind.CONDUCT, status=Status.CONFIRMED, added_by=analyst
            )

    @pytest.mark.parametrize(
        "change", [{"ceiling": "confirmed"}, {"supported": ["confirmed"]}, {"origin_count": 9}]
    )
    def test_stores_no_ceiling_by_hand(self, claim: Claim, change: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError, match="never written"), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**change)

    def test_stores_no_other_words_under_a_signature(self, proposal: Proposal) -> None:
        claims = Claim.objects.filter(pk=proposal.claim_id)
        for change in ({"statement": "More was done."}, {"kind": "context"}, {"unit": "x"}):
            with pytest.raises(IntegrityError, match="and stay"), transaction.atomic():
                claims.update(**change)
        assert claims.update(would_settle="A copy of the logs.") == 1

    def test_stores_no_proposal_that_is_born_decided(
        self, claim: Claim, analyst: User, reviewer: User
    ) -> None:
        with pytest.raises(IntegrityError, match="decided after"), transaction.atomic():
            claim.proposals.create(
                status_before="not_established", status="confirmed", rationale="r",
                proposer_saw={}, proposed_by=analyst, outcome="countersigned",
                decided_by=reviewer, decided_at=timezone.now(),
            )  # fmt: skip

    def test_stores_no_signature_of_the_author(self, proposal: Proposal) -> None:
        with pytest.raises(IntegrityError, match="never_countersigned"), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(
                outcome="countersigned",
                decided_by=proposal.proposed_by,
                decided_at=proposal.proposed_at,
            )

    def test_keeps_history_for_good(self, proposal: Proposal, reviewer: User) -> None:
        services.countersign_status(proposal=proposal, by=reviewer)

        for change in ({"rationale": "Other"}, {"decision_note": "Other"}, {"outcome": "open"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Proposal.objects.filter(pk=proposal.pk).update(**change)
        with pytest.raises(IntegrityError, match="as it was signed"), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).delete()


def test_lead_may_countersign(proposal: Proposal, lead: User, case: Case) -> None:
    assert case.members.get(user=lead).role == Role.LEAD
    assert services.countersign_status(proposal=proposal, by=lead).outcome == "countersigned"
