"""Prose as a reader sees it, with the way back to the source.

Markdown's marks, entities, invisible characters and look-alike letters could hide a word from the
check that the page would still show; here they are read as the reader reads them.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases.reports.citations import PATTERN, Citation, read_citation

#: Stands for one citation in readable text.
MARK = "\ufffc"

_LOOKALIKES = str.maketrans(
    "асеорхуіјѕһԁԛԝАВСЕНКМОРТХІЅЈαορνιτκΑΒΕΖΗΙΚΜΝΟΡΤΧ‘’‛“”„‟‐‑‒−",
    'aceopxyijshdqwABCEHKMOPTXISJaopvitkABEZHIKMNOPTX\'\'\'""""----',
)
_TOKEN = re.compile(
    r"(?P<plain>[A-Za-z0-9,.;:'\"()/%$?-]+)"
    r"|(?P<citation>" + PATTERN.pattern + r")"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<link>\]\([^()\s]*(?:\s+\"[^\"]*\")?\))"
    r"|(?P<open>!?\[)"
    r"|(?P<emphasis>[*`]+|~~|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9]))"
    r"|(?P<space>(?:\n\s{0,3}>|\s)\s*)"
    r"|(?P<char>.)",
    re.DOTALL,
)
_BLOCK = re.compile(
    r"(?P<quote>(?:\s{0,3}>\s?)*)"
    r"(?:(?P<heading>\s{0,3}\#{1,6}\s+)|(?P<item>\s*(?:[-*+]|\d{1,9}[.)])\s+)|(?P<fence>\s*(?:```|~~~)))?"
)
_RULE_ROW = re.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*+\|?\s*+")


@dataclass(frozen=True)
class Readable:
    """Text as read; character i stands in the source from `offsets[i]` to `ends[i]`."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]
    start: int
    end: int
    citations: tuple[Citation, ...]

    def source(self, at: int) -> int:
        return self.offsets[at] if at < len(self.offsets) else self.end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch stands in the source, with the marks around it."""
        return (self.ends[start - 1] if start else self.start), self.source(end)


@dataclass(frozen=True)
class Block:
    """A stretch within which sentences run: prose, item, quote, heading or cell.

    Cells of one row share its `row`.
    """

    kind: str
    start: int
    end: int
    row: int = -1


def blocks_of(source: str) -> tuple[Block, ...]:
    """Split Markdown into the stretches within which sentences run."""
    found: list[Block] = []
    current: Block | None = None
    for start, line in _lines(source):
        match = _BLOCK.match(line)
        body = start + (match.end() if match else 0)
        end = start + len(line.rstrip("\n"))
        starts_anew = bool(match and (match["heading"] or match["item"] or match["fence"]))
        is_row = line.lstrip().startswith("|")
        if current and (starts_anew or is_row or not line.strip()):
            found.append(current)
            current = None
        if not source[body:end].strip() or (match and match["fence"]) or _RULE_ROW.fullmatch(line):
            continue
        if is_row:
            found.extend(_cells(source, start, end))
        elif match and match["heading"]:
            found.append(Block("heading", body, end))
        else:
            current = (
                Block(_kind(match), body, end) if current is None else replace(current, end=end)
            )
    if current:
        found.append(current)
    return tuple(found)


def read_block(source: str, block: Block) -> Readable:
    """The block's text as a reader sees it."""
    text: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    citations: list[Citation] = []
    for match in _TOKEN.finditer(source, block.start, block.end):
        if match["plain"]:
            text.extend(match[0])
            offsets.extend(range(match.start(), match.end()))
            ends.extend(range(match.start() + 1, match.end() + 1))
            continue
        shown = _shown(match)
        if match["citation"]:
            citations.append(read_citation(match["citation"][2:-2], match.start(), match.end()))
        text.extend(shown)
        offsets.extend([match.start()] * len(shown))
        ends.extend([match.end()] * len(shown))
    return Readable(
        "".join(text), tuple(offsets), tuple(ends), block.start, block.end, tuple(citations)
    )


def _shown(match: re.Match[str]) -> str:
    if match["citation"]:
        return MARK
    if match["link"] or match["open"] or match["emphasis"]:
        return ""
    if match["space"]:
        return " "
    raw = html.unescape(match["entity"]) if match["entity"] else match[0]
    raw = raw[1:] if match["escape"] else raw
    plain = unicodedata.normalize("NFKC", raw.translate(_LOOKALIKES)).translate(_LOOKALIKES)
    return "".join(c for c in plain if unicodedata.category(c) not in {"Cf", "Cc"} and c != MARK)


def _lines(source: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in source.splitlines(keepends=True):
        yield at, line
        at += len(line)


def _cells(source: str, start: int, end: int) -> Iterator[Block]:
    for match in re.finditer(r"[^|]+", source[start:end]):
        if match[0].strip():
            yield Block("cell", start + match.start(), start + match.end(), start)


def _kind(match: re.Match[str] | None) -> str:
    if match and match["item"]:
        return "item"
    return "quote" if match and match["quote"].strip() else "prose"
