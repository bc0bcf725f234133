import json

from cases.reports.document import Sentence, from_json
from cases.reports.sections import SECTIONS
from tests.cases.reports.drafts import DOCUMENT


def _sentence(start: str) -> Sentence:
    return next(s for s in DOCUMENT.sentences() if s.text.startswith(start))


def test_document_has_the_sections_in_their_order() -> None:
    assert [section.key for section in DOCUMENT.sections] == list(SECTIONS)


def test_each_sentence_has_the_status_of_the_weakest_thing_it_cites() -> None:
    assert _sentence("Halden alleges that nearly").label == "alleged by Halden"
    assert _sentence("An item").label == "not established"
    assert _sentence("A quotation").label == "disputed; asserted by Halden"
    assert _sentence("The Courier [C-10]").label == "refuted"
    assert _sentence("Halden sent a letter").label == "confirmed: that it was said"
    assert _sentence("Another").label == ""


def test_document_is_the_same_after_json() -> None:
    stored = json.loads(json.dumps(DOCUMENT.as_json()))

    assert from_json(stored) == DOCUMENT
    assert from_json(stored).digest == DOCUMENT.digest


def test_figures_measured_stand_beside_figures_stated() -> None:
    evidence = next(s for s in DOCUMENT.sections if s.key == "evidence")
    (table,) = [block for block in evidence.blocks if block.kind == "table"]

    found = {(row[1].text.split(";")[0], row[1].label, row[2].text.split(";")[0], row[3].text)
             for row in table.rows}  # fmt: skip
    assert (
        "about 25,000 accounts",
        "alleged by Halden",
        "24,987 accounts",
        (
            "Not compared: the window of the one that was measured is not known; "
            "how the one that is stated was counted is not known."
        ),
    ) in found


def test_assessment_keeps_likelihood_confidence_and_its_basis_apart() -> None:
    assessment = next(s for s in DOCUMENT.sections if s.key == "assessment")
    (claim,) = [block for block in assessment.blocks if block.kind == "claim"]

    assert [("likely" in s.text, "confidence" in s.text) for s in claim.sentences] == [
        (False, False), (True, False), (False, True), (False, True),
    ]  # fmt: skip
    assert claim.sentences[3].text.endswith("Three signals, and records of one side alone.")


def test_what_was_sealed_before_keeps_its_digest() -> None:
    """A field that came later may not change what an approval was pinned to."""
    sentence = {"spans": [{"text": "It happened.", "kind": "text"}], "status": "", "speaker": ""}
    block = {
        "kind": "paragraph", "sentences": [sentence], "token": "", "caption": "", "head": [],
        "rows": [], "actor": "",
    }  # fmt: skip
    stored = {
        "reference": "R-1", "case": "PRB-2026-0001", "case_title": "A case", "title": "A title",
        "marking": "TLP:AMBER", "rating": "", "is_synthetic": True, "state": "draft",
        "written": "", "approved": "", "supersedes": "",
        "sections": [{"key": "method", "title": "Method", "blocks": [block]}],
        "notes": [], "warnings": [], "life": {},
    }  # fmt: skip

    assert from_json(stored).digest == (
        "a8db3d02a0921a40e9dc7d0890da4dc09f1f472f9fbc7f1b53f9a1dd2a6fd9b3"
    )
