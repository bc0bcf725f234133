"""The ceiling: the strongest status that what was said of a claim supports, and why.

A pure function of one claim and of the sources, their lineage and the parties. People may stay
below the ceiling, never above it. What another claim's status is plays no part, so a confirmed
utterance leaves its content where it was, and no rung of an attribution raises another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.claims.documents import accuser_denies
from cases.claims.evidence import Brief, Claim, Ledger
from cases.claims.results import Result
from cases.claims.standards import CONFIRMING, REFUTING, witnesses
from cases.claims.vocabulary import STRENGTH, Kind, Status


@dataclass(frozen=True)
class Ceiling:
    """What a claim's assertions support, standard by standard."""

    status: Status
    why: str
    supported: frozenset[Status]
    confirming: tuple[Result, ...]
    refuting: tuple[Result, ...]
    origins: tuple[int, ...]
    echoes: tuple[int, ...]
    speakers: tuple[int, ...]
    reporters: tuple[int, ...]

    def supports(self, status: str) -> bool:
        return status in self.supported

    @property
    def met(self) -> tuple[Result, ...]:
        return tuple(result for result in self.confirming if result.is_met)

    def as_json(self) -> dict[str, Any]:
        """What is kept beside the claim, and beside each signature as what the signer saw."""
        return {
            "status": self.status.value,
            "why": self.why,
            "supported": sorted(status.value for status in self.supported),
            "confirming": [_result_as_json(result) for result in self.confirming],
            "refuting": [_result_as_json(result) for result in self.refuting],
            "origins": list(self.origins),
            "echoes": list(self.echoes),
            "speakers": list(self.speakers),
            "reporters": list(self.reporters),
        }


def ceiling_of(claim: Claim, ledger: Ledger) -> Ceiling:
    """Hold every standard to the claim."""
    brief = Brief(claim, ledger)
    confirming = tuple(test(brief) for test in CONFIRMING)
    refuting = tuple(test(brief.turned) for test in REFUTING)
    status, why = _decide(brief, confirming, refuting)
    said = {a.source for a in brief.said}
    origins = ledger.lineage.origins_of(said)
    return Ceiling(
        status=status,
        why=why,
        supported=_supported(brief, status, confirming, refuting),
        confirming=confirming,
        refuting=refuting,
        origins=tuple(sorted(origins)),
        echoes=tuple(sorted(ledger.lineage.echoes(said))),
        speakers=_publishers(brief, _saying(brief) or origins),
        reporters=_publishers(brief, _reporting(brief)),
    )


def _saying(brief: Brief) -> list[int]:
    """The sources that say of an utterance that it was made: not the one quoted, nor what it says.

    A report of a letter rests on the letter; that there is a letter, it says itself.
    """
    if brief.claim.kind != Kind.UTTERANCE:
        return []
    return [assertion.source for assertion in [*brief.own_voice, *witnesses(brief)]]


def _reporting(brief: Brief) -> list[int]:
    """The sources apart from the parties that make it more than alleged."""
    return [assertion.source for assertion in [*brief.bystanders, *witnesses(brief)]]


def _publishers(brief: Brief, sources: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({brief.ledger.sources[source].publisher for source in sources}))


def strength(status: str) -> int:
    """Where a status stands on the scale of the ceiling; those that are not on it stand lowest."""
    return STRENGTH.index(Status(status)) if status in STRENGTH else 0


def _decide(
    brief: Brief, confirming: tuple[Result, ...], refuting: tuple[Result, ...]
) -> tuple[Status, str]:
    met = [result for result in confirming if result.is_met]
    against = [result for result in refuting if result.is_met]
    if met and against:
        why = f"A standard is met both for it ({_labels(met)}) and against it ({_labels(against)})."
        return Status.DISPUTED, why
    if met and accuser_denies(brief.turned):
        why = f"A standard is met for it ({_labels(met)}), and the complainant itself denies it."
        return Status.DISPUTED, why
    if met:
        return Status.CONFIRMED, f"Confirmed by: {_labels(met)}."
    if not brief.said:
        return Status.NOT_ESTABLISHED, "No source that is recorded says so."
    if opposition := _opposition(brief):
        names = brief.ledger.names([a.source for a in brief.said])
        return Status.DISPUTED, f"Said by {names}; {opposition}."
    if reporters := _reporting(brief):
        names = brief.ledger.names(reporters)
        why = f"Reported by {names}, apart from the parties; no standard of confirmation is met."
        return Status.REPORTED, why
    return Status.ALLEGED, _why_alleged(brief)


def _supported(
    brief: Brief, ceiling: Status, confirming: tuple[Result, ...], refuting: tuple[Result, ...]
) -> frozenset[Status]:
    """Every status that may be signed: not above the ceiling, and only where it makes sense."""
    makes_sense = {
        Status.NOT_ESTABLISHED: True,
        Status.ALLEGED: bool(brief.said),
        Status.DISPUTED: ceiling == Status.DISPUTED or bool(_opposition(brief)),
        Status.REPORTED: bool(brief.said),
        Status.CONFIRMED: True,
    }
    supported = {
        s for s, sense in makes_sense.items() if sense and strength(s) <= strength(ceiling)
    }
    if _any_met(refuting) and not _any_met(confirming):
        supported.add(Status.REFUTED)
    if brief.claim.is_assessed:
        supported.add(Status.ASSESSED)
    return frozenset(supported)


def _any_met(results: tuple[Result, ...]) -> bool:
    return any(result.is_met for result in results)


def _opposition(brief: Brief) -> str:
    """Who or what speaks against it and still stands, in words."""
    deniers = [a.source for a in brief.said_against]
    contrary = [o.label for o in brief.claim.observations if o.contradicts and o.is_reproduced]
    words = []
    if deniers:
        words.append(f"denied by {brief.ledger.names(deniers)}")
    if contrary:
        words.append(f"contradicted by {', '.join(sorted(contrary))}")
    return " and ".join(words)


def _why_alleged(brief: Brief) -> str:
    ledger = brief.ledger
    sources = {a.source for a in brief.said}
    origins = ledger.lineage.origins_of(sources)
    said_by = "1 source says" if len(sources) == 1 else f"{len(sources)} sources say"
    rest_on = "1 origin" if len(origins) == 1 else f"{len(origins)} origins"
    names = ledger.names(origins)
    return f"{said_by} so, resting on {rest_on}: {names}. Nobody apart from the parties says so."


def _labels(results: list[Result]) -> str:
    return ", ".join(str(result.standard.label).lower() for result in results)


def _result_as_json(result: Result) -> dict[str, Any]:
    return {
        "standard": result.standard.value,
        "label": str(result.standard.label),
        "applies": result.applies,
        "met_by": list(result.met_by),
        "missing": list(result.missing),
    }
