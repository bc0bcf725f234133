"""The document as schema.org ClaimReview: one review for each claim that is not our own."""

import json
from typing import Any

from cases.reports.document import WORDS, Block, Document

#: How far each status goes, as ClaimReview wants a number; the words beside it are what counts.
_RATINGS = {
    "refuted": 1, "disputed": 2, "not_established": 2, "alleged": 3, "reported": 4, "confirmed": 5,
}  # fmt: skip


def render(document: Document) -> bytes:
    """A JSON-LD graph of reviews; assessments are ours, so they are not among them."""
    graph = [
        _review(document, block)
        for section in document.sections
        for block in section.blocks
        if block.kind == "claim" and block.sentences[0].status in _RATINGS
    ]
    body = {"@context": "https://schema.org", "@graph": graph}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _review(document: Document, block: Block) -> dict[str, Any]:
    sentence = block.sentences[0]
    claim: dict[str, Any] = {"@type": "Claim", "name": block.token}
    if sentence.speaker:
        claim["author"] = {"@type": "Organization", "name": sentence.speaker}
    return {
        "@type": "ClaimReview",
        "identifier": f"{document.case}/{document.reference}/{block.token}",
        "claimReviewed": sentence.text.removesuffix(f" [{block.token}]"),
        "itemReviewed": claim,
        "author": {"@type": "Organization", "name": "Probata"},
        "datePublished": document.approved or document.written,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": _RATINGS[sentence.status],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": sentence.label or WORDS[sentence.status],
        },
        "text": "SYNTHETIC exercise" if document.is_synthetic else document.title,
    }
