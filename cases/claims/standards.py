"""The standards by which a claim can be confirmed, or, turned round, refuted.

Each says whether it is met and by what, or else what is missing, in sentences for the reader.
A standard takes a `Brief`, one side of a claim, and knows nothing of any other claim.
"""

from cases.claims.documents import admission, record, withdrawal
from cases.claims.evidence import Assertion, Brief
from cases.claims.results import Result, Test
from cases.claims.vocabulary import ATTRIBUTING_RUNGS, OWN_VOICE, Kind, Standard


def independent_origins(brief: Brief) -> Result:
    """Two origins apart from the parties and each other, graded B2 or better, and undenied."""
    ledger = brief.ledger
    good = [a for a in brief.bystanders if brief.is_b2(a)]
    missing = [
        f"{ledger.name(a.source)} is graded {brief.grade(a)}; B2 or better is needed."
        for a in brief.bystanders
        if not brief.is_b2(a)
    ]
    voices = {ledger.group(a.source) for a in good}
    if not voices:
        missing.insert(0, _no_origin(brief))
    elif len(voices) == 1:
        names = ledger.names([a.source for a in good])
        missing.insert(0, f"Only one independent voice is graded B2 or better: {names}.")
    against = _what_stands_against(brief)
    if len(voices) < 2 or against:
        return Result(Standard.INDEPENDENT, missing=(*missing, *against))
    return Result(
        Standard.INDEPENDENT,
        met_by=tuple(f"{ledger.name(a.source)}, graded {brief.grade(a)}." for a in good),
    )


def direct_observation(brief: Brief) -> Result:
    """An analysis of held exhibits shows it, and shows the same when it is run again."""
    if reason := _why_not_observable(brief):
        return Result(Standard.OBSERVATION, missing=(reason,), applies=False)
    ours = [o for o in brief.claim.observations if o.contradicts == brief.is_against]
    seen = [o for o in ours if o.is_reproduced]
    contrary = [
        o for o in brief.claim.observations if o.is_reproduced and o.contradicts != brief.is_against
    ]
    missing = [
        f"{o.label}: {o.void or 'not yet run again with the same result'}."
        for o in ours
        if not o.is_reproduced
    ]
    missing += [f"{o.label} shows the contrary." for o in contrary]
    if not ours:
        missing.insert(0, "No analysis of the exhibits held in this case shows it.")
    if contrary or not seen:
        return Result(Standard.OBSERVATION, missing=tuple(missing))
    met_by = tuple(f"{o.label}, run again with the same result." for o in seen)
    return Result(Standard.OBSERVATION, met_by=met_by)


def utterance_seen(brief: Brief) -> Result:
    """The document is held, or two publishers independent of each other have seen it."""
    if brief.claim.kind != Kind.UTTERANCE:
        reason = "For utterances only: that something was said does not make it so."
        return Result(Standard.UTTERANCE_SEEN, missing=(reason,), applies=False)
    if brief.claim.speaker is None:
        return Result(Standard.UTTERANCE_SEEN, missing=("The claim does not name who said it.",))
    held = [a for a in brief.own_voice if _is_the_document(brief, a)]
    if held:
        exhibits = brief.ledger.sources
        return Result(
            Standard.UTTERANCE_SEEN,
            met_by=tuple(
                f"{brief.ledger.name(a.source)} is held as {exhibits[a.source].exhibit}."
                for a in held
            ),
        )
    return _seen_by_publishers(brief)


def witnesses(brief: Brief) -> list[Assertion]:
    """Who, on nobody's side and other than the speaker, reports having seen an utterance.

    They may rest on what is quoted, and on nobody else: who tells of it through another is an echo.
    """
    claim, ledger = brief.claim, brief.ledger
    if claim.kind != Kind.UTTERANCE or claim.speaker is None:
        return []
    speaker = ledger.standing.group(claim.speaker)
    return [
        a
        for a in brief.said
        if a.has_seen
        and a.stance in OWN_VOICE
        and ledger.is_bystander(a.source)
        and ledger.group(a.source) != speaker
        and all(ledger.group(ground) == speaker for ground in ledger.lineage.grounds(a.source))
    ]


#: By which a claim can be confirmed, and by which it can be refuted.
CONFIRMING: tuple[Test, ...] = (
    record,
    admission,
    independent_origins,
    direct_observation,
    utterance_seen,
)
REFUTING: tuple[Test, ...] = (record, withdrawal, independent_origins, direct_observation)


def _seen_by_publishers(brief: Brief) -> Result:
    ledger = brief.ledger
    seen = witnesses(brief)
    voices = {ledger.group(a.source) for a in seen}
    missing = ["The document is not held as an exhibit."]
    if not voices:
        missing.append("No publisher apart from the parties reports having seen it.")
    elif len(voices) == 1:
        names = ledger.names([a.source for a in seen])
        missing.append(f"Only one independent publisher reports having seen it: {names}.")
    against = _what_stands_against(brief)
    if len(voices) < 2 or against:
        return Result(Standard.UTTERANCE_SEEN, missing=(*missing, *against))
    return Result(
        Standard.UTTERANCE_SEEN,
        met_by=tuple(
            f"{ledger.name(a.source)} reports having seen it, graded {brief.grade(a)}."
            for a in seen
        ),
    )


def _why_not_observable(brief: Brief) -> str | None:
    claim = brief.claim
    if claim.kind == Kind.ATTRIBUTION or claim.rung in ATTRIBUTING_RUNGS:
        return "Telemetry shows what platform accounts did; it never shows who directed them."
    if claim.kind not in {Kind.CONDUCT, Kind.FIGURE}:
        return "For conduct and figures only."
    if claim.actor is not None:
        actor = brief.ledger.standing.party(claim.actor).name
        return f"The claim says that {actor} did it, and telemetry never shows who directed it."
    if named := _named_beside_the_complainant(brief):
        return (
            f"The claim names {named}, and telemetry never shows who directed it: what was counted "
            "or seen is a claim of its own, that names nobody."
        )
    return None


def _named_beside_the_complainant(brief: Brief) -> str:
    """Whom the statement names, other than the complainant, whose own records are analysed."""
    standing = brief.ledger.standing
    named = standing.named_in(brief.claim.statement)
    others = [party for party in sorted(named) if standing.sides(party) != {"complainant"}]
    return " and ".join(standing.party(party).name for party in others)


def _what_stands_against(brief: Brief) -> tuple[str, ...]:
    """Unresolved denials; or, to a refutation, any bystander who says that it is so."""
    if brief.is_against:
        supporters = [a.source for a in brief.turned.bystanders]
        return (f"{brief.ledger.names(supporters)} says that it is so.",) if supporters else ()
    deniers = sorted({a.source for a in brief.said_against})
    return tuple(f"{brief.ledger.name(source)} denies it, unresolved." for source in deniers)


def _no_origin(brief: Brief) -> str:
    ledger = brief.ledger
    echoes = ledger.lineage.echoes(a.source for a in brief.said)
    if not echoes:
        return "No origin apart from the parties says so."
    origins = ledger.lineage.origins_of(echoes)
    count = "1 source passes" if len(echoes) == 1 else f"{len(echoes)} sources pass"
    return f"No origin apart from the parties says so: {count} on {ledger.names(origins)}."


def _is_the_document(brief: Brief, assertion: Assertion) -> bool:
    source = brief.ledger.sources[assertion.source]
    return source.is_held and source.publisher == brief.claim.speaker
