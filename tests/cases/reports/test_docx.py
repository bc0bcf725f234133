"""DOCX as counsel uses it: commented, changed with tracking, sent back, and nothing lost."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from cases.reports.document import Document
from cases.reports.exporters import docx
from tests.cases.reports import judges
from tests.cases.reports.drafts import DOCUMENT
from tests.cases.reports.readers import words_of
from tests.cases.reports.states import in_state

RETRACTED = in_state(DOCUMENT, "retracted")


def _parts(document: Document = RETRACTED) -> dict[str, str]:
    with ZipFile(BytesIO(docx.render(document))) as package:
        return {
            name: package.read(name).decode()
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def _reviewed(content: bytes) -> bytes:
    """As Word saves it after a comment, an insertion and a deletion of counsel's."""
    word = Word(BytesIO(content))
    run = next(_statuses(word))
    word.add_comment(run, text="Is this in the letter?", author="Counsel", initials="C")
    marks = {qn("w:author"): "Counsel", qn("w:date"): "2026-06-29T10:00:00Z"}
    added = OxmlElement("w:ins", attrs={qn("w:id"): "901", **marks})
    text = deepcopy(run._r)
    text.find(qn("w:t")).text = " as counsel reads it"
    added.append(text)
    taken = OxmlElement("w:del", attrs={qn("w:id"): "902", **marks})
    run._r.addnext(added)
    first = next(each for each in word.paragraphs if "Halden alleges" in each.text).runs[0]._r
    first.addprevious(taken)
    taken.append(first)
    first.find(qn("w:t")).tag = qn("w:delText")
    held = BytesIO()
    word.save(held)
    return held.getvalue()


def _statuses(word: object) -> Iterator[Run]:
    for paragraph in word.paragraphs:
        yield from (run for run in paragraph.runs if run.style.name == "Status")


def test_a_review_by_counsel_loses_nothing() -> None:
    content = docx.render(RETRACTED)
    reviewed = _reviewed(content)

    read = judges.pandoc(reviewed, "docx", "html")
    assert "Is this in the letter?" in read
    assert re.search(r'<span class="insertion"[^>]*>.{0,40}as counsel reads it', read, re.DOTALL)
    assert re.search(r'<span class="deletion"[^>]*>.{0,40}Halden', read, re.DOTALL)
    before = words_of("docx", content).split()
    after = iter(words_of("docx", reviewed).split())
    assert [word for word in before if word not in after] == []


def test_sections_are_headings_to_navigate_by() -> None:
    outline = re.findall(
        r"^# (.+)$", judges.pandoc(docx.render(DOCUMENT), "docx", "gfm"), re.MULTILINE
    )

    assert outline == [*(section.title for section in DOCUMENT.sections), "What is cited"]


def test_the_properties_say_the_state_and_the_digest() -> None:
    about = Word(BytesIO(docx.render(RETRACTED))).core_properties

    assert about.content_status == "revision 1, approved, now retracted"
    assert about.comments.startswith("RETRACTED on 2026-06-28")
    assert about.identifier == f"sha256:{RETRACTED.digest}"
    assert about.category == "TLP:AMBER+STRICT"
    assert (about.language, about.modified.isoformat()[:10]) == ("en-GB", "2026-06-28")


def test_every_page_has_its_marking_state_and_number() -> None:
    parts = _parts()

    assert "TLP:AMBER+STRICT" in parts["word/header1.xml"]
    footer = parts["word/footer1.xml"]
    assert "approved, now retracted" in footer
    assert re.findall(r'w:instr="(\w+)"', footer) == ["PAGE", "NUMPAGES"]


def test_the_package_runs_nothing_and_reaches_for_nothing() -> None:
    parts = _parts()

    assert not [name for name in parts if "vba" in name.lower() or "activeX" in name]
    assert "macroEnabled" not in parts["[Content_Types].xml"]
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
    assert not [
        n for n, t in parts.items() if re.search(r"w:(altChunk|object|attachedTemplate)\b", t)
    ]


def test_a_table_repeats_its_head_on_every_page() -> None:
    tables = Word(BytesIO(docx.render(DOCUMENT))).tables

    assert tables
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize("title", ["A" * 300, "bell \x07 and \x00 null"])
def test_a_title_may_be_long_or_hold_what_xml_has_no_place_for(title: str) -> None:
    word = Word(BytesIO(docx.render(replace(DOCUMENT, title=title))))

    assert len(word.core_properties.title) <= 255
    assert word.paragraphs[0].text == title.replace("\x07", "[U+0007]").replace("\x00", "[U+0000]")
