"""The document as a web page of its own, and as the part of ours that shows it."""

import re
from collections.abc import Iterator
from html import escape

import nh3

from cases.reports.document import Block, Document, Sentence, Span
from cases.reports.spelling import spelled

_TAGS = {
    "article", "header", "section", "footer", "div", "h1", "h2", "h3", "h4", "p", "ul", "li",
    "blockquote", "strong", "em", "code", "span", "a", "dl", "dt", "dd",
    "table", "caption", "thead", "tbody", "tr", "th", "td",
    "figure", "figcaption",
    "svg", "defs", "pattern", "rect", "line", "polyline", "text",
}  # fmt: skip
#: What a picture of ours is drawn with: it has no style, script, link or address.
_DRAWN = {
    "x", "y", "x1", "y1", "x2", "y2", "width", "height", "points", "fill", "stroke",
    "stroke-width", "stroke-opacity", "stroke-dasharray",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href"},
    "th": {"scope"},
    "div": {"tabindex"},
    "svg": {"viewBox", "role", "aria-label", "font-family", "font-size", "fill"},
    "pattern": {"width", "height", "patternUnits", "patternTransform"},
    "rect": _DRAWN,
    "line": _DRAWN,
    "polyline": _DRAWN,
    "text": {"x", "y", "text-anchor", "font-weight", "font-size"},
}
_STYLE = """
:root{color-scheme:light dark;font:17px/1.6 Georgia,serif}
body{max-width:44rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}
.tlp{background:#000;color:#fff;font:700 12pt/1.4 sans-serif;padding:.1em .6em;float:right}
.tlp-red{color:#ff2b2b}.tlp-amber{color:#ffc000}.tlp-green{color:#33ff00}
.status{unicode-bidi:isolate}
.status{font:600 .75em/1 sans-serif;border:1.5px solid;border-radius:3px;padding:.1em .4em}
.status-confirmed{border-style:double}.status-not_established{border-style:dashed}
.status-refuted{text-decoration:line-through}
table{border-collapse:collapse;width:100%;font-size:.85em}
th,td{border:1px solid;padding:.3em .5em;text-align:left;overflow-wrap:anywhere}
caption{text-align:left;font-style:italic}
figure{margin:1.5em 0}svg{display:block;width:100%;min-width:34rem;height:auto}
.table-wrap{overflow-x:auto}
.synthetic,.warning{border:2px solid;padding:.4em .8em;font-weight:700}
"""
_SYNTHETIC = "SYNTHETIC: an exercise with invented names and made-up evidence."
_SHAPES = {
    "confirmed": "●", "reported": "◐", "alleged": "○", "disputed": "◑", "refuted": "⊘",
    "not_established": "◌", "assessed": "◇",
}  # fmt: skip
_TLP = {
    "TLP:RED": "red", "TLP:AMBER": "amber", "TLP:AMBER+STRICT": "amber", "TLP:GREEN": "green",
}  # fmt: skip


def render(document: Document) -> bytes:
    """A page that stands alone: its style is inside it, and it loads nothing."""
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_escape(document.title)} · {_escape(document.marking)}</title>"
        f"<style>{_STYLE}</style></head><body>{fragment(document)}</body></html>\n"
    )
    return page.encode()


def fragment(document: Document, *, under: int = 0) -> str:
    """The document's HTML, escaped here and sanitised once more by nh3.

    In a page of ours its headings stand `under` as many of the page's.
    """
    html = re.sub(
        r"(</?h)(\d)(?=[ >])",
        lambda heading: f"{heading[1]}{int(heading[2]) + under}",
        "".join(_parts(document)),
    )
    return _cleaned(html)


def part(blocks: tuple[Block, ...]) -> str:
    """The HTML of a few blocks, as the document would show them."""
    return _cleaned("".join(_blocks(blocks)))


def _cleaned(html: str) -> str:
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None)


def _parts(document: Document) -> Iterator[str]:
    yield '<article class="report">'
    yield "<header>"
    color = _TLP.get(document.marking, "clear")
    yield f'<span class="tlp tlp-{color}">{_escape(document.marking)}</span>'
    if document.is_synthetic:
        yield f'<p class="synthetic">{_SYNTHETIC}</p>'
    yield f"<h1>{_escape(document.title)}</h1>"
    yield f'<p class="about">{_escape(f"{document.about} · {document.now}")}</p>'
    for line in filter(None, (document.written, document.approved, document.supersedes)):
        yield f'<p class="about">{_escape(line)}</p>'
    for line in document.warnings:
        yield f'<p class="warning">{_escape(line)}</p>'
    if document.rating:
        yield f'<p class="rating"><strong>Rating: {_escape(document.rating)}</strong></p>'
    yield "</header>"
    for section in document.sections:
        yield f'<section id="{_escape(section.key)}">'
        yield f"<h2>{_escape(section.title)}</h2>"
        yield from _blocks(section.blocks)
        yield "</section>"
    yield from _notes(document)
    sealed = f"{document.marking} · SHA-256 {document.digest}"
    yield f"<footer><p>{_escape(sealed)}</p></footer></article>"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    in_list = False
    for block in blocks:
        if block.is_item != in_list:
            yield "<ul>" if block.is_item else "</ul>"
            in_list = block.is_item
        yield _BLOCKS.get(block.kind, _text_block)(block)
    if in_list:
        yield "</ul>"


def _text_block(block: Block) -> str:
    text = " ".join(_sentence(sentence) for sentence in block.sentences)
    tag = "li" if block.is_item else {"heading": "h3", "quote": "blockquote"}.get(block.kind, "p")
    anchor = f' id="{_escape(block.token)}"' if block.token else ""
    number = f'<span class="number">{_escape(block.number)}.</span> ' if block.number else ""
    return f'<{tag} class="{block.kind}"{anchor}>{number}{text}</{tag}>'


def _table(block: Block) -> str:
    head = "".join(f'<th scope="col">{_escape(cell)}</th>' for cell in block.head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_sentence(cell)}</td>" for cell in row) + "</tr>"
        for row in block.rows
    )
    caption = f"<caption>{_escape(block.caption)}</caption>" if block.caption else ""
    return (
        f'<div class="table-wrap" tabindex="0"><table>{caption}<thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _chart(block: Block) -> str:
    """The picture in the page itself; its numbers follow as a table."""
    picture = block.picture
    said = " ".join(_sentence(sentence) for sentence in block.sentences)
    facts = " ".join(picture.facts) if picture else ""
    return (
        f'<figure class="chart"><div class="table-wrap" tabindex="0">'
        f"{picture.svg if picture else ''}</div>"
        f"<figcaption><p><strong>{_escape(block.caption)}.</strong> {said}</p>"
        f'<p class="note">{_escape(facts)}</p></figcaption></figure>{_table(block)}'
    )


_BLOCKS = {"table": _table, "chart": _chart}


def _notes(document: Document) -> Iterator[str]:
    if document.notes:
        yield '<section id="cited"><h2>What is cited</h2><dl>'
        for note in document.notes:
            label = f" ({note.label})" if note.label else ""
            yield f'<dt id="note-{_escape(note.token)}">{_escape(note.token + label)}</dt>'
            yield f"<dd>{_escape(note.text)}</dd>"
        yield "</dl></section>"


def _sentence(sentence: Sentence) -> str:
    text = "".join(_span(span) for span in sentence.spans)
    if not sentence.label:
        return text
    shape = _SHAPES[sentence.status]
    mark = f'<span class="status status-{sentence.status}">{shape} {_escape(sentence.label)}</span>'
    return f"{text} {mark}"


def _span(span: Span) -> str:
    text = _escape(span.text)
    if span.kind == "citation":
        return f'<a class="citation" href="#note-{_escape(span.text.strip(" []"))}">{text}</a>'
    return f"<{span.kind}>{text}</{span.kind}>" if span.kind in {"strong", "em", "code"} else text


def _escape(text: str) -> str:
    return escape(spelled(text))
