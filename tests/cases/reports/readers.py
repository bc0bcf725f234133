"""Each format read back into words by a tool that is not ours."""

import json
import re
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import stix2

from tests.cases.reports import judges

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "report.json"


def _web(content: bytes) -> str:
    return str(judges.outside("html.py", content))


def _pdf(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


def _by_pandoc(read: str) -> Callable[[bytes], str]:
    def words(content: bytes) -> str:
        page = judges.pandoc(content, read, "html").encode()
        return str(judges.outside("html.py", b"<!doctype html><title></title>" + page))

    return words


def _json(content: bytes) -> str:
    """By the published schema: sentences as any reader would join them, then what is about them."""
    body = json.loads(content)
    assert against_schema(body) == []
    said = [
        f"{''.join(span['text'] for span in sentence['spans'])} {_words(sentence)}"
        for section in body["content"]["sections"]
        for block in section["blocks"]
        for sentence in (*block["sentences"], *(cell for row in block["rows"] for cell in row))
    ]
    return " ".join([body["about"]["state"], *body["about"]["warnings"], *said])


def against_schema(body: dict[str, Any]) -> list[str]:
    """What the published schema has against a report in JSON."""
    given = {"schema": json.loads(SCHEMA.read_text()), "instance": body}
    return list(judges.outside("schema.py", json.dumps(given).encode()))


def _words(sentence: dict[str, str]) -> str:
    asserted = "; asserted by" if sentence["status"] == "disputed" else " by"
    by = f"{asserted} {sentence['speaker']}" if sentence["speaker"] else ""
    return sentence["status"].replace("_", " ") + by


def _stix(content: bytes) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bundle = stix2.parse(content.decode(), allow_custom=True)
    references = [
        reference["description"]
        for each in bundle.objects
        for reference in each.get("external_references", [])
    ]
    return " ".join([*references, *(each.get("content", "") for each in bundle.objects)])


def _claimreview(content: bytes) -> str:
    judged = judges.outside("jsonld.py", content)
    assert judged["wrong"] == []
    return " ".join(judged["texts"])


READERS: dict[str, Callable[[bytes], str]] = {
    "html": _web,
    "pdf": _pdf,
    "docx": _by_pandoc("docx"),
    "md": _by_pandoc("gfm"),
    "json": _json,
    "stix": _stix,
    "claimreview": _claimreview,
}


def words_of(name: str, content: bytes) -> str:
    """What a reader of the format sees, with every run of white space one blank."""
    return re.sub(r"\s+", " ", READERS[name](content))
