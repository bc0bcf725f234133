"""Numbers as prose writes them: in digits and words, with magnitudes, hedges and ranges.

"Nearly 25,000 accounts" is a value, a direction and a unit. Dates, times, ordinals, versions and
section numbers are no quantities.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_MAGNITUDES = {
    "hundred": 100, "thousand": 1_000, "k": 1_000, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "trillion": 10**12,
}  # fmt: skip
_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_VAGUE = {"dozens": 12, "hundreds": 100, "thousands": 1_000, "millions": 10**6, "billions": 10**9}
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
_UNITS = "|".join([*_TENS, *_SMALL, "dozen", "half", "quarter"])
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_SKIP = re.compile(
    rf"(?i:\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:-|to|and)\s*(?:{_MONTH}\s+)?\d{{1,2}})?"
    r"(?:,?\s*\d{4})?)\b"
    rf"|(?i:\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:-|to|and)\s*\d{{1,2}})?\s+{_MONTH}(?:,?\s*\d{{4}})?)\b"
    rf"|(?i:\b{_MONTH}\s+\d{{4}})\b"
    r"|\b\d{4}-\d{2}(?:-(?:\d{2}|XX))?\b|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d+(?:st|nd|rd|th)\b"
    r"|(?i:\b(?:section|article|rule|chapter|page|version|figure|table|exhibit|claim|no\.|part|step|"
    r"appendix|annex|grade|tlp|paragraph|line|level|rung|icd|iso|rfc|revision)\s*:?\s*\d[\d.]*)\b"
    r"|\b[A-Z]+-?\d[\d.]*\b"
    r"|(?<=[a-z] )[A-Z][a-z]+ \d{1,2}(?:\.\d+)?\b(?!\s*(?:million|billion|thousand|[a-z]+s\b))"
    r"|(?i:\b(?:in|of|by|since|until|during|from|to|late|early|mid|and|summer|spring|autumn|winter)\s+"
    r"(?:19|20)\d{2})\b(?!,?\d)"
    r"|\b(?:19|20)\d{2}(?=[.,;:)](?!\d)|\s*$)"
)
_NUMBER = re.compile(
    r"(?P<money>[$€£]\s?)?"
    r"(?P<digits>(?<![\w.,-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?:[\s-]?(?P<magnitude>hundred|thousand|million|billion|trillion|bn|mn|k|m)\b)?"
    r"(?P<percent>\s?(?:%|per\s?cent\b))?"
    rf"|(?<![\w-])(?P<words>(?:an?\s+|one\s+|the\s+)?(?:{_UNITS}|hundred|thousand|million|billion)"
    rf"(?:(?:\s+(?:and\s+|an?\s+|of\s+an?\s+)?|-)(?:{_UNITS}|hundred|thousand|million|billion))*)\b"
    r"(?P<wpercent>\s?(?:%|per\s?cent\b))?"
    r"|\b(?P<vague>(?:(?:tens|dozens|hundreds|thousands)\s+of\s+)?(?:dozens|hundreds|thousands|"
    r"millions|billions))\b",
    re.IGNORECASE,
)
_HEDGES = {
    "about": (
        "about|approximately|around|roughly|some|circa|an estimated|estimated|"
        "in the region of|or so|in the order of|close to"
    ),
    "below": (
        "nearly|almost|just under|under|fewer than|less than|up to|at most|not quite|just short of"
    ),
    "above": "more than|over|at least|upwards of|above|exceeding|in excess of|no fewer than",
    "exactly": "exactly|precisely",
}
_HEDGE = re.compile(
    r"(?:" + "|".join(rf"(?P<{n}>\b(?:{w}))" for n, w in _HEDGES.items()) + r")\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:-|–|to|and)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """One number of the prose: its value, how finely it is stated, and how it is hedged.

    A vague number ("tens of millions") runs from `value` to `high`; `step` is what its last digit
    counts, so 28.8 million has a step of 100,000.
    """

    value: Decimal
    step: Decimal
    start: int
    end: int
    hedge: str = ""
    hedge_start: int = -1
    kind: str = "count"
    high: Decimal | None = None
    nouns: tuple[str, ...] = ()

    def has_unit(self, unit: str) -> bool:
        """Tell whether it is counted in this unit, singular or plural."""
        if self.kind == "percent":
            return unit.strip().lower() in {"%", "percent", "per cent"}
        wanted = {_singular(word) for word in re.findall(r"[a-z]+", unit.lower())[-1:]}
        return bool(wanted & {_singular(noun) for noun in self.nouns})


@lru_cache(maxsize=4_000)
def numbers_in(text: str) -> tuple[Number, ...]:
    """Every quantity of the text, in order; ranges come as one."""
    skipped = [(match.start(), match.end()) for match in _SKIP.finditer(text)]
    found = []
    for match in _NUMBER.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in skipped):
            continue
        if (number := _read(text, match)) is not None:
            found.append(number)
    taken = [(number.start, number.end) for number in found] + skipped
    found.extend(
        _share(text, match)
        for match in _FRACTION.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    )
    found.sort(key=lambda number: number.start)
    return _join_ranges(text, found)


def say_number(value: Decimal) -> str:
    """The value as our reports write it: 28.8 million, 24,987."""
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if value >= size and (value / size * 100) % 1 == 0:
            return f"{_plain(value / size)} {name}"
    return f"{_plain(value):}" if value != value.to_integral() else f"{int(value):,}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _read(text: str, match: re.Match[str]) -> Number | None:
    hedge, hedge_start = _hedge(text, match.start())
    high: Decimal | None = None
    if match["vague"]:
        value, high = _vague(match["vague"].lower())
        step = value
    elif match["digits"]:
        digits, scale = match["digits"].replace(",", ""), _MAGNITUDES.get(
            (match["magnitude"] or "").lower(), 1
        )  # fmt: skip
        value, step = Decimal(digits) * scale, _step(digits, scale)
    else:
        spelled = _spelled(match["words"].lower())
        if spelled is None:
            return None
        value, step = spelled
    kind = "percent" if match["percent"] or match["wpercent"] else "count"
    kind = "money" if match["money"] else kind
    nouns = _nouns(text[match.end() :])
    return Number(value, step, match.start(), match.end(), hedge, hedge_start, kind, high, nouns)


def _share(text: str, match: re.Match[str]) -> Number:
    """Read "a quarter of the traffic" as the per cent that it is."""
    value = Decimal(_FRACTIONS[re.sub(r"[\s-]", " ", match["share"].lower())])
    hedge, hedge_start = _hedge(text, match.start())
    nouns = _nouns(text[match.end() :])
    return Number(
        value, Decimal(1), match.start(), match.end(), hedge, hedge_start, "percent", None, nouns
    )


def _hedge(text: str, start: int) -> tuple[str, int]:
    match = _HEDGE.search(text[max(0, start - 40) : start])
    if match is None or match.lastgroup is None:
        return "", -1
    return match.lastgroup, max(0, start - 40) + match.start()


def _nouns(after: str) -> tuple[str, ...]:
    """The words that may name the unit: up to five, before the phrase ends."""
    match = re.match(r"(?:\s+(?:of\s+)?[A-Za-z][\w'-]*){0,5}", after)
    words = re.findall(r"[a-z][a-z'-]*", match[0].lower()) if match else []
    stops = {
        "and",
        "or",
        "to",
        "through",
        "between",
        "from",
        "by",
        "that",
        "which",
        "in",
        "with",
        "on",
    }
    for index, word in enumerate(words):
        if word in stops:
            return tuple(words[:index])
    return tuple(words)


def _step(digits: str, scale: int) -> Decimal:
    whole, _, fraction = digits.partition(".")
    if fraction:
        return Decimal(scale).scaleb(-len(fraction))
    zeros = len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
    return Decimal(scale * 10**zeros)


def _vague(words: str) -> tuple[Decimal, Decimal]:
    parts = words.split(" of ")
    value = Decimal(1)
    for part in parts:
        value *= 10 if part == "tens" else _VAGUE[part]
    return value, value * (10 if parts[0] == "tens" or len(parts) == 1 else 1000)


def _spelled(words: str) -> tuple[Decimal, Decimal] | None:
    """Read "twenty-five thousand", "half a million"; None for a bare "a" or "one" or "half"."""
    parts = [part for part in re.split(r"[\s-]+", words) if part not in {"and", "of", "the"}]
    total, current, scale = Decimal(0), Decimal(0), 1
    for part in parts:
        if part in {"a", "an"}:
            continue
        if part in _MAGNITUDES:
            scale = _MAGNITUDES[part]
            current = (current or Decimal(1)) * scale
            if scale > 100:
                total, current = total + current, Decimal(0)
        elif part == "dozen":
            current = (current or Decimal(1)) * 12
        elif part in {"half", "quarter"}:
            current = Decimal("0.5") if part == "half" else Decimal("0.25")
        else:
            current += _TENS.get(part, _SMALL.get(part, 0))
    value = total + current
    if value < 2 or value != value.to_integral():
        return None
    return value, _step(str(int(value)), 1) if scale > 1 else Decimal(1)


def _join_ranges(text: str, numbers: list[Number]) -> tuple[Number, ...]:
    joined: list[Number] = []
    for number in numbers:
        before = joined[-1] if joined else None
        between = text[before.end : number.start] if before else ""
        if before and before.high is None and _is_range(text, before, between):
            low = before.value if before.value >= 1000 or number.value < 10**6 else (
                before.value * number.step
            )  # fmt: skip
            joined[-1] = Number(
                low, before.step, before.start, number.end, before.hedge, before.hedge_start,
                number.kind, number.value, number.nouns,
            )  # fmt: skip
        else:
            joined.append(number)
    return tuple(joined)


def _is_range(text: str, before: Number, between: str) -> bool:
    if not _RANGE.fullmatch(between):
        return False
    if between.strip().lower() != "and":
        return True
    return text[: before.start].rstrip().lower().endswith("between")


def _singular(noun: str) -> str:
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun.removesuffix("s") if len(noun) > 3 else noun
