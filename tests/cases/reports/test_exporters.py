import json
import re
import warnings
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pypdf
import pytest
import rfc8785
import stix2
from docx import Document as Word

from cases.reports.compose import compose
from cases.reports.exporters import FORMATS
from cases.reports.life import Life, Version, runs
from cases.reports.links import links_of
from tests.cases.reports.drafts import DOCUMENT, DRAFT, HOSTILE
from tests.cases.reports.ledger import LEDGER

RENDERED = {name: each.render(DOCUMENT) for name, each in FORMATS.items()}
LABELS = [
    "alleged by Halden",
    "not established",
    "disputed; asserted by Halden",
    "refuted",
    "confirmed",
]


def _text(name: str) -> str:
    if name == "pdf":
        pages = pypdf.PdfReader(BytesIO(RENDERED["pdf"])).pages
        return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    if name == "docx":
        word = Word(BytesIO(RENDERED["docx"]))
        cells = [c.text for t in word.tables for row in t.rows for c in row.cells]
        return "\n".join([*(p.text for p in word.paragraphs), *cells])
    return RENDERED[name].decode()


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_the_same_bytes_or_text_again(name: str) -> None:
    if name == "docx":
        pytest.skip("python-docx writes the time into the package")
    assert FORMATS[name].render(DOCUMENT) == RENDERED[name]


@pytest.mark.parametrize("name", ["html", "pdf", "docx", "md"])
def test_every_status_survives(name: str) -> None:
    text = _text(name)

    assert [label for label in LABELS if label not in text] == []


@pytest.mark.parametrize("name", ["html", "pdf", "docx", "md", "json", "stix"])
def test_marking_and_synthetic_data_are_on_it(name: str) -> None:
    raw = (
        RENDERED[name]
        if name != "docx"
        else ZipFile(BytesIO(RENDERED[name])).read("word/header1.xml")
    )
    text = _text("pdf") if name == "pdf" else raw.decode()

    assert "TLP:AMBER+STRICT" in text
    assert "SYNTHETIC" in text or "synthetic" in text


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_what_was_typed_is_set_and_never_run(name: str) -> None:
    """Template injection in report templates (CVE-2024-25624 of a peer)."""
    text = _text(name)

    assert '#panic("boom")' in text
    assert '#read("/etc/passwd")' in text
    assert "{{ 7*7 }}" in text
    assert "root:" not in text


def test_the_web_page_holds_no_markup_that_was_typed() -> None:
    """Stored XSS in generated reports (CVE-2023-30615 and CVE-2024-25640 of a peer)."""
    page = RENDERED["html"].decode()

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"<[^>]+\son\w+=", page)
    assert not re.search(r'(?:href|src)="(?!#)', page)
    assert "{{ 7*7 }}" in page


def test_markdown_escapes_what_was_typed() -> None:
    text = RENDERED["md"].decode()

    assert "<script>" not in text
    assert "](javascript:" not in text
    assert HOSTILE not in text


def test_the_pdf_says_it_is_pdf_a_and_is_tagged() -> None:
    with pikepdf.open(BytesIO(RENDERED["pdf"])) as pdf:
        meta = pdf.open_metadata()
        assert meta.pdfa_status == "2B"
        assert str(meta["{http://www.aiim.org/pdfua/ns/id/}part"]) == "1"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.Lang == "en-GB"
        fonts = [f for page in pdf.pages for f in page.Resources.Font.values()]
        assert all("/DescendantFonts" in f or "/FontDescriptor" in f for f in fonts)


def test_the_pdf_has_a_bookmark_for_each_section() -> None:
    outline = [item.title for item in _flat(pypdf.PdfReader(BytesIO(RENDERED["pdf"])).outline)]

    assert [s.title for s in DOCUMENT.sections if s.title not in outline] == []


def _flat(outline: list[object]) -> list[pypdf.generic.Destination]:
    return [
        found
        for item in outline
        for found in (_flat(item) if isinstance(item, list) else [item])
    ]  # fmt: skip


def test_the_docx_has_headings_header_and_footer() -> None:
    word = Word(BytesIO(RENDERED["docx"]))

    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings[: len(DOCUMENT.sections)] == [s.title for s in DOCUMENT.sections]
    assert "TLP:AMBER+STRICT" in word.sections[0].header.paragraphs[0].text
    assert DOCUMENT.digest[:16] in word.sections[0].footer.paragraphs[0].text


def test_docx_drops_what_xml_has_no_place_for() -> None:
    hostile = replace(DOCUMENT, title="bell \x07 and \x00 null")

    assert FORMATS["docx"].render(hostile)[:2] == b"PK"
    assert FORMATS["pdf"].render(hostile)[:4] == b"%PDF"


def test_the_pdf_spells_what_its_fonts_cannot_draw() -> None:
    pdf = FORMATS["pdf"].render(replace(DOCUMENT, rating="said by 阿里 🙂 of Řím"))

    text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    assert "said by [U+963F][U+91CC] [U+1F642] of Řím" in text


def test_json_states_the_digest_of_its_content() -> None:
    body = json.loads(RENDERED["json"])

    assert body["sha256"] == DOCUMENT.digest
    assert sha256(rfc8785.dumps(body["content"])).hexdigest() == DOCUMENT.digest
    assert replace(DOCUMENT, state="retracted").digest == DOCUMENT.digest
    assert replace(DOCUMENT, title="Another").digest != DOCUMENT.digest


def test_stix_is_read_by_the_library_of_its_authors() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bundle = stix2.parse(RENDERED["stix"].decode(), allow_custom=True)

    kinds = [each["type"] for each in bundle.objects]
    assert kinds.count("report") == 1
    assert "relationship" not in kinds
    notes = [each for each in bundle.objects if each.get("labels", [""])[0].startswith("status:")]
    assert notes
    assert all(note["content"].startswith(note["abstract"].split(": ")[1]) for note in notes)


def _stix(likelihood: str, status: str = "assessed") -> list[dict[str, object]]:
    judged = replace(LEDGER.claims[6], status=status, likelihood=likelihood, actor="Meridian Cloud")
    ledger = replace(LEDGER, claims=dict(LEDGER.claims) | {6: judged})
    document = compose(DRAFT, ledger)
    link = links_of(document)
    version = Version(1, "2026-06-21T10:00:00.000Z", links=link)
    signed = replace(document, life=Life("approved", line="from-1", runs=runs([version])))
    return json.loads(FORMATS["stix"].render(signed))["objects"]


@pytest.mark.parametrize(
    ("likelihood", "status", "links"),
    [
        ("very likely", "assessed", 1), ("likely", "assessed", 1), ("unlikely", "assessed", 0),
        ("roughly even chance", "assessed", 0), ("", "alleged", 0), ("", "disputed", 0),
        ("", "not_established", 0), ("", "confirmed", 1),
    ],
)  # fmt: skip
def test_stix_attributes_only_what_we_stand_behind(
    likelihood: str, status: str, links: int
) -> None:
    objects = _stix(likelihood, status)

    found = [each for each in objects if each["type"] == "relationship"]
    assert [each["relationship_type"] for each in found] == ["attributed-to"] * links
