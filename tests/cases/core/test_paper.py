"""A paper says exactly what was typed, and is one that archives and screen readers accept."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest

from cases.core import paper
from cases.core.paper import Paper, Section
from tests.cases.reports import judges

TYPED = '#set text(red) *bold* <b>b</b> $x$ #eval("1") \\u{41}'
DIGEST = "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def rendered() -> bytes:
    blocks = [
        paper.facts([("Name", TYPED), ("Nothing", ""), ("SHA-256", DIGEST)]),
        paper.heading("A heading"),
        paper.text(f"Turned \u202e around. {TYPED}"),
        paper.note(TYPED),
        paper.items([TYPED]),
        paper.code(TYPED),
        paper.table(["A", "B"], [1, 1], [[TYPED, "x" * 70]]),
        paper.sign(["Date"]),
    ]
    return paper.render(
        Paper(TYPED, "Probata", "Foot", "TLP:RED", [Section(blocks, TYPED)], warning="SYNTHETIC.")
    )


@pytest.fixture(scope="module")
def words(rendered: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(rendered)).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


def test_what_was_typed_is_set_as_it_stands(words: str) -> None:
    assert words.count(TYPED) == 8
    assert "Turned [U+202E] around." in words


def test_a_digest_is_copied_whole_and_an_empty_fact_is_left_out(words: str) -> None:
    assert DIGEST in words
    assert "x" * 32 + " " + "x" * 32 + " xxxxxx" in words
    assert "Nothing" not in words


def test_every_page_is_marked_in_header_and_footer(words: str) -> None:
    assert words.count("TLP:RED") == 2
    assert "SYNTHETIC." in words


def test_a_paper_is_pdf_a_and_accessible(rendered: bytes, tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(rendered)) as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"
    path = tmp_path / "paper.pdf"
    path.write_bytes(rendered)

    done = judges.run("pdfua", "check", str(path))
    assert done.returncode == 0, done.stdout.decode()
