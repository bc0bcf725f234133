"""The document as PDF for filing: PDF/A-2b, tagged, with bookmarks, marked on every page.

The document goes in as data (one JSON string), never as Typst's markup: what somebody typed is set
as text, whatever it looks like.
"""

import json
import re
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import typst

from cases.reports.document import Document, label_of, to_plain
from cases.reports.spelling import by_number, spelled

_TLP_COLORS = {
    "TLP:RED": "#FF2B2B", "TLP:AMBER": "#FFC000", "TLP:AMBER+STRICT": "#FFC000",
    "TLP:GREEN": "#33FF00", "TLP:CLEAR": "#FFFFFF",
}  # fmt: skip
_PAGE = files("cases.reports.exporters").joinpath("report.typ").read_bytes()
#: What the fonts inside Typst can draw for certain; the rest is tried, and spelled if it fails.
_DRAWN = re.compile(
    r"[^\n -~\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u20ac\u2190-\u2193]"
)


def render(document: Document) -> bytes:
    """Set the document; the same document gives the same bytes.

    A filing may hold no character that its fonts can't draw: where there is one, it is spelled by
    its number, as in [U+963F].
    """
    data = _data(document)
    try:
        return _compile(data)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compile(_DRAWN.sub(by_number, data))


def pages_of(document: Document) -> int:
    """How many pages the document takes, set on A4."""
    found = typst.query(
        _PAGE, "<pages>", "value", one=True,
        sys_inputs={"report": _data(document)}, ignore_system_fonts=True,
    )  # fmt: skip
    return int(found)


def _data(document: Document) -> str:
    data = to_plain(document.as_json()) | {
        "digest": document.digest,
        "state": document.now,
        "about": document.about,
        "pages": document.pages,
        "tlp_color": _TLP_COLORS.get(document.marking, "#FFFFFF"),
    }
    for section in data["sections"]:
        for block in section["blocks"]:
            for sentence in (*block["sentences"], *(c for row in block["rows"] for c in row)):
                sentence["label"] = label_of(
                    sentence["status"], sentence["speaker"], sentence.get("saying", "")
                )
    return json.dumps(_spelled(data), ensure_ascii=False)


def _compile(data: str) -> bytes:
    rendered = typst.compile(
        _PAGE,
        format="pdf",
        sys_inputs={"report": data},
        pdf_standards=["a-2b", "ua-1"],
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        ignore_system_fonts=True,
    )
    assert isinstance(rendered, bytes)  # noqa: S101  one document gives one file
    return rendered


def _spelled(value: Any) -> Any:
    if isinstance(value, str):
        return spelled(value)
    if isinstance(value, dict):
        return {key: _spelled(inner) for key, inner in value.items()}
    return [_spelled(inner) for inner in value] if isinstance(value, list) else value
