"""The document as Markdown that any reader can take further; what was typed stays text."""

import re
from collections.abc import Iterator

from cases.reports.document import Block, Document, Sentence, Span
from cases.reports.spelling import spelled

#: What means something wherever it stands; `$` and `:word:` to the readers that extend Markdown.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|~&$]|:(?=[\w+-]+:))")
#: What makes a list of a line that begins with it.
_LIST = re.compile(r"^\s*(\d*)([-+.])")


def render(document: Document) -> bytes:
    """The whole document; a status follows every sentence that has one."""
    return ("\n".join(_lines(document)).rstrip() + "\n").encode()


def _lines(document: Document) -> Iterator[str]:
    yield f"**{_escape(document.marking)}**" + (" · **SYNTHETIC**" if document.is_synthetic else "")
    yield ""
    yield f"# {_escape(document.title)}"
    yield ""
    yield _escape(f"{document.about} · {document.now}")
    for line in (document.written, document.approved, document.supersedes, *document.warnings):
        if line:
            yield ""
            yield _line(_escape(line))
    if document.rating:
        yield ""
        yield f"**Rating: {_escape(document.rating)}**"
    for section in document.sections:
        yield ""
        yield f"## {_escape(section.title)}"
        for block in section.blocks:
            yield ""
            yield from _block(block)
    if document.notes:
        yield ""
        yield "## What is cited"
        yield ""
        for note in document.notes:
            label = f" ({note.label})" if note.label else ""
            yield f"- {_escape(f'{note.token}{label}: {note.text}')}"
    yield ""
    yield f"**{_escape(document.marking)}** · SHA-256 `{document.digest}`"


def _block(block: Block) -> Iterator[str]:
    text = _line(block.lead + " ".join(_sentence(sentence) for sentence in block.sentences))
    if block.kind == "heading":
        yield f"### {text}"
    elif block.is_item:
        yield f"- {text}"
    elif block.kind == "quote":
        yield f"> {text}"
    elif block.kind == "table":
        if block.caption:
            yield f"*{_escape(block.caption)}*"
            yield ""
        yield from _table(block)
    elif block.picture:
        yield from _chart(block, text)
    else:
        yield text


def _table(block: Block) -> Iterator[str]:
    yield "| " + " | ".join(_escape(cell) for cell in block.head) + " |"
    yield "|" + " --- |" * len(block.head)
    for row in block.rows:
        yield "| " + " | ".join(_sentence(cell) for cell in row) + " |"


def _chart(block: Block, text: str) -> Iterator[str]:
    """Words and numbers: a picture has no place in a text."""
    yield f"**{_escape(block.caption)}.** {text}".rstrip()
    for line in (block.picture.alt, *block.picture.facts) if block.picture else ():
        yield ""
        yield _line(_escape(line))
    yield ""
    yield from _table(block)


def _sentence(sentence: Sentence) -> str:
    text = "".join(_span(span) for span in sentence.spans)
    return f"{text} ⟨{_escape(sentence.label)}⟩" if sentence.label else text


def _span(span: Span) -> str:
    text = _escape(span.text)
    mark = {"strong": "**", "em": "*"}.get(span.kind, "")
    is_word = span.text[:1].isalnum() and span.text[-1:].isalnum()
    return f"{mark}{text}{mark}" if mark and is_word else text


def _line(text: str) -> str:
    return _LIST.sub(r"\1\\\2", text).lstrip()


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", spelled(re.sub(r"[\r\n]+", " ", text)))
