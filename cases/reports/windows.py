"""A figure has a window: dates beside it in the sentence are those that it was counted over."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from cases.claims.quantity import Quantity
from cases.core.dates import NotADate, Span, describe, parse_edtf
from cases.reports import lexicon
from cases.reports.quantities import Number, numbers_in
from cases.reports.reading import Edit, Part, Reading
from cases.reports.rules import Finding

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS = _MONTH.split("|")
_DAY = (
    rf"(?:(?:{_MONTH})(?:\s+\d{{1,2}}\b)?(?:,?\s+\d{{4}})?|\d{{1,2}}\s+(?:{_MONTH})(?:\s+\d{{4}})?)"
)
_RANGE = re.compile(
    rf"\b(?:[Bb]etween\s+(?P<a>{_DAY})\s+and|[Ff]rom\s+(?P<b>{_DAY})\s+(?:to|until|through))\s+(?P<end>{_DAY})"
)
_SINGLE = re.compile(
    rf"\b(?P<how>[Ii]n|[Oo]n|[Dd]uring|[Tt]hroughout|[Ss]ince|[Uu]ntil|[Tt]hrough)\s+(?P<day>{_DAY}|(?:19|20)\d{{2}})\b"
)
_RATE = re.compile(
    r"\b(?:(?:a|an|per|each|every|in\s+(?:a\s+single|one|just\s+one))\s+(?:second|minute|hour|day|"
    r"night|week|weekend|month|year)|hourly|daily|weekly|monthly)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"(?P<month>{_MONTH})|(?P<year>\d{{4}})|(?P<day>\d{{1,2}})")


def check_windows(reading: Reading) -> Iterator[Finding]:
    """Compare dates with the window of the figure that the clause cites."""
    for part in reading.parts:
        figures = [quantity for quantity in _figures(reading, part) if quantity.window]
        if figures:
            yield from _ranges(reading, part, figures)
            yield from _beside(reading, part, figures)


def _ranges(reading: Reading, part: Part, figures: list[Quantity]) -> Iterator[Finding]:
    for match in _RANGE.finditer(part.text):
        if not any(_agrees(match, quantity.window) for quantity in figures):
            yield _finding(reading, part, match, figures)


def _beside(reading: Reading, part: Part, figures: list[Quantity]) -> Iterator[Finding]:
    """A single date, or a rate, that stands beside the figure's own number."""
    text = _RANGE.sub(lambda match: " " * len(match[0]), part.text)
    for number in numbers_in(part.text):
        mine = [quantity for quantity in figures if _is_of(number, quantity)]
        if not mine:
            continue
        for match in _SINGLE.finditer(text):
            held = any(_covers(match, quantity.window) for quantity in mine)
            if not held and _stands_beside(text, number, match):
                yield _finding(reading, part, match, mine)
        rate = _RATE.search(text, number.end, number.end + 60)
        if rate and _stands_beside(text, number, rate):
            yield _finding(reading, part, rate, mine)


def _finding(
    reading: Reading, part: Part, match: re.Match[str], figures: list[Quantity]
) -> Finding:
    windows = sorted({quantity.window for quantity in figures})
    message = f"The figure was counted over {' or '.join(map(_said, windows))}."
    if len(windows) > 1:
        return reading.finding("window", message)
    words = _in_words(windows[0])
    words = words[0].upper() + words[1:] if match[0][0].isupper() else words
    start = part.clause.start + match.start()
    return reading.finding("window", message, Edit(start, start + len(match[0]), words))


def _in_words(window: str) -> str:
    """The window as a sentence says it: "from April 22 to June 5, 2026", "in May 2026"."""
    words = _said(window)
    if words.startswith(("from", "until", "about")):
        return words
    if "/" in window:
        return f"from {words}"
    return f"on {words}" if window.count("-") > 1 else f"in {words}"


def _figures(reading: Reading, part: Part) -> Iterator[Quantity]:
    for citation in part.clause.citations:
        if citation.kind == "figure" and citation.target in reading.ledger.figures:
            yield reading.ledger.figures[citation.target].quantity
    for claim in part.claims:
        for each in (claim, *reading.ledger.contents_of(claim)):
            if each.figure:
                yield each.figure


def _is_of(number: Number, quantity: Quantity) -> bool:
    near = abs(number.value - quantity.value) * 50 <= quantity.value
    return near and (not number.nouns or number.has_unit(quantity.unit))


def _stands_beside(text: str, number: Number, match: re.Match[str]) -> bool:
    """Tell "25,000 accounts in May" from "25,000 accounts, Halden said in May"."""
    first, last = sorted([(number.start, number.end), match.span()])
    between = text[first[1] : last[0]]
    speech = lexicon.any_verb("reporting", "close_reporting", "factive", "denial").search(between)
    return not speech and not lexicon.any_of("communication", "documents").search(between)


def _covers(match: re.Match[str], window: str) -> bool:
    """Tell whether what is said of the date holds of the whole window."""
    span = _span(window)
    if span is None:
        return True
    how, said = match["how"].lower(), match["day"]
    if how == "since":
        return _is_within(said, span.earliest)
    if how in {"until", "through"}:
        return _is_within(said, span.latest)
    return _is_within(said, span.earliest) and _is_within(said, span.latest)


def _agrees(match: re.Match[str], window: str) -> bool:
    span = _span(window)
    if span is None:
        return True
    start = match["a"] or match["b"]
    return _is_within(start, span.earliest) and _is_within(match["end"], span.latest)


@lru_cache(maxsize=256)
def _span(window: str) -> Span | None:
    try:
        return parse_edtf(window)
    except NotADate:
        return None


@lru_cache(maxsize=256)
def _said(window: str) -> str:
    return describe(window)


def _is_within(said: str, day: date | None) -> bool:
    """Tell whether this is the day, as precisely as it is said."""
    if day is None:
        return True
    known = {m.lastgroup: m[0] for m in _PARTS.finditer(said) if m.lastgroup}
    month = _MONTHS[day.month - 1]
    return (
        known.get("month", month) == month
        and int(known.get("day", day.day)) == day.day
        and int(known.get("year", day.year)) == day.year
    )
