"""Every format x every state of a revision x every status, read back by tools that are not ours."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path

import pikepdf
import pypdf
import pytest

from cases.reports.compose import compose
from cases.reports.document import CAUTION, Block, Section, Sentence, Span
from cases.reports.exporters import FORMATS
from cases.reports.templates import ANNEX
from tests.cases.reports import judges
from tests.cases.reports.drafts import DOCUMENT, DRAFT
from tests.cases.reports.ledger import LEDGER
from tests.cases.reports.readers import READERS, against_schema, words_of
from tests.cases.reports.states import STATES, in_state


def _blocks() -> Iterator[Block]:
    """A block of each kind that a composed report has, with each status in all its places."""
    number = count(1)

    def sentence(status: str) -> Sentence:
        return Sentence((Span(f"Sentence {next(number)} is here."),), status, "Halden")

    samples = {block.kind: block for section in DOCUMENT.sections for block in section.blocks}
    for sample in samples.values():
        for status in CAUTION:
            yield replace(
                sample,
                token=f"C-{next(number)}" if sample.token else "",
                sentences=tuple(sentence(status) for _ in sample.sentences),
                rows=tuple(tuple(sentence(status) for _ in row) for row in sample.rows[:1]),
                actor="",
            )


TABLE = replace(DOCUMENT, sections=(Section("all", "All of them", tuple(_blocks())),))
KINDS = sorted({block.kind for section in TABLE.sections for block in section.blocks})


@cache
def _words(name: str, state: str) -> str:
    return words_of(name, FORMATS[name].render(in_state(TABLE, state)))


def _held_by(name: str) -> list[Sentence]:
    """The sentences that the format must hold: ClaimReview is of others' claims alone."""
    if name != "claimreview":
        return list(TABLE.sentences())
    return [
        sentence
        for section in TABLE.sections
        for block in section.blocks
        for sentence in block.sentences
        if block.kind == "claim" and sentence.status != "assessed"
    ]


@pytest.mark.parametrize("name", ["html", "pdf", "docx", "md"])
def test_the_numbers_of_an_annex_are_in_its_text(name: str) -> None:
    annex = compose(replace(DRAFT, template=ANNEX), LEDGER)
    numbered = [b for section in annex.sections for b in section.blocks if b.number]

    words = words_of(name, FORMATS[name].render(annex))

    assert len(numbered) > 10
    for block in numbered:
        begins = " ".join(block.sentences[0].text.split()[:3])
        assert re.search(rf"\b{block.number}\. ?{re.escape(begins)}", words), block


def test_the_table_is_of_every_format_and_kind() -> None:
    assert READERS.keys() == FORMATS.keys()
    assert {"chart", "claim", "heading", "item", "note", "quote", "table"} <= set(KINDS)
    assert {sentence.status for sentence in TABLE.sentences()} == set(CAUTION)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_sentence_is_followed_by_its_status_and_speaker(name: str, state: str) -> None:
    words = _words(name, state)

    held = _held_by(name)
    assert held
    lost = [
        sentence.said
        for sentence in held
        if not re.search(rf"{re.escape(sentence.text)}\W{{0,6}}{sentence.label}", words)
    ]
    assert lost == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", FORMATS)
def test_the_state_is_said_in_words(name: str, state: str) -> None:
    words = _words(name, state)

    said, warnings, _ = STATES[state]
    assert [each for each in (said, *warnings) if each not in words] == []


def test_the_schema_of_json_refuses_a_sentence_without_its_status() -> None:
    body = json.loads(FORMATS["json"].render(TABLE))
    first, second = body["content"]["sections"][0]["blocks"][0]["sentences"][0], body["about"]
    first["status"] = "proved"
    del second["warnings"]

    assert len(against_schema(body)) == 2


@pytest.mark.parametrize("name", ["html", "pdf", "docx", "md"])
def test_a_fallen_text_says_so_beside_its_state(name: str) -> None:
    for state in ("stale", "superseded", "retracted"):
        assert f"revision 1, approved, now {state}" in _words(name, state)


def test_the_pdf_says_on_every_page_what_became_of_it() -> None:
    pages = pypdf.PdfReader(BytesIO(FORMATS["pdf"].render(in_state(TABLE, "retracted")))).pages
    assert len(pages) > 1
    for page in pages:
        assert "approved, now retracted" in page.extract_text()


@pytest.mark.parametrize("state", STATES)
def test_pdf_ua_as_far_as_a_machine_can_judge(state: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(FORMATS["pdf"].render(in_state(TABLE, state)))

    done = judges.run("pdfua", "check", str(path))
    assert done.returncode == 0, done.stdout.decode()


def test_the_judge_of_pdf_ua_can_refuse(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(FORMATS["pdf"].render(TABLE))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(path)

    assert judges.run("pdfua", "check", str(path)).returncode == 3
