from collections.abc import Callable
from typing import Any

from cases.claims.models import Assertion, Claim, Lineage, Observation
from cases.claims.queries import whose_word
from cases.claims.signatures import Assessment, Proposal
from cases.packs.parts import Chosen, Content, Part, Plan, Reader, Records, held_back, labels


def _choose(plan: Plan) -> Chosen:
    proposals = Proposal.objects.filter(claim__case=plan.case).order_by("claim__number", "pk")
    open_ones = proposals.filter(outcome=Proposal.Outcome.OPEN)
    withheld = []
    if not plan.profile.has_open_proposals:
        why = "No second person has signed them."
        withheld = held_back(open_ones, "proposed changes of status", why)
        proposals = proposals.exclude(outcome=Proposal.Outcome.OPEN)
    return Chosen([*_reasoning(plan), *_judgements(plan), _signatures(plan, proposals)], withheld)


def _reasoning(plan: Plan) -> list[Part]:
    case = plan.case
    about_claims = Assertion.objects.filter(claim__case=case).select_related("claim", "source")
    lineages = Lineage.objects.filter(source__case=case).select_related("source", "rests_on")
    parties = case.parties.select_related("controlled_by").order_by("name")
    sources = case.sources.select_related("publisher", "exhibit").order_by("number")
    claims = (
        case.claims.select_related("speaker", "actor")
        .prefetch_related("content_of")
        .order_by("number")
    )
    answers = case.responses.select_related("party", "source").prefetch_related("claims")
    names = {party.pk: party.name for party in parties}
    said_by: dict[str, Reader] = {"said by": lambda claim: _whose_word(claim, names)}
    return [
        Records("Claims", "ledger/claims.json", claims, CLAIM | said_by),
        Records("Sources", "ledger/sources.json", sources, SOURCE),
        Records("Lineage", "ledger/lineage.json", lineages.order_by("source__number"), LINEAGE),
        Records(
            "Assertions",
            "ledger/assertions.json",
            about_claims.order_by("claim__number", "source__number"),
            ASSERTION,
        ),
        Records("Parties", "ledger/parties.json", parties, PARTY),
        Records(
            "Responses of the parties", "ledger/responses.json", answers.order_by("pk"), ANSWER
        ),
    ]


def _whose_word(claim: Claim, names: dict[int, str]) -> str:
    said = whose_word(claim, claim.status, claim.explanation)
    return "; ".join(names[party] for party in said if party in names)


def _judgements(plan: Plan) -> list[Part]:
    case = plan.case
    observed = Observation.objects.filter(claim__case=case).select_related("claim")
    assessed = Assessment.objects.filter(claim__case=case).select_related("claim", "assessed_by")
    return [
        Records(
            "Observations",
            "ledger/observations.json",
            observed.prefetch_related("exhibits").order_by("claim__number", "pk"),
            OBSERVATION,
        ),
        Records(
            "Assessments",
            "ledger/assessments.json",
            assessed.order_by("claim__number", "pk"),
            {
                "claim": _of("claim"),
                "likelihood": "get_likelihood_display",
                "confidence": "get_confidence_display",
                "basis": "basis",
                "reasoning": "reasoning",
                "assessed at": "assessed_at",
                "assessed by": lambda a: plan.person(a.assessed_by),
            },
        ),
    ]


def _signatures(plan: Plan, proposals: Any) -> Part:
    return Records(
        "Signatures on statuses",
        "ledger/signatures.json",
        proposals.select_related("claim", "proposed_by", "decided_by"),
        {
            "claim": _of("claim"),
            "from": "status_before",
            "to": "status",
            "rationale": "rationale",
            "proposed at": "proposed_at",
            "proposed by": lambda p: plan.person(p.proposed_by),
            "proposer saw": "proposer_saw",
            "outcome": "get_outcome_display",
            "decided at": "decided_at",
            "decided by": lambda p: plan.person(p.decided_by) if p.decided_by else "",
            "decider saw": "decider_saw",
            "note": "decision_note",
        },
    )


def _of(name: str) -> Callable[[Any], str]:
    """What a row belongs to or names, as people cite it; empty if nothing."""
    return lambda row: str(getattr(row, name) or "")


CLAIM: dict[str, Reader] = {
    "claim": str,
    "kind": "kind",
    "rung": "rung",
    "statement": "statement",
    "status": "status",
    "signed at": "signed_at",
    "speaker as entered": _of("speaker"),
    "actor": _of("actor"),
    "said in": lambda claim: labels(claim.content_of.all()),
    "ceiling": "ceiling",
    "why this ceiling": "explanation",
    "independent origins": "origin_count",
    "echoes": "echo_count",
    "overstated because": "overstated_because",
    "what would settle it": "would_settle",
    "happened": "happened",
    "value": "value",
    "value high": "value_high",
    "unit": "unit",
    "precision": "precision",
    "window": "window",
    "counting rule": "counting_rule",
    "as of": "as_of",
    "measured figure beside it": "figure_key",
}
SOURCE: dict[str, Reader] = {
    "source": str,
    "title": "title",
    "publisher": _of("publisher"),
    "kind": "kind",
    "basis": "basis",
    "reliability": "reliability",
    "why this grade": "reliability_reason",
    "published": "published",
    "address": "url",
    "held as": _of("exhibit"),
    "note": "note",
}
LINEAGE: dict[str, Reader] = {
    "source": _of("source"),
    "rests on": _of("rests_on"),
    "passage": "passage",
}
ASSERTION: dict[str, Reader] = {
    "source": _of("source"),
    "claim": _of("claim"),
    "stance": "stance",
    "quotation": "quotation",
    "locator": "locator",
    "credibility": "credibility",
    "has seen it itself": "has_seen",
    "resolved at": "resolved_at",
    "resolution": "resolution",
}
PARTY: dict[str, Reader] = {
    "party": str,
    "aliases": "aliases",
    "kind": "kind",
    "role": "role",
    "controlled by": _of("controlled_by"),
    "note": "note",
}
ANSWER: dict[str, Reader] = {
    "party": _of("party"),
    "asked on": "asked_on",
    "asked by": "asked_by",
    "channel": "channel",
    "question": "question",
    "answer due": "answer_due",
    "outcome": "get_outcome_display",
    "answered on": "answered_on",
    "answer": "answer",
    "source": _of("source"),
    "claims": lambda answer: labels(answer.claims.all()),
}
OBSERVATION: dict[str, Reader] = {
    "claim": _of("claim"),
    "exhibits": lambda observation: labels(observation.exhibits.all()),
    "figure": "figure_key",
    "finding": "finding",
    "method": "method",
    "speaks against the claim": "contradicts",
    "run again at": "rerun_at",
    "gave the same": "rerun_gave_the_same",
}

CONTENT = Content(
    "ledger",
    "Ledger",
    "What is claimed, who says so, what rests on what, and how far each claim holds.",
    _choose,
)
