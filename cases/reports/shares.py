"""Shares in words: "a quarter of", "most of", "one in three"; each is so many per cent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cases.reports import lexicon
from cases.reports.numerals import spelled

_FRACTIONS: dict[str, int | Decimal] = {
    "half": 50, "a half": 50, "one half": 50, "a third": Decimal(100) / 3,
    "one third": Decimal(100) / 3, "two thirds": Decimal(200) / 3,
    "a quarter": 25, "one quarter": 25, "three quarters": 75,
    "a fifth": 20, "one fifth": 20, "two fifths": 40, "three fifths": 60, "four fifths": 80,
    "a tenth": 10, "one tenth": 10, "nine tenths": 90,
}  # fmt: skip
_FRACTION = re.compile(
    r"(?<![\w-])(?<!first )(?<!second )(?<!latter )(?P<share>"
    + "|".join(name.replace(" ", r"[\s-]") for name in sorted(_FRACTIONS, key=len, reverse=True))
    + r")(?=\s+(?:of\s+(?!an?\b)|and\s+an?\s+(?:half|third|quarter|fifth)\s+of\s+))",
    re.IGNORECASE,
)
_IN = re.compile(
    r"(?<![\w-])(?P<some>one|two|three|four|five|six|seven|eight|nine|\d{1,2})\s+(?:in|out\s+of)\s+"
    r"(?:every\s+)?(?P<all>two|three|four|five|six|seven|eight|nine|ten|twenty|\d{1,3})\b(?=\s+[a-z])",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?i:(?P<all>(?:nearly|almost|virtually|practically)\s+(?:all|every\s+one|every))"
    r"|most|(?:a|the)\s+(?:vast\s+|great\s+|large\s+)?majority)(?:\s+of(?!\s+(?:all|which|whom|it)\b))?"
    r"(?=\s+(?:the\s+|its\s+|their\s+|these\s+|[A-Z]\w+'s\s+)?(?:[a-z]+\s+)?(?P<noun>"
    + lexicon.any_of("evidence_nouns").pattern
    + "))"
)
#: What "nearly all" and "most" may mean, in per cent.
NEARLY_ALL, MOST = Decimal(90), Decimal(50)


@dataclass(frozen=True)
class Share:
    """A share in words, in per cent; `bound` is ">" for "most", ">=" for "nearly all"."""

    value: Decimal
    start: int
    end: int
    bound: str = ""
    noun: str = ""


def shares_in(text: str) -> Iterator[Share]:
    """Every share of the text that is written in words."""
    for match in _FRACTION.finditer(text):
        value = Decimal(_FRACTIONS[re.sub(r"[\s-]", " ", match["share"].lower())])
        yield Share(value, match.start(), match.end())
    for match in _IN.finditer(text):
        some, every = _count(match["some"]), _count(match["all"])
        if 0 < some < every:
            yield Share(some * 100 / every, match.start(), match.end())
    for match in _MOST.finditer(text):
        value, bound = (NEARLY_ALL, ">=") if match["all"] else (MOST, ">")
        yield Share(value, match.start(), match.end(), bound, match["noun"])


def _count(word: str) -> Decimal:
    if word.isdigit():
        return Decimal(word)
    return Decimal(1) if word.lower() == "one" else (spelled(word.lower()) or (Decimal(0),))[0]
