"""Which words of a source's text claims were taken from, and which sentences are left."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_QUOTES = {"'": "['‘’]", "‘": "['‘’]", "’": "['‘’]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
# A sentence ends at its full stop unless what stands before it is an initial or a title.
_ENDS = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bDr\.)(?<!\bMs\.)(?<=[.!?])[\"”’)]*\s+|\n\s*\n\s*"
)


@dataclass(frozen=True)
class Passage:
    """A stretch of the text, with the claims that were taken from it."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """One sentence as it stands in the text, and whether any of it was taken."""

    text: str
    is_taken: bool


@dataclass(frozen=True)
class Sentences:
    """All sentences of a text, in order."""

    all: tuple[Sentence, ...]

    @property
    def left(self) -> list[str]:
        """Those that nothing was taken from yet."""
        return [sentence.text for sentence in self.all if not sentence.is_taken]

    @property
    def taken_count(self) -> int:
        return len(self.all) - len(self.left)


def find(text: str, quotation: str) -> tuple[int, int] | None:
    """Where the words stand, whatever the line breaks and the shape of quotation marks."""
    words = ("".join(_QUOTES.get(c, re.escape(c)) for c in word) for word in quotation.split())
    pattern = r"\s+".join(words)
    found = re.search(pattern, text) if pattern else None
    return found.span() if found else None


def place(text: str, quotation: str) -> str:
    """Where the words begin: the paragraph, or the line of a text that has but one."""
    found = find(text, quotation)
    if found is None:
        return ""
    paragraphs = re.split(r"\n\s*\n", text[: found[0]].lstrip())
    if re.search(r"\n\s*\n", text.strip()):
        return f"paragraph {len(paragraphs)}"
    return f"line {text[: found[0]].count(chr(10)) + 1}"


def mark(text: str, taken: Iterable[tuple[str, str]]) -> list[Passage]:
    """The whole text in stretches, each with the claims whose quotation covers it."""
    spans = _spans(text, taken)
    cuts = sorted({0, len(text), *(cut for start, end, _ in spans for cut in (start, end))})
    return [
        Passage(
            text[start:end],
            tuple(claim for first, last, claim in spans if first <= start and end <= last),
        )
        for start, end in pairwise(cuts)
    ]


def sentences(text: str, taken: Iterable[tuple[str, str]]) -> Sentences:
    """Every sentence of the text, in order, and whether a claim was taken from it."""
    spans, found, start = _spans(text, taken), [], 0
    for end, after in [*(end.span() for end in _ENDS.finditer(text)), (len(text), len(text))]:
        words = text[start:after].strip()
        if words:
            is_taken = any(first < end and start < last for first, last, _ in spans)
            found.append(Sentence(words, is_taken))
        start = after
    return Sentences(tuple(found))


def _spans(text: str, taken: Iterable[tuple[str, str]]) -> list[tuple[int, int, str]]:
    found = ((find(text, quotation), claim) for quotation, claim in taken)
    return [(*span, claim) for span, claim in found if span is not None]
