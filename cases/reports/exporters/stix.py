"""The document as STIX 2.1: every claim and section travels as a note that leads with its status.

Versions (§3.6): identifiers are UUIDv5 in a namespace of ours (§2.9 allows it, and forbids only the
one of cyber observables), made from the case, the report, its line and the thing's key. So the next
revision updates the same objects: same `id` and `created`, later `modified`. A retraction revokes
them all (§3.2), and as that is for good, a later text begins a new line. Nothing but that changes a
version once it is out (§3.6: two that differ under one `id` and `modified` are undefined), so that
it is superseded or stale is said by notes of their own.

`attributed-to` is written only for what is confirmed or assessed likely, in a text that two people
signed: a machine that reads a relationship drops the status that a note carries.
"""

import json
from typing import Any
from uuid import UUID, uuid5

from cases.core.scales import Confidence
from cases.reports.document import Block, Document, Section
from cases.reports.life import Run
from cases.reports.links import claims_of, strength_of

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
_TLP_CREATED = "2022-10-01T00:00:00.000Z"
#: Probata itself, the same in every bundle.
_AUTHOR = {
    "type": "identity",
    "spec_version": "2.1",
    "id": f"identity--{uuid5(_SPACE, 'probata')}",
    "created": "2026-01-01T00:00:00.000Z",
    "modified": "2026-01-01T00:00:00.000Z",
    "name": "Probata",
    "identity_class": "system",
}


def render(document: Document) -> bytes:
    """A bundle of the report, its campaign, its markings and a note for all that it says."""
    campaign = _object("campaign", document, "campaign", name=document.case_title)
    notes = [_claim(document, block, campaign["id"]) for block in claims_of(document)]
    sections = [
        _section(document, section, campaign["id"])
        for section in document.sections
        if section.blocks
    ]
    parties, links = _attributions(document, campaign["id"])
    made = [campaign, *parties, *notes, *sections, *links]
    report = _report(document, [each["id"] for each in made])
    state = _state(document, report["id"])
    objects = [_marking(document), _AUTHOR, *made, report, *state]
    bundle = {"type": "bundle", "id": _bundle(document), "objects": objects}
    return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode()


def _report(document: Document, refs: list[str]) -> dict[str, Any]:
    """The report (§4.16); its own references name the revision and pin its text by digest."""
    rating = f"Rating: {document.rating}. " if document.rating else ""
    return _object(
        "report", document, "report",
        name=document.title,
        description=rating + _text(document.sections[0]) if document.sections else rating,
        published=document.life.modified,
        report_types=["campaign"],
        object_refs=refs,
        labels=[
            "synthetic" if document.is_synthetic else "case-report",
            *([] if document.life.is_shared else ["not-approved"]),
            *(["retracted"] if document.life.is_revoked else []),
        ],
        external_references=[{
            "source_name": "probata",
            "external_id": f"{document.case}/{document.reference}",
            "description": f"{document.state}; SHA-256 of the content: {document.digest}",
        }],
    )  # fmt: skip


def _state(document: Document, report: str) -> list[dict[str, Any]]:
    """What has happened to the text since, each a note (§4.13) that stands when it is revoked."""
    at = document.life.ended or document.life.modified
    return [
        {
            **_object("note", document, f"state/{document.state}/{warning}"),
            "created": at,
            "modified": at,
            "revoked": False,
            "abstract": warning.split(":")[0].split(" ")[0],
            "content": f"{document.reference}, {document.state}. {warning}",
            "object_refs": [report],
            "labels": ["state"],
        }
        for warning in document.warnings
    ]


def _claim(document: Document, block: Block, campaign: str) -> dict[str, Any]:
    """A claim as a note, also where it is refuted or disputed.

    An opinion (§4.15) rates an object that somebody else made; on a note of ours it would turn the
    statement of the dispute upside down.
    """
    first = block.sentences[0]
    body = " ".join(sentence.said for sentence in block.sentences[1:])
    note = _object(
        "note", document, block.token, since=document.life.since_of(block.token),
        abstract=f"{block.token}: {first.label}",
        content=f"{first.label}: {first.text} {body}".strip(),
        object_refs=[campaign],
        labels=[f"status:{first.status}"],
    )  # fmt: skip
    if first.status == "assessed" and (stix := _confidence(block)) is not None:
        note["confidence"] = stix
    return note


def _section(document: Document, section: Section, campaign: str) -> dict[str, Any]:
    """All that a section says, so that no sentence loses its status on the way."""
    return _object(
        "note", document, f"section/{section.key}",
        abstract=section.title,
        content=_text(section),
        object_refs=[campaign],
        labels=["section"],
    )  # fmt: skip


def _attributions(
    document: Document, campaign: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Parties and relationships of what we stand behind, and the end of those we no longer do."""
    strengths = {block.token: strength_of(block) for block in claims_of(document)}
    parties: dict[str, dict[str, Any]] = {}
    links: list[dict[str, Any]] = []
    for run in document.life.runs if document.life.is_shared else ():
        actor = run.link.actor
        if actor not in parties:
            parties[actor] = _object("identity", document, f"party/{actor}", name=actor)
        links.append(_link(document, run, campaign, parties[actor]["id"]))
        if not run.ended and (stix := strengths.get(run.link.token)) is not None:
            links[-1]["confidence"] = stix
    return list(parties.values()), links


def _link(document: Document, run: Run, campaign: str, party: str) -> dict[str, Any]:
    link = _object(
        "relationship", document, f"{run.link.token}/{run.link.actor}/link/{run.begun}",
        since=run.created,
        relationship_type="attributed-to",
        source_ref=campaign,
        target_ref=party,
        description=run.link.text,
    )  # fmt: skip
    return link | ({"revoked": True, "modified": run.ended} if run.ended else {})


def _confidence(block: Block) -> int | None:
    """STIX's number for the confidence stated, on its Low/Medium/High scale (Appendix A)."""
    said = {sentence.text for sentence in block.sentences[1:]}
    found = (word.stix for word in Confidence if f"Our confidence is {word}." in said)
    return next(found, None)


def _marking(document: Document) -> dict[str, Any]:
    level = document.marking.removeprefix("TLP:").lower()
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": _TLP[document.marking],
        "created": _TLP_CREATED,
        "name": document.marking,
        "extensions": {_TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level}},
    }


def _object(
    kind: str, document: Document, key: str, since: str = "", **content: Any
) -> dict[str, Any]:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": _id(kind, document, key),
        "created_by_ref": _AUTHOR["id"],
        "created": since or document.life.created,
        "modified": document.life.modified,
        "revoked": document.life.is_revoked,
        "object_marking_refs": [_TLP[document.marking]],
        **content,
    }


def _id(kind: str, document: Document, key: str) -> str:
    whole = "/".join((document.case, document.reference, document.life.line, key))
    return f"{kind}--{uuid5(_SPACE, whole)}"


def _bundle(document: Document) -> str:
    """A bundle is a parcel, not a thing with versions: its content names it (§8)."""
    return _id("bundle", document, f"bundle/{document.digest}/{document.state}/{document.warnings}")


def _text(section: Section) -> str:
    lines = []
    for block in section.blocks:
        lines.append(block.caption)
        lines.append(block.lead + " ".join(sentence.said for sentence in block.sentences))
        lines.extend(block.picture.facts if block.picture else ())
        lines.append(" | ".join(block.head))
        lines.extend(" | ".join(cell.said for cell in row) for row in block.rows)
    return "\n".join(line for line in lines if line)
