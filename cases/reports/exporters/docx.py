"""The document as DOCX that counsel can comment on: real headings, styles, header and footer."""

from io import BytesIO

from docx import Document as Word
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from cases.reports.document import Block, Document, Sentence

_STYLES = {"item": "List Bullet", "claim": "List Bullet", "quote": "Quote", "heading": "Heading 2"}


def render(document: Document) -> bytes:
    """Every sentence with its status behind it, in brackets."""
    word = Word()
    word.core_properties.title = _safe(document.title)
    word.core_properties.subject = document.reference
    word.core_properties.author = "Probata"
    word.core_properties.keywords = document.marking
    _frame(word, document)
    _cover(word, document)
    for section in document.sections:
        word.add_heading(_safe(section.title), 1)
        for block in section.blocks:
            _block(word, block)
    if document.notes:
        word.add_heading("What is cited", 1)
        for note in document.notes:
            label = f" ({note.label})" if note.label else ""
            word.add_paragraph(_safe(f"{note.token}{label}: {note.text}"), "List Bullet")
    held = BytesIO()
    word.save(held)
    return held.getvalue()


def _frame(word: WordDocument, document: Document) -> None:
    section = word.sections[0]
    marked = document.marking + ("   SYNTHETIC" if document.is_synthetic else "")
    for part, text in (
        (section.header, marked),
        (section.footer, f"{document.reference}   {document.digest[:16]}   {marked}"),
    ):
        paragraph = part.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(text)
        run.bold, run.font.size = True, Pt(12)


def _cover(word: WordDocument, document: Document) -> None:
    word.add_heading(_safe(document.title), 0)
    word.add_paragraph(_safe(f"{document.reference} · {document.case} {document.case_title}"))
    word.add_paragraph(_safe(f"State: {document.now}"))
    for line in (document.written, document.approved, document.supersedes):
        if line:
            word.add_paragraph(_safe(line))
    for line in document.warnings:
        word.add_paragraph().add_run(_safe(line)).bold = True
    if document.rating:
        word.add_paragraph().add_run(_safe(f"Rating: {document.rating}")).bold = True


def _block(word: WordDocument, block: Block) -> None:
    if block.kind == "table":
        _table(word, block)
        return
    paragraph = word.add_paragraph(style=_STYLES.get(block.kind))
    for sentence in block.sentences:
        _sentence(paragraph, sentence)
        paragraph.add_run(" ")


def _table(word: WordDocument, block: Block) -> None:
    if block.caption:
        word.add_paragraph(_safe(block.caption), "Caption")
    table = word.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(_safe(text)).bold = True
    for row in block.rows:
        for cell, sentence in zip(table.add_row().cells, row, strict=False):
            _sentence(cell.paragraphs[0], sentence)


def _sentence(paragraph: Paragraph, sentence: Sentence) -> None:
    for span in sentence.spans:
        run = paragraph.add_run(_safe(span.text))
        run.bold, run.italic = span.kind == "strong", span.kind == "em"
    if sentence.label:
        run = paragraph.add_run(f" [{_safe(sentence.label)}]")
        run.bold, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor(0x40, 0x40, 0x40)
        run.font.strike = sentence.status == "refuted"


def _safe(text: str) -> str:
    """Without the characters that XML 1.0 has no place for."""
    return "".join(c for c in text if c in "\t\n" or 0x20 <= ord(c) not in {0xFFFE, 0xFFFF})
