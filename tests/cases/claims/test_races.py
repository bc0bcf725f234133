"""What two people do to the ledger at the same moment: one is first, and nothing is lost."""

import pytest

from accounts.models import User
from audit.models import Entry
from cases.claims import services
from cases.claims.models import Claim, Lineage, Source
from cases.claims.signatures import Proposal
from cases.claims.vocabulary import Status
from cases.core import paperwork
from cases.core.models import Case, Party
from tests.factories.claims import ClaimFactory, SourceFactory, say
from tests.factories.together import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_countersign_at_once_sign_once(
    proposal: Proposal, reviewer: User, lead: User
) -> None:
    results = at_once(
        lambda: services.countersign_status(proposal=proposal, by=reviewer),
        lambda: services.countersign_status(proposal=proposal, by=lead),
    )

    assert sorted(type(result).__name__ for result in results) == ["Proposal", "ProposalDecided"]
    assert Entry.objects.filter(content__contains='"claim.countersigned"').count() == 1


def test_a_signature_and_the_fall_of_its_ground_never_cross_unnoticed(
    proposal: Proposal, paper: Source, analyst: User, reviewer: User
) -> None:
    at_once(
        lambda: services.countersign_status(proposal=proposal, by=reviewer),
        lambda: services.grade_source(source=paper, reliability="E", reason="No.", by=analyst),
    )

    claim = Claim.objects.get(pk=proposal.claim.pk)
    assert claim.ceiling == Status.REPORTED
    assert (claim.status == Status.CONFIRMED) == bool(claim.overstated_because)


def test_a_signature_and_a_corrected_party_never_cross_unnoticed(
    proposal: Proposal, cast: dict[str, Party], analyst: User, reviewer: User
) -> None:
    wire = cast["wire"]
    results = at_once(
        lambda: services.countersign_status(proposal=proposal, by=reviewer),
        lambda: paperwork.change_party(
            party=wire, name="The Wire", kind=wire.kind, role="complainant", by=analyst
        ),
        lambda: SourceFactory.create(publisher=wire, by=analyst),
    )

    claim = Claim.objects.get(pk=proposal.claim.pk)
    assert None not in results
    assert claim.ceiling == Status.REPORTED
    assert (claim.status == Status.CONFIRMED) == bool(claim.overstated_because)


def test_a_countersignature_and_a_withdrawal_decide_it_once(
    proposal: Proposal,
    analyst: User,
    reviewer: User,
) -> None:
    results = at_once(
        lambda: services.countersign_status(proposal=proposal, by=reviewer),
        lambda: services.withdraw_status(proposal=proposal, by=analyst),
    )

    assert kinds(results) == ["Proposal", "ProposalDecided"]
    kept, claim = Proposal.objects.get(), Claim.objects.get(pk=proposal.claim_id)
    assert (kept.outcome == "countersigned") == (claim.status == Status.CONFIRMED)


def test_two_proposals_at_once_leave_one_open(
    confirmable: Claim,
    analyst: User,
    lead: User,
) -> None:
    results = at_once(
        *[
            lambda by=by: services.propose_status(
                claim=confirmable, status=Status.CONFIRMED, rationale="Two saw it.", by=by
            )
            for by in (analyst, lead)
        ]
    )

    assert kinds(results) == ["Proposal", "ProposalOpen"]
    assert confirmable.proposals.open().count() == 1


def test_a_signature_and_a_denial_never_cross_unnoticed(
    proposal: Proposal,
    cast: dict[str, Party],
    analyst: User,
    reviewer: User,
) -> None:
    denial = SourceFactory.create(publisher=cast["accused"], kind="statement", by=analyst)

    results = at_once(
        lambda: services.countersign_status(proposal=proposal, by=reviewer),
        lambda: say(denial, proposal.claim, analyst, "denies"),
    )

    claim = Claim.objects.get(pk=proposal.claim_id)
    assert None not in results
    assert claim.ceiling == Status.DISPUTED
    assert (claim.status == Status.CONFIRMED) == bool(claim.overstated_because)


def test_two_sources_that_would_rest_on_each_other_do_not(
    wire: Source, paper: Source, analyst: User, lead: User
) -> None:
    results = at_once(
        lambda: services.rest_source_on(source=wire, rests_on=paper, passage="It says.", by=lead),
        lambda: services.rest_source_on(source=paper, rests_on=wire, passage="So.", by=analyst),
    )

    assert None not in results
    assert Lineage.objects.count() == 1
    assert len(set(kinds(results))) == 2


def test_the_same_claim_entered_by_two_at_once_is_one(
    case: Case, cast: dict[str, Party], analyst: User, lead: User
) -> None:
    results = at_once(
        *[
            lambda by=by: ClaimFactory.create(case=case, statement="It was done.", by=by)
            for by in (analyst, lead)
        ]
    )

    assert kinds(results) == ["Claim", "ClaimThere"]
    assert case.claims.count() == 1
