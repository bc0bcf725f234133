"""Ways around the rules that somebody might try, each of them closed."""

from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from cases.claims import errors, services
from cases.claims.ceiling import ceiling_of
from cases.claims.evidence import Assertion as Said
from cases.claims.evidence import Claim as Plain
from cases.claims.evidence import Ledger
from cases.claims.evidence import Source as Held
from cases.claims.lineage import Lineage
from cases.claims.models import Claim, Source
from cases.claims.standing import Party as Voice
from cases.claims.standing import Standing
from cases.claims.upkeep import settle
from cases.claims.vocabulary import Kind, Precision, Status
from cases.core.models import Case
from tests.factories.claims import ClaimFactory, say
from tests.factories.exhibits import receive
from tests.factories.telemetry import FigureFactory

LAB, ACCUSED, OTHER = (
    Voice(1, "Lab", "complainant"),
    Voice(2, "Accused", "subject"),
    Voice(3, "Other", "subject"),
)


def said_by(publisher: int, parties: list[Voice], **claim: Any) -> Status:
    """The ceiling of a claim that one held, first-hand source asserts."""
    source = Held(1, publisher, "statement", "A", "E-1")
    ledger = Ledger({1: source}, Lineage([]), Standing(parties))
    return ceiling_of(
        Plain(**{"kind": Kind.CONDUCT, "assertions": (Said(1, "asserts", "1"),)} | claim), ledger
    ).status


def test_one_subject_does_not_admit_for_another() -> None:
    assert said_by(2, [LAB, ACCUSED]) == Status.CONFIRMED
    assert said_by(2, [LAB, ACCUSED, OTHER]) != Status.CONFIRMED
    assert said_by(2, [LAB, ACCUSED, OTHER], actor=2) == Status.CONFIRMED
    assert said_by(2, [LAB, ACCUSED, OTHER], actor=3) != Status.CONFIRMED


def test_a_subject_does_not_admit_what_another_is_said_to_have_said() -> None:
    assert said_by(2, [LAB, ACCUSED], kind=Kind.UTTERANCE, speaker=2) == Status.CONFIRMED
    assert said_by(2, [LAB, ACCUSED], kind=Kind.UTTERANCE, speaker=1) != Status.CONFIRMED
    assert said_by(2, [LAB, ACCUSED], kind=Kind.UTTERANCE) != Status.CONFIRMED


def test_a_subject_in_the_complainants_hands_admits_nothing() -> None:
    puppet = Voice(2, "Accused", "subject", controlled_by=1)

    assert said_by(2, [LAB, puppet]) != Status.CONFIRMED


def test_a_complainant_in_the_subjects_hands_withdraws_nothing() -> None:
    bought = Voice(1, "Lab", "complainant", controlled_by=2)
    source = Held(1, 1, "statement", "A", "E-1")
    claim = Plain(Kind.CONDUCT, assertions=(Said(1, "asserts", "1"), Said(1, "denies", "1")))

    for lab, is_refuted in ((LAB, True), (bought, False)):
        ledger = Ledger({1: source}, Lineage([]), Standing([lab, ACCUSED]))
        assert ceiling_of(claim, ledger).supports(Status.REFUTED) is is_refuted


@pytest.mark.parametrize(
    ("precision", "measured", "agrees"),
    [
        (Precision.EXACT, 100, True),
        (Precision.EXACT, 101, False),
        (Precision.APPROXIMATE, 104, True),
        (Precision.APPROXIMATE, 106, False),
        (Precision.AT_MOST, 95, True),
        (Precision.AT_MOST, 101, False),
        (Precision.AT_MOST, 12, False),
        (Precision.AT_LEAST, 300, True),
        (Precision.AT_LEAST, 99, False),
        (Precision.RANGE, 115, True),
        (Precision.RANGE, 121, False),
    ],
)
def test_a_figure_is_confirmed_only_by_a_number_that_is_the_one_stated(
    precision: str,
    measured: int,
    agrees: bool,  # noqa: FBT001
    case: Case,
    analyst: User,
) -> None:
    high = Decimal(120) if precision == Precision.RANGE else None
    claim = _figure(case, analyst, precision=precision, value_high=high)
    _observe(claim, measured, analyst)

    assert (Claim.objects.get(pk=claim.pk).ceiling == Status.CONFIRMED) is agrees


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"window": "2026-05"}, "it was counted over 2026-04-22/2026-06-05, not over 2026-05"),
        ({"unit": "accounts"}, "it counts interactions, and the claim counts accounts"),
    ],
)
def test_a_figure_is_not_confirmed_by_a_count_of_something_else(
    other: dict[str, str], why: str, case: Case, analyst: User
) -> None:
    claim = _figure(case, analyst, **other)
    _observe(claim, 100, analyst)

    claim.refresh_from_db()
    assert claim.ceiling != Status.CONFIRMED
    assert why in str(claim.explanation)


def test_a_count_that_agrees_contradicts_nothing(case: Case, analyst: User) -> None:
    for number, measured, is_refuted in ((100, 100, False), (100, 40, True)):
        claim = _figure(case, analyst, value=Decimal(number))
        _observe(claim, measured, analyst, key=f"hits-{measured}", contradicts=True)
        claim.refresh_from_db()
        assert (Status.REFUTED in claim.supported) is is_refuted


def test_the_words_that_were_proposed_are_those_that_are_countersigned(
    claim: Claim, wire: Source, paper: Source, analyst: User, reviewer: User
) -> None:
    say(wire, claim, analyst)
    say(paper, claim, analyst)
    proposal = services.propose_status(
        claim=claim, status=Status.CONFIRMED, rationale="Two witnesses.", by=analyst
    )
    for change in ({"statement": "Something worse was done."}, {"weight": "for"}):
        with pytest.raises(errors.ProposalOpen):
            services.edit_claim(claim=claim, by=analyst, **change)
    services.edit_claim(claim=claim, would_settle="A court's finding.", by=analyst)
    services.reject_status(proposal=proposal, note="Say it more narrowly.", by=reviewer)
    services.edit_claim(claim=claim, statement="Something less was done.", by=analyst)


def _figure(case: Case, by: User, **more: Any) -> Claim:
    fields = {"value": Decimal(100), "unit": "interactions", "precision": Precision.EXACT}
    return ClaimFactory.create(case=case, kind=Kind.FIGURE, by=by, **fields | more)


def _observe(
    claim: Claim, measured: int, by: User, *, key: str = "hits", contradicts: bool = False
) -> None:
    exhibit = receive(claim.case, by)
    figure = FigureFactory.create(
        case=claim.case, key=key, value=measured, derived_from=[exhibit.sha256]
    )
    services.observe_claim(
        claim=claim, figure_key=key, finding="f", method="m", contradicts=contradicts, by=by
    )
    figure.runs.create(
        stated=measured, found=measured, is_same=True, engine="e 1", derived_from=[], by=by
    )
    settle(claim.case)
