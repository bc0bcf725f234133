"""The claims of a case as prose may rest on them; only the columns that it takes are read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.claims.figures import linked, quantity_of
from cases.claims.models import Assertion, Claim, Observation
from cases.claims.queries import named_speaker
from cases.claims.signatures import Assessment
from cases.claims.vocabulary import OPPOSES, Status
from cases.core.models import Case
from cases.reports import ledger as plain

_COLUMNS = (
    "case", "number", "kind", "status", "statement", "speaker", "value", "value_high", "unit",
    "precision", "window", "counting_rule", "origin_count", "rung", "explanation", "would_settle",
    "actor", "figure_key", "as_of", "ceiling", "overstated_because",
)  # fmt: skip

Speakers = Mapping[int, plain.Speaker]


@dataclass(frozen=True)
class _Beside:
    """What stands beside the claims of a case, by the claim's primary key."""

    denying: Mapping[int, list[int]]
    contents: Mapping[int, list[int]]
    figures: Mapping[int, list[str]]
    judged: Mapping[int, Assessment]


def read_claims(case: Case, parties: Speakers) -> list[plain.ClaimRef]:
    """Every claim of the case, in five queries however many there are."""
    denied = Assertion.objects.filter(claim__case=case, resolved_at=None, stance__in=OPPOSES)
    shown = Observation.objects.filter(claim__case=case).exclude(figure_key="")
    judged = Assessment.objects.filter(claim__case=case, claim__status=Status.ASSESSED)
    beside = _Beside(
        denying=_grouped(denied.values_list("claim_id", "source__publisher_id")),
        contents=_grouped(
            case.claims.exclude(contents=None)
            .order_by("contents__number")
            .values_list("pk", "contents__number")
        ),
        figures=_grouped(shown.order_by("figure_key").values_list("claim_id", "figure_key")),
        judged={each.claim_id: each for each in judged.order_by("pk")},
    )
    rows = case.claims.order_by("number").only(*_COLUMNS)
    return [_claim(row, beside, parties) for row in rows]


def _claim(claim: Claim, beside: _Beside, parties: Speakers) -> plain.ClaimRef:
    judged = beside.judged.get(claim.pk)
    return plain.ClaimRef(
        number=claim.number,
        kind=claim.kind,
        status=claim.status,
        statement=claim.statement,
        speakers=_speakers(claim, parties),
        figure=quantity_of(claim),
        origins=claim.origin_count,
        contents=tuple(beside.contents.get(claim.pk, ())),
        likelihood=judged.get_likelihood_display() if judged else "",
        confidence=judged.get_confidence_display() if judged else "",
        basis=judged.basis if judged else "",
        rung=claim.get_rung_display(),
        standing=_standing(claim),
        settles=claim.would_settle,
        actor=_name(claim.actor_id, parties),
        measured_by=linked(claim, beside.figures.get(claim.pk, ())),
        as_of=claim.as_of,
        denied_by=_names(beside.denying.get(claim.pk, ()), parties),
        reporters=_known(claim.explanation.get("reporters", ()), parties),
        overstated=claim.overstated_because,
    )


def _names(found: Iterable[int], parties: Speakers) -> tuple[str, ...]:
    return tuple(sorted({_name(party, parties) for party in found} - {""}))


def _name(party: int | None, parties: Speakers) -> str:
    return parties[party].name if party is not None and party in parties else ""


def _speakers(claim: Claim, parties: Speakers) -> tuple[plain.Speaker, ...]:
    """Who is on record as saying so: who is named, then the origins; never who passes it on."""
    saying = claim.explanation.get("speakers", ())
    return _known(dict.fromkeys([named_speaker(claim), *saying]), parties)


def _known(found: Iterable[int | None], parties: Speakers) -> tuple[plain.Speaker, ...]:
    return tuple(parties[key] for key in found if key is not None and key in parties)


def _standing(claim: Claim) -> str:
    """By which standard it is confirmed or refuted, or why it is neither."""
    standards = {"confirmed": "confirming", "refuted": "refuting"}.get(claim.status, "")
    met = [
        f"{result['label'].lower()}: {'; '.join(by.rstrip('.') for by in result['met_by'])}"
        for result in claim.explanation.get(standards, [])
        if result["met_by"] and not result["missing"]
    ]
    if met:
        return "by the standard of " + "; ".join(met)
    if claim.ceiling == Status.CONFIRMED and claim.status != Status.CONFIRMED:
        return "a standard of confirmation is met; nobody has signed it as confirmed"
    return str(claim.explanation.get("why", ""))


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
