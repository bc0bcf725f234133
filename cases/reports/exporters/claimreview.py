"""The document as schema.org ClaimReview: one review for each claim that is not our own.

A reader of ClaimReview keeps the number and drops the words beside it. So a rating has a number
only in a text that two people signed and that still stands; in every other it has words alone, and
they begin with what has become of the text.
"""

import json
from typing import Any

from cases.reports.document import WORDS, Block, Document
from cases.reports.life import NEVER
from cases.reports.links import claims_of

#: How far each status goes, as ClaimReview wants a number; the words beside it are what counts.
_RATINGS = {
    "refuted": 1, "disputed": 2, "not_established": 2, "alleged": 3, "reported": 4, "confirmed": 5,
}  # fmt: skip
#: A term of schema.org's own (`creativeWorkStatus`) for each standing; the state follows in words.
_STAGES = {"approved": "Published", "superseded": "Obsolete", "retracted": "Obsolete"}
_REPORT = "_:report"


def render(document: Document) -> bytes:
    """A JSON-LD graph of the report and its reviews; assessments are ours, so they are left out."""
    reviews = [
        _review(document, block)
        for block in claims_of(document)
        if block.sentences[0].status in _RATINGS
    ]
    body = {"@context": "https://schema.org", "@graph": [_report(document), *reviews]}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _report(document: Document) -> dict[str, Any]:
    synthetic = ["SYNTHETIC: an exercise with invented names."] if document.is_synthetic else []
    return {
        "@id": _REPORT,
        "@type": "Report",
        "name": document.title,
        "identifier": [f"{document.case}/{document.reference}", f"sha256:{document.digest}"],
        "text": " ".join([*synthetic, *document.warnings, _rating(document)]).strip(),
        **_life(document, document.life.created),
    }


def _review(document: Document, block: Block) -> dict[str, Any]:
    sentence = block.sentences[0]
    claim: dict[str, Any] = {"@type": "Claim", "name": block.token}
    if said_by := block.speakers or ([sentence.speaker] if sentence.speaker else []):
        claim["author"] = [{"@type": "Organization", "name": name} for name in said_by]
    return {
        "@type": "ClaimReview",
        "identifier": f"{document.case}/{document.reference}/{block.token}",
        "isPartOf": {"@id": _REPORT},
        "claimReviewed": sentence.text.removesuffix(f" [{block.token}]"),
        "itemReviewed": claim,
        "author": {"@type": "Organization", "name": "Probata"},
        "reviewRating": _rated(document, block),
        "reviewBody": " ".join(each.said for each in block.sentences),
        **_life(document, document.life.since_of(block.token)),
    }


def _rated(document: Document, block: Block) -> dict[str, Any]:
    sentence = block.sentences[0]
    words = sentence.label or WORDS[sentence.status]
    if document.life.standing == "approved" and not document.life.is_stale:
        number = _RATINGS[sentence.status]
        scale = {"ratingValue": number, "bestRating": 5, "worstRating": 1}
        return {"@type": "Rating", "alternateName": words, **scale}
    return {"@type": "Rating", "alternateName": f"{_fallen(document)}: {words}"}


def _fallen(document: Document) -> str:
    if not document.life.is_shared:
        return "NOT APPROVED"
    return "STALE" if document.life.standing == "approved" else document.life.standing.upper()


def _life(document: Document, since: str) -> dict[str, Any]:
    """What has become of the text, in schema.org's terms; times in ISO 8601."""
    life = document.life
    stage = _STAGES.get(life.standing, "Draft")
    said: dict[str, Any] = {
        "creativeWorkStatus": f"{stage}: {document.now}",
        "conditionsOfAccess": document.marking,
    }
    if life.created != NEVER:
        said["datePublished" if life.is_shared else "dateCreated"] = since
        said["dateModified"] = life.modified
    if life.ended:
        said["expires"] = life.ended
    if document.warnings and life.is_shared:
        said["correction"] = [
            {"@type": "CorrectionComment", "text": warning} for warning in document.warnings
        ]
    return said


def _rating(document: Document) -> str:
    return f"Rating: {document.rating}" if document.rating else ""
