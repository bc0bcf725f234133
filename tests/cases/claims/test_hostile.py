"""Ways around the rules that somebody might try, each of them closed."""

from typing import Any

from cases.claims.ceiling import ceiling_of
from cases.claims.evidence import Assertion as Said
from cases.claims.evidence import Claim as Plain
from cases.claims.evidence import Ledger
from cases.claims.evidence import Source as Held
from cases.claims.lineage import Lineage
from cases.claims.standing import Party as Voice
from cases.claims.standing import Standing
from cases.claims.vocabulary import Kind, Status

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
    claim = Plain(Kind.CONDUCT, assertions=(Said(1, "denies", "1"),))

    for lab, is_refuted in ((LAB, True), (bought, False)):
        ledger = Ledger({1: source}, Lineage([]), Standing([lab, ACCUSED]))
        assert ceiling_of(claim, ledger).supports(Status.REFUTED) is is_refuted
