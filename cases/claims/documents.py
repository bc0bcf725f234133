"""The standards that a held document can meet: a record, an admission, a withdrawal."""

from collections.abc import Callable

from cases.claims.evidence import Assertion, Brief
from cases.claims.results import Result
from cases.claims.standing import Side
from cases.claims.vocabulary import Kind, SourceKind, Standard, Weight


def record(brief: Brief) -> Result:
    """An official record is held as an exhibit and finds it so, in its own voice."""
    return _documents(
        Standard.RECORD,
        brief,
        candidates=[a for a in brief.said if _kind(brief, a) == SourceKind.OFFICIAL_RECORD],
        flaw=_record_flaw,
        none="No official record says so.",
    )


def admission(brief: Brief) -> Result:
    """The subject itself says it, to its own burden, in a source that is held."""
    if brief.claim.weight != Weight.AGAINST_SUBJECT:
        says = {Weight.FOR_SUBJECT: "speaks for the subject", Weight.NEITHER: "burdens nobody"}
        why = (
            f"The claim {says[Weight(brief.claim.weight)]}: the subject's own word admits nothing."
        )
        return Result(Standard.ADMISSION, missing=(why,), applies=False)
    return _documents(
        Standard.ADMISSION,
        brief,
        candidates=[a for a in brief.said if _is_subject_itself(brief, a)],
        flaw=_admission_flaw,
        none="The subject itself does not say so.",
    )


def withdrawal(brief: Brief) -> Result:
    """The complainant takes back what it is on record as having said, in a source that is held."""
    if brief.claim.weight == Weight.FOR_SUBJECT:
        why = "The claim speaks for the subject: its accuser's own word refutes nothing."
        return Result(Standard.WITHDRAWAL, missing=(why,), applies=False)
    return _documents(
        Standard.WITHDRAWAL,
        brief,
        candidates=_of_the_complainant(brief),
        flaw=_withdrawal_flaw,
        none="The complainant itself has not taken it back.",
    )


def accuser_denies(brief: Brief) -> bool:
    """Whether a held document of the complainant's says that it is not so, said before or not.

    That disputes a confirmation. Were only a withdrawal to do so, to strike what the complainant
    said first would raise the claim.
    """
    return brief.claim.weight != Weight.FOR_SUBJECT and any(
        not _denial_flaw(brief, a) for a in _of_the_complainant(brief)
    )


def _of_the_complainant(brief: Brief) -> list[Assertion]:
    return [a for a in brief.said if _role(brief, a) == "complainant"]


def _documents(
    standard: Standard,
    brief: Brief,
    *,
    candidates: list[Assertion],
    flaw: Callable[[Brief, Assertion], str | None],
    none: str,
) -> Result:
    """Met by each candidate without a flaw; otherwise every flaw is named."""
    flaws: dict[int, str | None] = {}
    for a in candidates:
        if flaws.get(a.source, "") is not None:
            flaws[a.source] = flaw(brief, a)
    sources = brief.ledger.sources
    met_by = tuple(
        f"{brief.ledger.name(source)}, held as {sources[source].exhibit}."
        for source in sorted(flaws)
        if flaws[source] is None
    )
    named = tuple(flaws[source] or "" for source in sorted(flaws))
    return Result(standard, met_by=met_by, missing=() if met_by else named or (none,))


def _record_flaw(brief: Brief, assertion: Assertion) -> str | None:
    publisher = brief.ledger.publisher(assertion.source)
    if not brief.ledger.standing.is_authority(publisher.id):
        name = brief.ledger.name(assertion.source)
        return f"{name} is not of an authority that is apart from the parties."
    return _plain_flaw(brief, assertion)


def _admission_flaw(brief: Brief, assertion: Assertion) -> str | None:
    if flaw := _in_the_hands_of(brief, assertion, "complainant"):
        return flaw
    denied = [a for a in brief.said_against if _is_subject_itself(brief, a)]
    if denied:
        return f"{brief.ledger.name(denied[0].source)} denies what the subject is said to admit."
    return _plain_flaw(brief, assertion)


def _withdrawal_flaw(brief: Brief, assertion: Assertion) -> str | None:
    if flaw := _denial_flaw(brief, assertion):
        return flaw
    ledger = brief.ledger
    alleging = ledger.lineage.origins_of(a.source for a in brief.said_against)
    if ledger.group(assertion.source) in {ledger.group(source) for source in alleging}:
        return None
    name = ledger.name(assertion.source)
    return f"{name} is not on record as having said so: it denies, and takes nothing back."


def _denial_flaw(brief: Brief, assertion: Assertion) -> str | None:
    return _in_the_hands_of(brief, assertion, "subject") or _plain_flaw(brief, assertion)


def _in_the_hands_of(brief: Brief, assertion: Assertion, side: Side) -> str | None:
    """Whoever is under one control with the other side does not speak against its own interest."""
    if side not in brief.ledger.standing.sides(brief.ledger.publisher(assertion.source).id):
        return None
    return f"{brief.ledger.name(assertion.source)} is under one control with the {side}."


def _plain_flaw(brief: Brief, assertion: Assertion) -> str | None:
    """What keeps a document from counting in its own right, or None."""
    ledger, name = brief.ledger, brief.ledger.name(assertion.source)
    if grounds := ledger.lineage.rests_on(assertion.source):
        return f"{name} rests on {ledger.names(grounds)}: it passes on what others say."
    if not ledger.is_origin(assertion.source):
        return f"What {name} rests on is not recorded."
    if assertion not in brief.own_voice:
        return f"{name} only repeats it, from whom is not recorded."
    source = ledger.sources[assertion.source]
    if not source.exhibit:
        return f"{name} is not held as an exhibit."
    if source.is_damaged:
        return f"{name} is held as {source.exhibit}, whose bytes are not those that were received."
    return None


def _is_subject_itself(brief: Brief, assertion: Assertion) -> bool:
    """Whether it comes from the very subject that the claim burdens."""
    if _role(brief, assertion) != "subject":
        return False
    claim, standing = brief.claim, brief.ledger.standing
    burdened = claim.speaker if claim.kind == Kind.UTTERANCE else claim.actor
    if burdened is None and claim.kind == Kind.UTTERANCE:
        return False
    if burdened is None:
        # Nobody is named: of several subjects, one may well be speaking of another.
        return len(standing.groups_on("subject")) == 1
    return standing.group(burdened) == brief.ledger.group(assertion.source)


def _kind(brief: Brief, assertion: Assertion) -> str:
    return brief.ledger.sources[assertion.source].kind


def _role(brief: Brief, assertion: Assertion) -> str:
    return brief.ledger.publisher(assertion.source).role
