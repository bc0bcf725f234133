"""The document as STIX 2.1: every claim travels as a note that leads with its status.

`attributed-to` is written only for an attribution that is confirmed, or that we assess to be likely
or more: a machine that reads a relationship drops the status that a note carries. Identifiers are
made from the report's own, so the same revision gives the same bundle.
"""

import json
import re
from typing import Any
from uuid import UUID, uuid5

from cases.core.scales import BANDS, Confidence, Likelihood, likelihood_of_words
from cases.reports.document import Block, Document

_SPACE = UUID("6f2b0f0e-6f0f-5a0e-9d51-0c8f1a2f7c11")
#: The marking definitions that FIRST and OASIS publish for TLP 2.0.
_TLP = {
    "TLP:CLEAR": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "TLP:GREEN": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "TLP:AMBER": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "TLP:AMBER+STRICT": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "TLP:RED": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
_TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_EVEN = 50
_CREATED = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})")


def render(document: Document) -> bytes:
    """A bundle of the report, its identity, its marking and a note for each claim."""
    at = _time(document)
    author = _object("identity", document, "author", at, name="Probata", identity_class="system")
    campaign = _object("campaign", document, "campaign", at, name=document.case_title)
    notes = [
        _note(document, block, at, campaign["id"], author["id"])
        for section in document.sections
        for block in section.blocks
        if block.kind == "claim"
    ]
    parties, links = _attributions(document, campaign["id"], author["id"], at)
    report = _object(
        "report", document, "report", at,
        name=document.title,
        description=_summary(document),
        published=at,
        report_types=["campaign"],
        created_by_ref=author["id"],
        object_refs=[campaign["id"], *(each["id"] for each in (*notes, *parties, *links))],
        labels=["synthetic"] if document.is_synthetic else ["case-report"],
        external_references=[{"source_name": "probata", "external_id": document.reference}],
    )  # fmt: skip
    objects = [_marking(document), author, campaign, *parties, *notes, *links, report]
    bundle = {"type": "bundle", "id": _id("bundle", document, "bundle"), "objects": objects}
    return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode()


def _note(document: Document, block: Block, at: str, campaign: str, author: str) -> dict[str, Any]:
    first = block.sentences[0]
    body = " ".join(sentence.text for sentence in block.sentences)
    note = _object(
        "note", document, block.token, at,
        abstract=f"{block.token}: {first.label}",
        content=f"{first.label}: {body}",
        object_refs=[campaign],
        created_by_ref=author,
        labels=[f"status:{first.status}"],
    )  # fmt: skip
    if first.status == "assessed" and (stix := _confidence(body)) is not None:
        note["confidence"] = stix
    return note


def _attributions(
    document: Document, campaign: str, author: str, at: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Parties and relationships of what we stand behind, and of nothing else."""
    parties: dict[str, dict[str, Any]] = {}
    links: list[dict[str, Any]] = []
    for block in (block for section in document.sections for block in section.blocks):
        if not block.actor or (stix := _likelihood(block)) is None:
            continue
        party = parties.setdefault(
            block.actor,
            _object("identity", document, f"party/{block.actor}", at, name=block.actor),
        )
        link = _object(
            "relationship", document, f"{block.token}/link", at,
            relationship_type="attributed-to",
            source_ref=campaign,
            target_ref=party["id"],
            created_by_ref=author,
            description=f"{block.sentences[0].label}: {block.sentences[0].text}",
            confidence=stix,
        )  # fmt: skip
        links.append(link)
    return list(parties.values()), links


def _likelihood(block: Block) -> int | None:
    """STIX's number (Appendix A, the DNI scale) for what is confirmed or assessed likely."""
    status = block.sentences[0].status
    if status == "confirmed":
        return BANDS[Likelihood.ALMOST_CERTAIN].stix
    text = " ".join(sentence.text for sentence in block.sentences)
    match = re.search(r"likelihood: ([a-z ]+)", text, re.IGNORECASE)
    band = likelihood_of_words(match[1]) if status == "assessed" and match else None
    return BANDS[band].stix if band and BANDS[band].stix > _EVEN else None


def _confidence(body: str) -> int | None:
    """STIX's number for the confidence stated, on its Low/Medium/High scale (Appendix A)."""
    match = re.search(r"Our confidence is (low|moderate|high)", body)
    return Confidence(match[1]).stix if match else None


def _marking(document: Document) -> dict[str, Any]:
    level = document.marking.removeprefix("TLP:").lower()
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": _TLP[document.marking],
        "created": "2022-10-01T00:00:00.000Z",
        "name": document.marking,
        "extensions": {_TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level}},
    }


def _object(kind: str, document: Document, key: str, at: str, **content: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": _id(kind, document, key),
        "created": at,
        "modified": at,
        "object_marking_refs": [_TLP[document.marking]],
        **content,
    }


def _id(kind: str, document: Document, key: str) -> str:
    return f"{kind}--{uuid5(_SPACE, f'{document.case}/{document.reference}/{key}')}"


def _summary(document: Document) -> str:
    rating = f"Rating: {document.rating}. " if document.rating else ""
    parts = [
        f"{sentence.text} [{sentence.label}]" if sentence.label else sentence.text
        for section in document.sections[:1]
        for block in section.blocks
        for sentence in block.sentences
    ]
    return rating + " ".join(parts)


def _time(document: Document) -> str:
    match = _CREATED.search(document.approved) or _CREATED.search(document.written)
    return f"{match[1]}T{match[2]}:00.000Z" if match else "2000-01-01T00:00:00.000Z"
