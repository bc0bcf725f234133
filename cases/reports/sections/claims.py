"""The claims of one status or two, as a section lists them."""

from collections.abc import Callable, Iterator

from cases.reports.document import Block, Sentence, Span
from cases.reports.ledger import ClaimRef, Ledger
from cases.reports.setting import status_of
from cases.reports.wording import plain


def listing(*statuses: str) -> Callable[[Ledger], Iterator[Block]]:
    """What fills a section with the claims of these statuses, in the order of their numbers."""

    def fill(ledger: Ledger) -> Iterator[Block]:
        for claim in sorted(ledger.claims.values(), key=lambda claim: claim.number):
            if claim.status in statuses:
                yield claim_block(claim)

    return fill


def claim_block(claim: ClaimRef) -> Block:
    """A claim with its status, and all that says how far it goes."""
    spans = (Span(claim.statement), Span(f" [{claim.token}]", "citation"))
    details = [claim.rung, claim.standing, _origins(claim)]
    if claim.likelihood:
        details.append(f"likelihood: {claim.likelihood}")
    if claim.settles:
        details.append(f"would be settled by: {claim.settles}")
    sentences = [Sentence(spans, *status_of([claim]))]
    if claim.overstated:
        sentences.append(plain(f"OVERSTATED: {claim.overstated}"))
    if said := "; ".join(detail.rstrip(".") for detail in details if detail):
        sentences.append(plain(f"{said[0].upper()}{said[1:]}."))
    if claim.confidence:
        sentences.append(plain(f"Our confidence is {claim.confidence}."))
    if claim.basis:
        sentences.append(plain(f"The basis of our confidence: {claim.basis}"))
    actor = claim.actor if claim.kind == "attribution" else ""
    return Block("claim", tuple(sentences), claim.token, actor=actor, speakers=claim.said_by)


def _origins(claim: ClaimRef) -> str:
    if claim.origins is None or claim.is_settled or "origin" in claim.standing:
        return ""
    return "rests on one origin" if claim.origins == 1 else f"{claim.origins} independent origins"
