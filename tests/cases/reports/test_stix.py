"""The STIX of a report, judged by the validator of OASIS and by its rules for versions (§3.6)."""

import json
from dataclasses import replace
from typing import Any

import pytest

from cases.reports.compose import compose
from cases.reports.document import Document
from cases.reports.exporters import stix
from cases.reports.life import Life, Version, runs
from cases.reports.links import links_of
from tests.cases.reports import judges
from tests.cases.reports.drafts import DOCUMENT, DRAFT
from tests.cases.reports.ledger import LEDGER

FIRST, SECOND, LATER = (f"2026-06-{day}T10:00:00.000Z" for day in (21, 25, 28))
APPROVED = Life("approved", line="from-1", created=FIRST, modified=FIRST)
UPDATED = Life("approved", line="from-1", created=FIRST, modified=SECOND)
SUPERSEDED = replace(APPROVED, standing="superseded", ended=SECOND)
RETRACTED = replace(
    APPROVED, standing="retracted", modified=LATER, ended=LATER, is_revoked=True
)  # fmt: skip
WAITING = Life("waiting", line="revision-3", created=LATER, modified=LATER)


def _attributing(life: Life, *, then: bool = True) -> Document:
    """A text that attributes, and after it perhaps one that no longer does."""
    judged = replace(LEDGER.claims[6], actor="Meridian Cloud")
    ledger = replace(LEDGER, claims=dict(LEDGER.claims) | {6: judged})
    made = links_of(compose(DRAFT, ledger))
    first = Version(1, FIRST, links=made)
    second = Version(2, SECOND, links=made if then else ())
    line = [first] if life.modified == FIRST else [first, second]
    return replace(compose(DRAFT, ledger if then else LEDGER), life=replace(life, runs=runs(line)))


def _objects(document: Document) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in json.loads(stix.render(document))["objects"]}


def _of(kind: str, document: Document) -> list[dict[str, Any]]:
    return [each for each in _objects(document).values() if each["type"] == kind]


@pytest.mark.parametrize(
    "life", [Life(), WAITING, APPROVED, UPDATED, SUPERSEDED, RETRACTED], ids=lambda it: it.standing
)
@pytest.mark.parametrize("marking", ["TLP:CLEAR", "TLP:AMBER+STRICT", "TLP:RED"])
def test_the_validator_of_oasis_accepts_it(life: Life, marking: str) -> None:
    document = replace(_attributing(life), marking=marking, warnings=("SUPERSEDED by revision 2.",))

    assert judges.outside("stix.py", stix.render(document)) == []


def test_the_validator_can_refuse() -> None:
    bundle = json.loads(stix.render(DOCUMENT))
    bundle["objects"][-1]["modified"] = "yesterday"

    assert "modified" in str(judges.outside("stix.py", json.dumps(bundle).encode()))


def test_the_next_revision_updates_the_same_objects() -> None:
    first, second = _objects(_attributing(APPROVED)), _objects(_attributing(UPDATED))

    assert first.keys() == second.keys()
    for key, made in first.items():
        if "modified" in made and made["created"] == FIRST:
            assert second[key]["created"] == made["created"] == made["modified"]
            assert second[key]["modified"] == SECOND


def test_what_was_never_approved_updates_nothing_and_links_nobody() -> None:
    constant = {each["id"] for each in _of("identity", replace(DOCUMENT, life=APPROVED))}
    constant |= {each["id"] for each in _of("marking-definition", DOCUMENT)}
    waiting = _attributing(WAITING)

    assert not _objects(waiting).keys() & _objects(_attributing(APPROVED)).keys() - constant
    assert _of("relationship", waiting) == []
    assert "not-approved" in _of("report", waiting)[0]["labels"]


def test_a_retraction_revokes_all_that_the_report_made_and_says_why() -> None:
    document = replace(_attributing(RETRACTED), warnings=("RETRACTED on 2026-06-28: Withdrawn.",))

    objects = [each for each in _objects(document).values() if "revoked" in each]
    made = [each for each in objects if each.get("labels") != ["state"]]
    assert {each["type"] for each in made} == {
        "campaign", "identity", "note", "relationship", "report",
    }  # fmt: skip
    assert all(each["revoked"] for each in made)
    (reason,) = [each for each in _of("note", document) if each.get("labels") == ["state"]]
    assert reason["revoked"] is False
    assert "RETRACTED on 2026-06-28: Withdrawn." in reason["content"]
    assert reason["object_refs"] == [_of("report", document)[0]["id"]]


def test_superseding_and_staleness_are_said_without_touching_the_version() -> None:
    said = replace(
        _attributing(SUPERSEDED), warnings=("SUPERSEDED by revision 2.", "STALE: the ledger moved.")
    )
    before, after = _objects(_attributing(APPROVED)), _objects(said)

    assert {key: after[key] for key in before} == before
    assert sorted(after[key]["abstract"] for key in after.keys() - before.keys()) == [
        "STALE", "SUPERSEDED",
    ]  # fmt: skip


def test_an_attribution_that_no_longer_holds_is_revoked_at_the_receiver() -> None:
    (made,) = _of("relationship", _attributing(APPROVED))
    (gone,) = _of("relationship", _attributing(UPDATED, then=False))

    assert (gone["id"], gone["created"]) == (made["id"], made["created"])
    assert (gone["revoked"], gone["modified"]) == (True, SECOND)


def test_no_object_shares_the_uuid_of_another() -> None:
    """§2.9: a producer must not use one UUID for objects of different types."""
    uuids = [key.split("--")[1] for key in _objects(_attributing(APPROVED))]

    assert len(uuids) == len(set(uuids))
