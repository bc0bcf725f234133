"""Whether a text fits on the pages that its reader has room for."""

from dataclasses import replace

from cases.reports.document import Document, Section
from cases.reports.errors import TooLong
from cases.reports.exporters import pdf

_NAMED = 3


def require_room(document: Document) -> None:
    """Raise `TooLong` where the text takes more pages than it may, naming what is longest."""
    if not document.pages:
        return
    # The line of the second signature is on the page by the time that it is read.
    taken = pdf.pages_of(replace(document, approved=document.written))
    if taken > document.pages:
        longest = sorted(document.sections, key=words_of, reverse=True)[:_NAMED]
        told = "; ".join(f"{section.title} ({words_of(section):,} words)" for section in longest)
        raise TooLong(
            f"{document.template} has room for {document.pages:,} pages, and this takes "
            f"{taken:,}. The longest sections are: {told}."
        )


def room_of(document: Document) -> str:
    """How much of its room the text takes, in words; nothing where it has all the room it wants."""
    if not document.pages:
        return ""
    taken = pdf.pages_of(document)
    return f"It takes {taken:,} of the {document.pages:,} pages that its reader has room for."


def words_of(section: Section) -> int:
    """How many words the section prints."""
    sentences = [
        sentence
        for block in section.blocks
        for sentence in (*block.sentences, *(cell for row in block.rows for cell in row))
    ]
    return sum(len(sentence.text.split()) for sentence in sentences)
