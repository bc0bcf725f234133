"""Numbers as prose writes them: in digits and words, with magnitudes, hedges and ranges.

"Nearly 25,000 accounts" is a value, a direction and a unit. Dates, times, ordinals, versions and
section numbers are no quantities.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from cases.reports.numerals import MAGNITUDES, UNITS, currency, spelled, step_of, vague
from cases.reports.shares import Share, shares_in

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
    r"(?P<money>[$€£¥]\s?|\b(?:USD|EUR|GBP|CNY|RMB)\s)?"
    r"(?P<digits>(?<![\w.,-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?:[\s-]?(?P<magnitude>hundred|thousand|million|billion|trillion|bn|mn|k|m)\b)?"
    r"(?P<percent>\s?(?:%|per\s?cent\b))?"
    rf"|(?<![\w-])(?P<words>(?:an?\s+|one\s+|the\s+)?(?:{UNITS}|hundred|thousand|million|billion)"
    rf"(?:(?:\s+(?:and\s+|an?\s+|of\s+an?\s+)?|-)(?:{UNITS}|hundred|thousand|million|billion))*)\b"
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
        "nearly|almost|just under|under|below|fewer than|less than|up to|at most|not quite|"
        "just short of|no more than|not more than|as many as"
    ),
    "above": (
        "more than|just over|over|at least|upwards of|just above|above|exceeding|in excess of|"
        "no fewer than|not fewer than|no less than"
    ),
    "exactly": "exactly|precisely",
}
_HEDGE = re.compile(
    r"(?:" + "|".join(rf"(?P<{n}>\b(?:{w}))" for n, w in _HEDGES.items()) + r")\s+(?:the\s+)?$",
    re.IGNORECASE,
)
#: Hedges that bound rather than round: "fewer than 41" is never 41.
_BOUNDS = {
    "<": {"under", "below", "fewer than", "less than"},
    "<=": {"up to", "at most", "no more than", "not more than", "as many as"},
    ">": {"more than", "over", "upwards of", "above", "exceeding", "in excess of"},
    ">=": {"at least", "no fewer than", "not fewer than", "no less than"},
}
_RANGE = re.compile(r"\s*(?:-|–|to|and)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """One number of the prose: its value, how finely it is stated, and how it is hedged.

    A vague number ("tens of millions") runs from `value` to `high`; `step` is what its last digit
    counts, so 28.8 million has a step of 100,000. `bound` is "<", "<=", ">" or ">=" where the
    number bounds what it counts. `currency` is a code.
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
    bound: str = ""
    is_vague: bool = False
    currency: str = ""

    def has_unit(self, unit: str) -> bool:
        """Tell whether it is counted in this unit, singular or plural."""
        if self.currency:
            return currency(unit) == self.currency
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
    shares = [_of_share(text, share) for share in shares_in(text)]
    found = [number for number in found if not any(_holds(share, number) for share in shares)]
    taken = [(number.start, number.end) for number in found] + skipped
    found.extend(
        share
        for share in shares
        if not any(start < share.end and share.start < end for start, end in taken)
    )
    found.sort(key=lambda number: number.start)
    return _join_ranges(text, found)


def _holds(share: Number, number: Number) -> bool:
    """Tell "two" in "one in two" from the "half" in "half a million"."""
    inside = share.start <= number.start and number.end <= share.end
    return inside and (share.start, share.end) != (number.start, number.end)


def _read(text: str, match: re.Match[str]) -> Number | None:
    hedge, hedge_start = _hedge(text, match.start())
    high: Decimal | None = None
    if match["vague"]:
        value, high = vague(match["vague"].lower())
        step = value
    elif match["digits"]:
        digits, scale = match["digits"].replace(",", ""), MAGNITUDES.get(
            (match["magnitude"] or "").lower(), 1
        )  # fmt: skip
        value, step = Decimal(digits) * scale, step_of(digits, scale)
    else:
        number = spelled(match["words"].lower())
        if number is None:
            return None
        value, step = number
    kind = "percent" if match["percent"] or match["wpercent"] else "count"
    nouns = _nouns(text[match.end() :])
    code = currency(match["money"] or "") or next(filter(None, map(currency, nouns[:2])), "")
    return Number(
        value, step, match.start(), match.end(), hedge, hedge_start, "money" if code else kind,
        high, nouns, _bound(text[hedge_start : match.start()] if hedge else ""), high is not None,
        code,
    )  # fmt: skip


def _of_share(text: str, share: Share) -> Number:
    """A share in words as the per cent that it is."""
    hedge, hedge_start = _hedge(text, share.start)
    nouns = (share.noun,) if share.noun else _nouns(text[share.end :])
    bound = share.bound or _bound(text[hedge_start : share.start] if hedge else "")
    return Number(
        share.value, Decimal(1), share.start, share.end, hedge, hedge_start, "percent",
        nouns=nouns, bound=bound,
    )  # fmt: skip


def _bound(hedge: str) -> str:
    words = re.sub(r"\s+the$", "", " ".join(hedge.lower().split()))
    return next((bound for bound, hedges in _BOUNDS.items() if words in hedges), "")


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
