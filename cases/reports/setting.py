"""Prose, taken apart into the document's blocks, sentences and spans."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from markdown_it import MarkdownIt

from cases.reports.citations import PATTERN, Citation, read_citation
from cases.reports.document import CAUTION, Block, Sentence, Span
from cases.reports.ledger import ClaimRef, Ledger
from cases.reports.sentences import Sentence as Read
from cases.reports.sentences import sentences_of

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_KINDS = {"prose": "paragraph"}


def blocks_of_prose(text: str, ledger: Ledger) -> tuple[Block, ...]:
    """The blocks of a section's prose, each sentence with its status."""
    read = sentences_of(text)
    blocks: list[Block] = []
    for (row, _), group in groupby(
        read, key=lambda s: (s.block.row, s.block.start * (s.block.row < 0))
    ):
        sentences = list(group)
        if row < 0:
            kind = _KINDS.get(sentences[0].kind, sentences[0].kind)
            blocks.append(Block(kind, tuple(_sentence(text, s, ledger) for s in sentences)))
        else:
            cells = tuple(_cells(text, sentences, ledger))
            if blocks and blocks[-1].kind == "table" and blocks[-1].token == "":
                blocks[-1] = Block(
                    "table", head=blocks[-1].head, rows=(*blocks[-1].rows, cells)
                )  # fmt: skip
            else:
                blocks.append(Block("table", head=tuple(cell.text for cell in cells)))
    return tuple(blocks)


def spans_of(text: str) -> tuple[Span, ...]:
    """Plain spans of one sentence's Markdown."""
    spans: list[Span] = []
    kind = "text"
    (inline,) = _MARKDOWN.parseInline(text)
    for token in inline.children or []:
        if token.type in {"strong_open", "em_open"}:
            kind = token.type.removesuffix("_open")
        elif token.type in {"strong_close", "em_close"}:
            kind = "text"
        elif token.type == "code_inline":
            spans.extend(_cited(token.content, "code"))
        elif token.type in {"softbreak", "hardbreak"}:
            spans.append(Span(" "))
        elif token.type == "image" or token.content:
            spans.extend(_cited(token.content, kind))
    return tuple(spans)


def status_of(claims: Iterable[ClaimRef]) -> tuple[str, str, str]:
    """The most cautious status of the claims, all who speak for it, and whether it is of a saying.

    They are the last three fields of a sentence.
    """
    by_caution = sorted(claims, key=lambda claim: CAUTION.index(claim.status))
    if not by_caution:
        return "", "", ""
    status = by_caution[0].status
    weakest = [claim for claim in by_caution if claim.status == status]
    said = dict.fromkeys(name for claim in weakest for name in claim.said_by)
    sayings = [claim.kind == "utterance" for claim in weakest]
    saying = "whole" if all(sayings) else "part" if any(sayings) else ""
    return status, ", ".join(said), saying if status == "confirmed" else ""


def cited_in(text: str) -> Iterator[Citation]:
    for match in PATTERN.finditer(text):
        yield read_citation(match[1], match.start(), match.end())


def _sentence(text: str, read: Read, ledger: Ledger) -> Sentence:
    start, end = read.source
    claims = [ledger.claims.get(c.number) for c in read.citations if c.kind == "claim"]
    worth = status_of(claim for claim in claims if claim)
    return Sentence(spans_of(text[start:end].strip()), *worth)


def _cells(text: str, sentences: list[Read], ledger: Ledger) -> Iterator[Sentence]:
    for _, group in groupby(sentences, key=lambda s: s.block.start):
        parts = [_sentence(text, read, ledger) for read in group]
        spans = tuple(span for part in parts for span in part.spans)
        strict = min(parts, key=lambda p: CAUTION.index(p.status) if p.status else len(CAUTION))
        yield replace(strict, spans=spans)


def _cited(text: str, kind: str) -> Iterator[Span]:
    at = 0
    for match in PATTERN.finditer(text):
        if match.start() > at:
            yield Span(text[at : match.start()], kind)
        yield Span(f"[{read_citation(match[1], 0, 0).token}]", "citation")
        at = match.end()
    if at < len(text):
        yield Span(text[at:], kind)
