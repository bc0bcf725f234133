"""The ceiling's rules one by one, on a small cast; its properties are in test_ceiling_rules."""

from dataclasses import replace

import pytest

from cases.claims.ceiling import Ceiling, ceiling_of
from cases.claims.evidence import Assertion, Claim, Ledger, Observation, Source
from cases.claims.lineage import Lineage
from cases.claims.standing import Party, Standing
from cases.claims.vocabulary import Kind, Rung, Stance, Standard, Status, Weight

LAB, ACCUSED, WIRE, PAPER, COURT, LAB_NEWS, OTHER_ACCUSED = range(1, 8)
PARTIES = Standing(
    [
        Party(LAB, "Lab", "complainant"),
        Party(ACCUSED, "Accused", "subject", aliases=("Accused Cloud", "The Accused Group")),
        Party(WIRE, "Wire", "publisher"),
        Party(PAPER, "Paper", "publisher"),
        Party(COURT, "Court", "authority"),
        Party(LAB_NEWS, "Lab News", "publisher", controlled_by=LAB),
        Party(OTHER_ACCUSED, "Other", "subject"),
    ]
)
LETTER = Source(1, LAB, "letter", "F")
WIRE_OWN = Source(2, WIRE, reliability="B")
PAPER_OWN = Source(3, PAPER, reliability="A")
JUDGMENT = Source(4, COURT, "official_record", "A", "E-1")
ADMISSION = Source(5, ACCUSED, "statement", "C", "E-2")
DENIAL = Source(6, ACCUSED, "statement", "C")
LAB_OWN = Source(7, LAB_NEWS, reliability="A")
WIRE_AGAIN = Source(8, WIRE, reliability="A")
ECHOES = [Source(number, WIRE, reliability="A") for number in range(20, 40)]
FILING = Source(9, LAB, "official_record", "A", "E-3")


def says(source: Source, credibility: str = "2", stance: str = Stance.ASSERTS) -> Assertion:
    return Assertion(source.number, stance, credibility)


def ledger(*sources: Source, edges: list[tuple[int, int]] | None = None) -> Ledger:
    everything = [LETTER, WIRE_OWN, PAPER_OWN, JUDGMENT, ADMISSION, DENIAL, LAB_OWN, WIRE_AGAIN]
    known = {s.number: s for s in [*everything, FILING, *ECHOES, *sources]}
    echoes = [(echo.number, LETTER.number) for echo in ECHOES]
    return Ledger(known, Lineage([*echoes, *(edges or [])]), PARTIES)


def ceiling(claim: Claim, *sources: Source, edges: list[tuple[int, int]] | None = None) -> Ceiling:
    return ceiling_of(claim, ledger(*sources, edges=edges))


def test_grade_one_counts_as_long_as_another_origin_bears_it_out() -> None:
    alone = Claim(Kind.CONDUCT, assertions=(says(WIRE_OWN, "1"),))
    borne_out = replace(alone, assertions=(*alone.assertions, says(PAPER_OWN)))

    assert ceiling(borne_out).status == Status.CONFIRMED
    [standard] = [r for r in ceiling(alone).confirming if r.standard == Standard.INDEPENDENT]
    assert "B1, which no other origin bears out, so it counts as B6" in " ".join(standard.missing)


def missing(found: Ceiling, standard: Standard) -> str:
    return " ".join(next(r for r in found.confirming if r.standard == standard).missing)


CONDUCT = Claim(Kind.CONDUCT)


def test_nothing_said_is_not_established() -> None:
    found = ceiling(CONDUCT)

    assert found.status == Status.NOT_ESTABLISHED
    assert found.supported == {Status.NOT_ESTABLISHED}
    assert missing(found, Standard.RECORD) == "No official record says so."


def test_twenty_articles_on_one_letter_are_one_origin_and_the_complainants() -> None:
    said = (says(LETTER), *(says(echo) for echo in ECHOES))
    found = ceiling(replace(CONDUCT, assertions=said))

    assert found.status == Status.ALLEGED
    assert found.origins == (1,)
    assert len(found.echoes) == 20
    assert found.speakers == (LAB,)
    assert found.why.startswith("21 sources say so, resting on 1 origin: S-1 (Lab).")
    assert "20 sources pass on S-1 (Lab)" in missing(found, Standard.INDEPENDENT)


def test_two_independent_origins_graded_b2_confirm() -> None:
    found = ceiling(replace(CONDUCT, assertions=(says(WIRE_OWN), says(PAPER_OWN, "1"))))

    assert found.status == Status.CONFIRMED
    assert found.met[0].met_by == ("S-2 (Wire), graded B2.", "S-3 (Paper), graded A1.")


@pytest.mark.parametrize(
    ("assertions", "why"),
    [
        ((says(WIRE_OWN), says(PAPER_OWN, "3")), "S-3 (Paper) is graded A3; B2 or better"),
        ((says(WIRE_OWN), says(WIRE_AGAIN)), "Only one independent voice"),
        ((says(WIRE_OWN), says(LAB_OWN)), "Only one independent voice"),
        ((says(WIRE_OWN), says(PAPER_OWN, stance=Stance.REPEATS)), "Only one independent voice"),
        (
            (says(WIRE_OWN), says(PAPER_OWN), says(DENIAL, "6", Stance.DENIES)),
            "S-6 (Accused) denies it, unresolved.",
        ),
    ],
)
def test_independent_origins_names_what_is_missing(
    assertions: tuple[Assertion, ...], why: str
) -> None:
    found = ceiling(replace(CONDUCT, assertions=assertions))

    assert found.status != Status.CONFIRMED
    assert why in missing(found, Standard.INDEPENDENT)


def test_a_source_that_nobody_looked_into_is_no_origin() -> None:
    unexamined = replace(PAPER_OWN, is_first_hand=False)
    found = ceiling(replace(CONDUCT, assertions=(says(WIRE_OWN), says(unexamined))), unexamined)

    assert found.status == Status.REPORTED


def test_a_denial_that_was_resolved_no_longer_stands() -> None:
    denial = replace(says(DENIAL, "6", Stance.DENIES), is_resolved=True)
    found = ceiling(replace(CONDUCT, assertions=(says(WIRE_OWN), says(PAPER_OWN), denial)))

    assert found.status == Status.CONFIRMED


@pytest.mark.parametrize(("contradicts", "again"), [(True, False), (False, True)])
def test_only_an_analysis_that_was_run_again_and_contradicts_disputes(
    *, contradicts: bool, again: bool
) -> None:
    analysis = Observation("observation 1", again, contradicts=contradicts)
    found = ceiling(Claim(Kind.ATTRIBUTION, assertions=(says(LETTER),), observations=(analysis,)))

    assert found.status == Status.ALLEGED
    assert Status.DISPUTED not in found.supported


def test_disputed_may_be_signed_only_where_something_stands_against_it() -> None:
    said = replace(CONDUCT, assertions=(says(WIRE_OWN),))
    denied = replace(CONDUCT, assertions=(says(WIRE_OWN), says(DENIAL, stance=Stance.DENIES)))

    assert Status.DISPUTED not in ceiling(said).supported
    assert Status.DISPUTED in ceiling(denied).supported


def test_a_denial_makes_a_report_disputed() -> None:
    said = (says(WIRE_OWN), says(DENIAL, stance=Stance.DENIES))
    found = ceiling(replace(CONDUCT, assertions=said))

    assert found.status == Status.DISPUTED
    assert found.why == "Said by S-2 (Wire); denied by S-6 (Accused)."
    assert found.supported == {Status.NOT_ESTABLISHED, Status.ALLEGED, Status.DISPUTED}


def test_an_official_record_that_is_held_confirms_in_spite_of_a_denial() -> None:
    said = (says(JUDGMENT), says(DENIAL, stance=Stance.DENIES))
    found = ceiling(replace(CONDUCT, assertions=said))

    assert found.status == Status.CONFIRMED
    assert found.why == "Confirmed by: record."


@pytest.mark.parametrize(
    ("record", "stance", "edges", "why"),
    [
        (replace(JUDGMENT, exhibit=""), Stance.ASSERTS, [], "S-4 (Court) is not held"),
        (FILING, Stance.ASSERTS, [], "not of an authority that is apart from the parties"),
        (JUDGMENT, Stance.REPEATS, [], "only repeats it"),
        (JUDGMENT, Stance.ASSERTS, [(4, 1)], "rests on S-1 (Lab): it passes on"),
        (replace(JUDGMENT, is_first_hand=False), Stance.ASSERTS, [], "rests on is not recorded"),
    ],
)
def test_a_record_with_a_flaw_confirms_nothing(
    record: Source, stance: str, edges: list[tuple[int, int]], why: str
) -> None:
    said = (says(record, stance=stance),)
    found = ceiling(replace(CONDUCT, assertions=said), record, edges=edges)

    assert found.status != Status.CONFIRMED
    assert why in missing(found, Standard.RECORD)


def test_an_admission_that_is_held_confirms_even_an_attribution() -> None:
    claim = Claim(Kind.ATTRIBUTION, Rung.L2, actor=ACCUSED, assertions=(says(ADMISSION),))

    assert ceiling(claim).why == "Confirmed by: admission."


@pytest.mark.parametrize(
    "claim",
    [
        Claim(Kind.CONDUCT, weight=Weight.FOR_SUBJECT),
        Claim(Kind.CONDUCT, weight=Weight.NEITHER),
        Claim(Kind.CONDUCT, actor=OTHER_ACCUSED),
    ],
)
def test_what_a_subject_says_for_itself_or_of_another_is_no_admission(claim: Claim) -> None:
    assert ceiling(replace(claim, assertions=(says(ADMISSION),))).status == Status.ALLEGED


def test_an_admission_that_the_subject_also_denies_is_disputed() -> None:
    said = (says(ADMISSION), says(DENIAL, stance=Stance.DENIES))

    assert ceiling(replace(CONDUCT, assertions=said)).status == Status.DISPUTED


SEEN = Observation("Figure interactions (E-7)", is_reproduced=True)


@pytest.mark.parametrize("kind", [Kind.CONDUCT, Kind.FIGURE])
def test_an_analysis_that_was_run_again_confirms_conduct_and_figures(kind: Kind) -> None:
    assert ceiling(Claim(kind, observations=(SEEN,))).status == Status.CONFIRMED


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (Claim(Kind.ATTRIBUTION, Rung.L1), "never shows who directed them"),
        (Claim(Kind.CONDUCT, Rung.L2), "never shows who directed them"),
        (Claim(Kind.CONDUCT, actor=ACCUSED), "The claim says that Accused did it"),
        (Claim(Kind.LEGAL), "For conduct and figures only"),
        (
            Claim(Kind.FIGURE, statement="Operators tied to Accused used 9 accounts."),
            "names Accused",
        ),
        (Claim(Kind.CONDUCT, statement="ACCUSED  CLOUD’s accounts ran."), "names Accused"),
        (Claim(Kind.FIGURE, statement="Accused Group paid for 9 accounts."), "names Accused"),
        (
            Claim(Kind.CONDUCT, statement="Accounts that Wire found, and Other ran."),
            "Wire and Other",
        ),
    ],
)
def test_telemetry_never_confirms_who_directed_it(claim: Claim, why: str) -> None:
    found = ceiling(replace(claim, observations=(SEEN,)))

    assert found.status == Status.NOT_ESTABLISHED
    assert why in missing(found, Standard.OBSERVATION)


@pytest.mark.parametrize(
    "statement", ["9 accounts queried Lab's model.", "Nobody was accusedly so."]
)
def test_telemetry_shows_what_was_done_to_the_complainant(statement: str) -> None:
    claim = Claim(Kind.FIGURE, statement=statement, observations=(SEEN,))

    assert ceiling(claim).status == Status.CONFIRMED


def test_an_analysis_that_was_not_run_again_confirms_nothing() -> None:
    found = ceiling(replace(CONDUCT, observations=(replace(SEEN, is_reproduced=False),)))

    assert found.status == Status.NOT_ESTABLISHED
    assert "not yet run again" in missing(found, Standard.OBSERVATION)


UTTERANCE = Claim(Kind.UTTERANCE, speaker=LAB, weight=Weight.NEITHER)


def test_an_utterance_is_confirmed_by_the_document_itself() -> None:
    held = replace(LETTER, exhibit="E-9")
    found = ceiling(replace(UTTERANCE, assertions=(says(held),)), held)

    assert found.met[0].met_by == ("S-1 (Lab) is held as E-9.",)


@pytest.mark.parametrize(
    "source",
    [
        LETTER,
        replace(LETTER, exhibit="E-9", is_damaged=True),
        replace(LETTER, publisher=LAB_NEWS, exhibit="E-9"),
    ],
    ids=["not held", "held, and its bytes are others", "held, and another's"],
)
def test_an_utterance_is_confirmed_by_no_other_document(source: Source) -> None:
    found = ceiling(replace(UTTERANCE, assertions=(says(source),)), source)

    assert found.status == Status.ALLEGED
    assert missing(found, Standard.UTTERANCE_SEEN) == (
        "The document is not held as an exhibit. "
        "No publisher apart from the parties reports having seen it."
    )


def test_an_utterance_that_one_publisher_saw_says_that_it_is_one() -> None:
    seen = replace(says(ECHOES[0]), has_seen=True)
    found = ceiling(replace(UTTERANCE, assertions=(seen,)))

    said = missing(found, Standard.UTTERANCE_SEEN)
    assert "Only one independent publisher reports having seen it: S-20 (Wire)." in said
    assert "No publisher" not in said


def test_an_utterance_is_confirmed_by_two_publishers_who_saw_it() -> None:
    wire, paper = ECHOES[0], replace(ECHOES[1], publisher=PAPER)
    seen = tuple(replace(says(source), has_seen=True) for source in (wire, paper))

    assert ceiling(replace(UTTERANCE, assertions=seen), paper).status == Status.CONFIRMED
    assert ceiling(replace(UTTERANCE, assertions=seen[:1])).status == Status.REPORTED
    assert ceiling(replace(CONDUCT, assertions=seen), paper).status == Status.ALLEGED


@pytest.mark.parametrize(
    ("stance", "edges", "status"),
    [
        (Stance.ASSERTS, [(3, 2)], Status.REPORTED),
        (Stance.ASSERTS, [(3, 8), (8, 2)], Status.REPORTED),
        (Stance.REPEATS, [], Status.REPORTED),
        (Stance.ASSERTS, [(3, 1)], Status.CONFIRMED),
    ],
    ids=["rests on the other", "through a third", "only repeats", "rests on what is quoted"],
)
def test_whoever_saw_it_through_another_publisher_is_no_second_witness(
    stance: Stance, edges: list[tuple[int, int]], status: Status
) -> None:
    said = (
        replace(says(WIRE_OWN), has_seen=True),
        replace(says(PAPER_OWN, stance=stance), has_seen=True),
    )

    assert ceiling(replace(UTTERANCE, assertions=said), edges=edges).status == status


def test_who_says_that_something_was_said_is_not_who_said_it() -> None:
    """Neither the one quoted nor the letter behind the reports: those who report having seen it."""
    seen = replace(says(ECHOES[0]), has_seen=True)

    assert ceiling(replace(UTTERANCE, assertions=(seen,))).speakers == (WIRE,)
    assert ceiling(replace(CONDUCT, assertions=(seen,))).speakers == (LAB,)
    passed_on = says(ECHOES[0], stance=Stance.REPEATS)
    assert ceiling(replace(UTTERANCE, assertions=(passed_on,))).speakers == (LAB,)


def test_a_refutation_has_standards_too() -> None:
    said = (says(LETTER), says(JUDGMENT, stance=Stance.CONTRADICTS))
    found = ceiling(replace(CONDUCT, assertions=said))

    assert found.status == Status.DISPUTED
    assert found.supports(Status.REFUTED)


def test_a_complainant_that_takes_it_back_refutes_it() -> None:
    retraction = Source(11, LAB, "statement", "B", "E-4")
    said = (says(LETTER), says(retraction, stance=Stance.DENIES))

    assert ceiling(replace(CONDUCT, assertions=said), retraction).supports(Status.REFUTED)
    passed_on = (says(ECHOES[0], stance=Stance.REPEATS), said[1])
    assert ceiling(replace(CONDUCT, assertions=passed_on), retraction).supports(Status.REFUTED)


TAKEN_BACK = Source(11, LAB, "statement", "B", "E-4")


@pytest.mark.parametrize(
    ("claim", "by", "why"),
    [
        (CONDUCT, WIRE_OWN, "is not on record as having said so"),
        (replace(CONDUCT, weight=Weight.FOR_SUBJECT), ADMISSION, "speaks for the subject"),
        (replace(CONDUCT, weight=Weight.FOR_SUBJECT), LETTER, "speaks for the subject"),
    ],
    ids=["of what it never said", "of what the subject says for itself", "of what speaks for it"],
)
def test_a_complainant_takes_back_only_what_it_alleged(claim: Claim, by: Source, why: str) -> None:
    said = (says(by), says(TAKEN_BACK, stance=Stance.DENIES))
    found = ceiling(replace(claim, assertions=said), TAKEN_BACK)

    assert (found.status, found.supports(Status.REFUTED)) == (Status.DISPUTED, False)
    [withdrawn] = [r for r in found.refuting if r.standard == Standard.WITHDRAWAL]
    assert why in " ".join(withdrawn.missing)


def test_whether_a_complainant_said_it_before_never_lets_a_record_through() -> None:
    """Else to strike its allegation would raise what it disputes."""
    denied = (says(JUDGMENT), says(TAKEN_BACK, stance=Stance.DENIES))
    alleged = (*denied, says(LETTER))

    for said in (denied, alleged):
        found = ceiling(replace(CONDUCT, assertions=said), TAKEN_BACK)
        assert (found.status, found.supports(Status.REFUTED)) == (Status.DISPUTED, False)
    for_it = Claim(Kind.CONDUCT, weight=Weight.FOR_SUBJECT, assertions=denied)
    assert ceiling(for_it, TAKEN_BACK).status == Status.CONFIRMED


def test_the_subjects_own_denial_refutes_nothing() -> None:
    said = (says(LETTER), says(replace(DENIAL, exhibit="E-5"), stance=Stance.DENIES))

    assert not ceiling(replace(CONDUCT, assertions=said)).supports(Status.REFUTED)


def test_standards_met_both_ways_are_a_dispute_and_nothing_more() -> None:
    contrary = Source(12, COURT, "official_record", "A", "E-6")
    said = (says(JUDGMENT), says(contrary, stance=Stance.CONTRADICTS))
    found = ceiling(replace(CONDUCT, assertions=said), contrary)

    assert found.status == Status.DISPUTED
    assert not found.supports(Status.REFUTED)


def test_assessed_needs_an_assessment() -> None:
    assert not ceiling(CONDUCT).supports(Status.ASSESSED)
    assert ceiling(replace(CONDUCT, is_assessed=True)).supports(Status.ASSESSED)
