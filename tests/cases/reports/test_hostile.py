"""Whatever is typed, each format shows exactly that, and nothing of it runs or hides.

Read back by tools that are not ours. Where people read, a character that can't be seen is spelled
by its number; where machines read, it stays as it is.
"""

import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.reports.document import Block, Document, Note, Section, Sentence, Span
from cases.reports.exporters import FORMATS
from cases.reports.spelling import spelled
from tests.cases.reports.drafts import DOCUMENT
from tests.cases.reports.readers import READERS

FRAGMENTS = (
    '#panic("x")', '#read("/etc/passwd")', "$1/0$", "@ref", "<lbl>", "*b* _e_ `c`", "\\u{41}",
    "<script>alert(1)</script>", "<b onclick=x>", "</td></table>", "&amp;&#60;&lt", "<!-- -->",
    "{{ 7*7 }}", "{% load static %}", "=cmd()|'/c calc'!A0", "@SUM(1)", "+1", "-1", "\t=1+1",
    "# h", "- item", "1. one", "1) one", "> q", "***", "---", "===", "~~~", "```",
    "| a | b |", "www.example.com",
    "]]>", "[a](javascript:alert(1))", "![p](//x)", "[^1]", "[!NOTE]", ":smile:", "\\|",
    "    code",
    "a\u202edet\u202c", "\u2066iso", "zero\u200bwidth", "soft\xadhyphen", "\x00", "\x07",
    "\x1b[31m", "\x85", "\ufeff", "\ufffe", "\U0001fffe",
    "שלום", "سلام", "می\u200cخواهم", "阿里",
    "🙂", "e\u0301", "\u2028", "[U+202E]", "${jndi:ldap://x}", "'\"", "%s %n", "[confirmed]",
    "● confirmed",
    "a_b_c", "**x", "x**", "\\", "![", "]]", "[[C-1]]", "_x0041_", "\r\n", "¶ § ™",
)  # fmt: skip
#: Letters of many alphabets, controls and marks: what a person may paste.
LETTERS = st.text(st.characters(max_codepoint=0x24F), max_size=8)
TEXT = st.lists(st.sampled_from(FRAGMENTS) | LETTERS, min_size=1, max_size=4).map("".join)
PLACES = 10
_JOINERS = re.compile("[\u200c\u200d]")
_LEFTWARD = re.compile(r"[\u0590-\u08ff]")


def _holding(texts: list[str]) -> Document:
    """A document with one of the texts in each place that people write in."""
    title, rating, said, speaker, item, quote, strong, caption, cell, note = texts

    def alleged(text: str, kind: str = "text") -> Sentence:
        return Sentence((Span(text, kind),), "alleged", speaker)

    blocks = (
        Block("claim", (alleged(said),), token="C-1"),
        Block("text", (alleged(said),)),
        Block("item", (alleged(item),)),
        Block("quote", (alleged(quote),)),
        Block("text", (alleged("Then "), alleged(strong, "strong"), alleged(" and more"))),
        Block("table", head=("Said",), rows=((alleged(cell),),), caption=caption),
    )
    return replace(
        DOCUMENT,
        title=title,
        rating=rating,
        sections=(Section("all", "All", blocks),),
        notes=(Note("C-1", note, "alleged"),),
    )


def _plain(text: str) -> str:
    """Without white space, which formats fold, and in one form of accents and ligatures."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _numbered(text: str) -> str:
    """What the fonts of the PDF lack is spelled there too."""
    return re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda hit: chr(int(hit[1], 16)), text)


def _on_paper(words: str) -> str:
    """Without what stands between two pages, in the middle of a sentence perhaps."""
    words = re.sub(r"R-1 · draft · .{0,60}?page\s+\d+ of \d+", "", words, flags=re.DOTALL)
    return re.sub(r"SYNTHETIC\s*TLP:AMBER\+STRICT", "", words)


def _lost(name: str, texts: list[str]) -> list[str]:
    """The texts that a reader of the format does not find."""
    words = READERS[name](FORMATS[name].render(_holding(texts)))
    wanted = {
        "docx": [spelled(text) for text in texts[1:]],  # pandoc reads the title as metadata
        "json": texts[2:7] + texts[8:9],
        "stix": texts[2:9],
        "claimreview": texts[:4],
    }.get(name, [spelled(text) for text in texts])
    if name == "pdf":
        words, wanted = _numbered(_on_paper(words)), [_numbered(text) for text in wanted]
    return [text for text in wanted if _plain(text) not in _plain(words)]


BLANK = ["Title"] * PLACES


@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(TEXT.filter(str.strip), min_size=PLACES, max_size=PLACES))
def test_what_was_typed_is_what_is_read(name: str, texts: list[str]) -> None:
    if name == "pdf":  # its reader gives a line of mixed directions in the order of the eye
        texts = [_LEFTWARD.sub("L", _JOINERS.sub("", text)) for text in texts]
    assert _lost(name, texts) == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_fragment_is_read_as_it_was_typed(name: str) -> None:
    for at in range(0, len(FRAGMENTS), PLACES):
        texts = [f"{text}." for text in FRAGMENTS[at : at + PLACES]]
        assert _lost(name, texts + BLANK[len(texts) :]) == []


def test_a_status_cannot_be_turned_around() -> None:
    """An override of direction in a claim would otherwise reverse the status behind it."""
    document = _holding(["a\u202edet\u202c"] * PLACES)

    for name in ("html", "pdf", "docx", "md"):
        words = READERS[name](FORMATS[name].render(document))
        assert "\u202e" not in words
        assert "[U+202E]" in words


def test_machines_read_every_character_as_it_is() -> None:
    text = "\x00\u202e\ufffe"
    body = json.loads(FORMATS["json"].render(_holding([text] * PLACES)))

    assert body["content"]["title"] == text
