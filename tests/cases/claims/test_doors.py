"""What may not be signed is refused alike by service, page and API, and leaves nothing."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from cases.claims import services
from cases.claims.models import Claim, Source
from cases.claims.signatures import Proposal
from cases.core.errors import Refused
from tests.factories.claims import say

DECIDE = {
    "countersign": services.countersign_status,
    "reject": services.reject_status,
    "withdraw": services.withdraw_status,
}
#: What is tried, by whom, with what, and how the refusal reads.
REFUSED: list[tuple[str, str, dict[str, Any], str]] = [
    ("propose", "policy", {"status": "confirmed", "rationale": "So."}, "Your role in this case"),
    ("propose", "legal", {"status": "confirmed", "rationale": "So."}, "Your role in this case"),
    ("propose", "lead", {"status": "confirmed", "rationale": "So."}, "open already"),
    ("countersign", "analyst", {"note": "Yes."}, "Your role in this case"),
    ("countersign", "legal", {"note": "Yes."}, "Your role in this case"),
    ("countersign", "policy", {"note": "Yes."}, "Your role in this case"),
    ("countersign", "reviewer", {"note": "Yes."}, "You proposed this"),
    ("reject", "reviewer", {"note": "No."}, "You proposed this"),
    ("reject", "analyst", {"note": "No."}, "Your role in this case"),
    ("reject", "lead", {"note": " "}, "Say why the proposal is rejected"),
    ("withdraw", "lead", {"note": "No."}, "Only the person who proposed"),
    ("withdraw", "policy", {"note": "No."}, "Your role in this case"),
]
Door = Callable[..., str]


@pytest.fixture
def proposal(claim: Claim, wire: Source, paper: Source, analyst: User, reviewer: User) -> Proposal:
    """To confirm the claim, by the reviewer, who could countersign another's."""
    for source in (wire, paper):
        say(source, claim, analyst)
    return services.propose_status(
        claim=claim, status="confirmed", rationale="Two witnesses.", by=reviewer
    )


def _service(proposal: Proposal, act: str, by: User, sent: dict[str, Any]) -> str:
    try:
        if act == "propose":
            services.propose_status(claim=proposal.claim, **sent, by=by)
        else:
            DECIDE[act](proposal=proposal, **sent, by=by)
    except (Refused, PermissionDenied) as refusal:
        return str(refusal)
    return "done"


@pytest.fixture(params=["service", "page", "api"])
def door(request: pytest.FixtureRequest, proposal: Proposal, signed_in: Any) -> Door:
    """One of the three ways in; it answers with what it says."""
    at = [proposal.claim.case.reference, proposal.claim.number]

    def through(act: str, by: User, sent: dict[str, Any]) -> str:
        it = [] if act == "propose" else [proposal.pk]
        if request.param == "service":
            return _service(proposal, act, by, sent)
        if request.param == "page":
            url = reverse(f"claims:{act}", args=at + it)
            answer = signed_in(by).post(url, sent, follow=True)
        else:
            name = f"api:claim-{act}"
            url = reverse(name, args=at + it)
            answer = signed_in(by).post(url, sent, "application/json")
        return unescape(answer.content.decode())

    return through


@pytest.mark.parametrize(("act", "who", "sent", "says"), REFUSED)
def test_every_door_refuses_it_and_nothing_is_left_of_it(
    door: Door, proposal: Proposal, act: str, who: str, sent: dict[str, Any], says: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    person = request.getfixturevalue(who)
    before = Entry.objects.filter(subject=str(proposal.claim)).count()

    said = door(act, person, sent)

    assert says in said
    kept = Proposal.objects.get()
    assert (kept.outcome, kept.decided_by) == ("open", None)
    assert Claim.objects.get(pk=proposal.claim_id).status == "not_established"
    assert Entry.objects.filter(subject=str(proposal.claim)).count() == before


@pytest.mark.parametrize(("act", "outcome"), [
    ("countersign", "countersigned"), ("reject", "rejected"),
])  # fmt: skip
def test_every_door_says_that_it_was_decided_already(
    door: Door, proposal: Proposal, lead: User, act: str, outcome: str
) -> None:
    """As for someone who decides what a colleague decided a moment ago."""
    door(act, lead, {"note": "Read both."})

    for again in DECIDE:
        assert f"decided already: {outcome}" in door(again, lead, {"note": "Late."})
    kept = Proposal.objects.get()
    assert (kept.outcome, kept.decision_note) == (outcome, "Read both.")


@pytest.mark.parametrize("door", ["page", "api"], indirect=True)
def test_a_decision_is_of_the_proposal_that_was_looked_at(
    door: Door, proposal: Proposal, reviewer: User, lead: User
) -> None:
    """What was proposed meanwhile is not signed by a press of the old button."""
    services.withdraw_status(proposal=proposal, by=reviewer)
    later = services.propose_status(
        claim=proposal.claim, status="confirmed", rationale="Anew.", by=reviewer
    )

    assert "decided already: withdrawn" in door("countersign", lead, {"note": "Yes."})
    later.refresh_from_db()
    assert later.outcome == "open"


@pytest.mark.parametrize("door", ["page", "api"], indirect=True)
def test_nothing_is_signed_where_the_note_can_not_be_kept(
    door: Door, proposal: Proposal, lead: User
) -> None:
    said = door("countersign", lead, {"note": "Read\x00both."})

    assert "Null characters are not allowed" in said
    assert Proposal.objects.get().outcome == "open"
