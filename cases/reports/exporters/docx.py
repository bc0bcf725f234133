"""The document as DOCX that counsel can comment on: real headings, styles, header and footer."""

from datetime import datetime
from io import BytesIO

from docx import Document as Word
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from cases.reports.charts import Picture
from cases.reports.document import Block, Document, Sentence
from cases.reports.exporters.raster import png_of
from cases.reports.spelling import spelled

_STYLES = {"quote": "Quote", "heading": "Heading 2"}
_STATUS = "Status"
_PROPERTY = 255


def render(document: Document) -> bytes:
    """Every sentence with its status behind it, in brackets."""
    word = Word()
    _properties(word, document)
    _status_style(word)
    _frame(word, document)
    _cover(word, document)
    for section in document.sections:
        word.add_heading(spelled(section.title), 1)
        for block in section.blocks:
            _block(word, block)
    if document.notes:
        word.add_heading("What is cited", 1)
        for note in document.notes:
            label = f" ({note.label})" if note.label else ""
            word.add_paragraph(spelled(f"{note.token}{label}: {note.text}"), "List Bullet")
    held = BytesIO()
    word.save(held)
    return held.getvalue()


def _properties(word: WordDocument, document: Document) -> None:
    """What stands in the file's properties: the state and the digest travel with a renamed copy."""
    about = word.core_properties
    about.title = _short(document.title)
    about.subject = document.reference
    about.author = about.last_modified_by = "Probata"
    about.keywords = about.category = document.marking
    about.content_status = _short(document.now)
    about.comments = _short(" ".join(document.warnings))
    about.identifier = f"sha256:{document.digest}"
    about.language = "en-GB"
    about.created = about.modified = datetime.fromisoformat(document.life.modified)


def _short(text: str) -> str:
    """As much as a property may hold."""
    text = spelled(text)
    return text if len(text) <= _PROPERTY else text[: _PROPERTY - 1] + "…"


def _status_style(word: WordDocument) -> None:
    """A style of its own, so that every status can be found, and set larger, at once."""
    style = word.styles.add_style(_STATUS, WD_STYLE_TYPE.CHARACTER)
    style.font.bold, style.font.size, style.font.color.rgb = True, Pt(9), RGBColor(0x40, 0x40, 0x40)


def _frame(word: WordDocument, document: Document) -> None:
    section = word.sections[0]
    marked = document.marking + ("   SYNTHETIC" if document.is_synthetic else "")
    for part, text in (
        (section.header, marked),
        (section.footer, marked),
    ):
        paragraph = part.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(text)
        run.bold, run.font.size = True, Pt(12)
    about = f"{document.reference} · {document.now} · SHA-256 {document.digest[:16]} · page "
    line = section.footer.paragraphs[0].insert_paragraph_before(spelled(about))
    _field(line, "PAGE")
    line.add_run(" of ")
    _field(line, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that the reader's program fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001  python-docx has no fields


def _cover(word: WordDocument, document: Document) -> None:
    word.add_heading(spelled(document.title), 0)
    word.add_paragraph(spelled(document.about))
    word.add_paragraph(spelled(f"State: {document.now}"))
    word.add_paragraph(f"SHA-256 of the content: {document.digest}")
    for line in (document.written, document.approved, document.supersedes):
        if line:
            word.add_paragraph(spelled(line))
    for line in document.warnings:
        word.add_paragraph().add_run(spelled(line)).bold = True
    if document.rating:
        word.add_paragraph().add_run(spelled(f"Rating: {document.rating}")).bold = True


def _block(word: WordDocument, block: Block) -> None:
    if block.kind == "table":
        _table(word, block, block.caption)
        return
    if block.picture:
        _chart(word, block, block.picture)
        return
    paragraph = word.add_paragraph(
        style="List Bullet" if block.is_item else _STYLES.get(block.kind)
    )
    if block.lead:
        paragraph.add_run(block.lead)
    for sentence in block.sentences:
        _sentence(paragraph, sentence)
        paragraph.add_run(" ")


def _chart(word: WordDocument, block: Block, picture: Picture) -> None:
    """The picture as PNG, which every reader of the format shows, with its description."""
    shape = word.add_picture(BytesIO(png_of(picture)), width=Cm(16))
    about = shape._inline.docPr  # noqa: SLF001  python-docx has no descriptions
    about.set("descr", spelled(picture.alt))
    about.set("title", spelled(block.caption))
    paragraph = word.add_paragraph()
    paragraph.add_run(spelled(f"{block.caption}. ")).bold = True
    for sentence in block.sentences:
        _sentence(paragraph, sentence)
        paragraph.add_run(" ")
    for fact in picture.facts:
        word.add_paragraph(spelled(fact))
    _table(word, block)


def _table(word: WordDocument, block: Block, caption: str = "") -> None:
    if caption:
        word.add_paragraph(spelled(caption), "Caption")
    table = word.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(spelled(text)).bold = True
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001  on every page
    for row in block.rows:
        for cell, sentence in zip(table.add_row().cells, row, strict=False):
            _sentence(cell.paragraphs[0], sentence)


def _sentence(paragraph: Paragraph, sentence: Sentence) -> None:
    for span in sentence.spans:
        run = paragraph.add_run(spelled(span.text))
        run.bold, run.italic = span.kind == "strong", span.kind == "em"
    if sentence.label:
        run = paragraph.add_run(f" [{spelled(sentence.label)}]", _STATUS)
        run.font.strike = sentence.status == "refuted"
