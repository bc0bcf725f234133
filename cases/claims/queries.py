"""Reads of the ledger into what pages, reports and packs show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from cases.claims.disturbances import Disturbance
from cases.claims.models import Assertion, Claim
from cases.claims.reach import claims_reached
from cases.claims.reading import read_lineage, read_standing
from cases.claims.signatures import Assessment, Proposal
from cases.claims.vocabulary import OPPOSES, SUPPORTS, Kind, Status
from cases.core.models import Case, Party


@dataclass(frozen=True)
class Said:
    """What a source says of a claim, with where the source stands."""

    assertion: Assertion
    sides: tuple[str, ...]
    origins: tuple[str, ...]

    @property
    def is_echo(self) -> bool:
        return bool(self.origins)


@dataclass(frozen=True)
class Explained:
    """One claim with everything that its page shows."""

    claim: Claim
    supporting: list[Said]
    opposing: list[Said]
    silent: list[Said]
    said_by: str
    history: list[Proposal]
    open_proposal: Proposal | None
    assessment: Assessment | None

    @property
    def likelihood(self) -> str:
        """Shown in the status of a claim that we assess, and of no other."""
        if self.claim.status != Status.ASSESSED or self.assessment is None:
            return ""
        return self.assessment.get_likelihood_display()

    @property
    def confidence(self) -> str:
        if self.claim.status != Status.ASSESSED or self.assessment is None:
            return ""
        return self.assessment.get_confidence_display()


@dataclass(frozen=True)
class Contradiction:
    """A claim of which sources say opposite things."""

    claim: Claim
    supporting: list[Assertion]
    opposing: list[Assertion]


def explain(claim: Claim) -> Explained:
    """Everything about one claim."""
    case = claim.case
    rows = claim.assertions.select_related("source__publisher", "source__exhibit", "resolved_by")
    rows = rows.defer("source__text")
    found = list(rows.order_by("source__number"))
    lineage = read_lineage(case, [row.source_id for row in found])
    standing = read_standing(case)
    said = [
        Said(
            row,
            tuple(sorted(standing.sides(row.source.publisher_id))),
            ()
            if lineage.is_origin(row.source.number)
            else tuple(f"S-{n}" for n in sorted(lineage.origins(row.source.number))),
        )
        for row in found
    ]
    history = list(
        claim.proposals.select_related("proposed_by", "decided_by").order_by("-proposed_at")
    )
    names = _names(case)
    for proposal in history:
        saw = proposal.proposer_saw.get("explanation", {})
        proposal.said_by = _in_words(whose_word(claim, proposal.status, saw), names)  # type: ignore[attr-defined]
    return Explained(
        claim=claim,
        supporting=[s for s in said if s.assertion.speaks_for],
        opposing=[s for s in said if s.assertion.speaks_against],
        silent=[s for s in said if not s.assertion.speaks_for and not s.assertion.speaks_against],
        said_by=_in_words(whose_word(claim, claim.status, claim.explanation), names),
        history=history,
        open_proposal=next((p for p in history if p.outcome == Proposal.Outcome.OPEN), None),
        assessment=latest_assessment(claim),
    )


def named_speaker(claim: Claim) -> int | None:
    """The party entered as saying so; of an utterance it is the one quoted, who is no witness."""
    return None if claim.kind == Kind.UTTERANCE else claim.speaker_id


def name_speakers(claims: Iterable[Claim]) -> None:
    """Set on each claim who says so, in two queries for all.

    `sayers` are their names, and `said_by` is what fits beside a status.
    """
    rows = list(claims)
    found = Claim.objects.filter(pk__in=[claim.pk for claim in rows]).values_list(
        "pk", "explanation__speakers", "explanation__reporters"
    )
    held = {pk: {"speakers": speakers, "reporters": by} for pk, speakers, by in found}
    saying = [whose_word(claim, claim.status, held[claim.pk]) for claim in rows]
    names = Party.objects.filter(pk__in={pk for said in saying for pk in said})
    known = dict(names.values_list("pk", "name"))
    for claim, said in zip(rows, saying, strict=True):
        claim.sayers = [known[pk] for pk in said if pk in known]  # type: ignore[attr-defined]
        claim.said_by = _beside_a_status(claim.sayers)  # type: ignore[attr-defined]


def _beside_a_status(names: list[str]) -> str:
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return (", " if more else " and ").join(names[:2]) + more


def _in_words(parties: Iterable[int], names: Mapping[int, str]) -> str:
    return ", ".join(sorted(names[party] for party in parties if party in names))


def _names(case: Case) -> dict[int, str]:
    return dict(case.parties.values_list("pk", "name"))


def whose_word(claim: Claim, status: str, explanation: Mapping[str, Any]) -> list[int]:
    """The parties whose word a status is: who reports what is reported, else who says so."""
    if status == Status.REPORTED and (reporters := explanation.get("reporters")):
        return list(reporters)
    named = named_speaker(claim)
    return [named] if named else list(explanation.get("speakers") or [])


def latest_assessment(claim: Claim) -> Assessment | None:
    """Our judgement as it stands; earlier ones stay on record."""
    return claim.assessments.select_related("assessed_by").order_by("-assessed_at").first()


def unsettled(case: Case, most: int = 5) -> list[str]:
    """What changed beneath the ledger and is not taken into account yet, in words."""
    found = case.disturbances.order_by("what").values_list("what", flat=True).distinct()
    return list(found[:most])


def moving(case: Case) -> dict[str, str]:
    """The claims that such a change can move, each with the change."""
    noted = list(case.disturbances.order_by("-pk"))
    because: dict[int | None, str] = {}
    for row in noted:
        reached = claims_reached([row.source_id]) if row.source_id else [row.claim_id]
        because |= dict.fromkeys(reached, row.what)
    if not because:
        return {}
    rows = case.claims.all()
    if None not in because:
        rows = rows.filter(pk__in=[pk for pk in because if pk is not None])
    yet = "its ceiling is not worked out again yet"
    return {
        f"C-{number}": f"{because.get(pk) or because[None]}; {yet}."
        for pk, number in rows.values_list("pk", "number")
    }


def unsettled_cases(cases: QuerySet[Case]) -> list[tuple[Case, str]]:
    """Those of the cases with such a change, each with the first one."""
    rows = Disturbance.objects.filter(case__in=cases).order_by("case", "pk").distinct("case")
    return [(row.case, row.what) for row in rows.select_related("case")]


def contradicted(case: Case) -> QuerySet[Claim]:
    """Claims of which one source says that it is so and another that it is not."""
    said = Assertion.objects.filter(claim=OuterRef("pk"))
    return case.claims.filter(
        Exists(said.filter(stance__in=sorted(OPPOSES))),
        Exists(said.filter(stance__in=sorted(SUPPORTS))),
    )


def contradictions(claims: Iterable[Claim]) -> list[Contradiction]:
    """What is said for and against each of these claims, in one query for all."""
    rows = list(claims)
    said = Assertion.objects.select_related("source__publisher").defer("source__text")
    prefetch_related_objects(rows, Prefetch("assertions", said.order_by("source__number")))
    return [
        Contradiction(
            claim,
            [a for a in claim.assertions.all() if a.speaks_for],
            [a for a in claim.assertions.all() if a.speaks_against],
        )
        for claim in rows
    ]


def subjects_not_asked(case: Case) -> list[Party]:
    """Subjects without a response on record; to ask who directs a subject is to ask it too."""
    subjects = case.parties.filter(role=Party.Role.SUBJECT, responses=None)
    asked = case.parties.exclude(responses=None)
    return list(subjects.exclude(controlled_by__in=asked).order_by("name"))
