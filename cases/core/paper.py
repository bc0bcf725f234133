"""Plain papers to print and file: PDF/A-2b and PDF/UA-1, marked on every page.

Words go in as data, never as Typst's markup: what somebody typed is set as text, whatever it looks
like. A character that the fonts may not draw, or that nobody sees, is spelled as in [U+202E].
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import typst

from cases.core.scales import Tlp

_NOT_DRAWN = re.compile(
    r"[^\n -~\u00a0-\u00ac\u00ae-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u20ac\u2190-\u2193]"
)

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, or under the title."""

    blocks: Sequence[Block]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its title, what its foot says on every page, and its sections."""

    title: str
    author: str
    foot: str
    marking: str
    sections: Sequence[Section]
    warning: str = ""


def text(words: str) -> Block:
    return {"kind": "text", "words": words}


def note(words: str) -> Block:
    return {"kind": "note", "words": words}


def heading(words: str) -> Block:
    return {"kind": "heading", "words": words}


def code(words: str) -> Block:
    return {"kind": "code", "words": words}


def items(words: Sequence[str]) -> Block:
    return {"kind": "list", "items": list(words)}


def facts(pairs: Sequence[tuple[str, str]]) -> Block:
    """Names and values; a value that is empty is left out."""
    return {"kind": "facts", "pairs": [list(pair) for pair in pairs if pair[1]]}


def table(head: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> Block:
    """A table; widths are shares of the page."""
    return {"kind": "table", "head": list(head), "widths": list(widths), "rows": rows}


def sign(names: Sequence[str]) -> Block:
    """Empty lines to write on, each with what is to be written there."""
    return {"kind": "sign", "items": list(names)}


def render(paper: Paper) -> bytes:
    """Set the paper; the same paper gives the same bytes."""
    data = asdict(paper) | {"marking_color": Tlp(paper.marking).color}
    rendered = typst.compile(
        files("cases.core").joinpath("paper.typ").read_bytes(),
        format="pdf",
        sys_inputs={"paper": json.dumps(_drawn(data), ensure_ascii=False)},
        pdf_standards=["a-2b", "ua-1"],
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        ignore_system_fonts=True,
    )
    assert isinstance(rendered, bytes)  # noqa: S101  one paper gives one file
    return rendered


def _drawn(value: Any) -> Any:
    if isinstance(value, str):
        return _NOT_DRAWN.sub(lambda found: f"[U+{ord(found[0]):04X}]", value)
    if isinstance(value, dict):
        return {key: _drawn(inner) for key, inner in value.items()}
    return [_drawn(inner) for inner in value] if isinstance(value, (list, tuple)) else value
