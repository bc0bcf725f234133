"""A figure has a window: dates beside it in the sentence are those that it was counted over."""

import re
from collections.abc import Iterator
from datetime import date

from cases.core.dates import NotADate, describe, parse_edtf
from cases.reports.ledger import Quantity
from cases.reports.reading import Part, Reading
from cases.reports.rules import Finding

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS = _MONTH.split("|")
_DAY = (
    rf"(?:(?:{_MONTH})(?:\s+\d{{1,2}}\b)?(?:,?\s+\d{{4}})?|\d{{1,2}}\s+(?:{_MONTH})(?:\s+\d{{4}})?)"
)
_RANGE = re.compile(
    rf"\b(?:[Bb]etween\s+(?P<a>{_DAY})\s+and|[Ff]rom\s+(?P<b>{_DAY})\s+(?:to|until|through))\s+(?P<end>{_DAY})"
)
_PARTS = re.compile(rf"(?P<month>{_MONTH})|(?P<year>\d{{4}})|(?P<day>\d{{1,2}})")


def check_windows(reading: Reading) -> Iterator[Finding]:
    """Compare a range of dates with the window of the figure that the clause cites."""
    for part in reading.parts:
        for match in _RANGE.finditer(part.text):
            windows = [q.window for q in _figures(reading, part) if q.window]
            if windows and not any(_agrees(match, window) for window in windows):
                said = " or ".join(sorted({describe(window) for window in windows}))
                yield reading.finding("window", f"The figure was counted over {said}.")


def _figures(reading: Reading, part: Part) -> Iterator[Quantity]:
    for citation in part.clause.citations:
        if citation.kind == "figure" and citation.target in reading.ledger.figures:
            yield reading.ledger.figures[citation.target].quantity
    for claim in part.claims:
        for each in (claim, *reading.ledger.contents_of(claim)):
            if each.figure:
                yield each.figure


def _agrees(match: re.Match[str], window: str) -> bool:
    try:
        span = parse_edtf(window)
    except NotADate:
        return True
    start = match["a"] or match["b"]
    return _is_within(start, span.earliest) and _is_within(match["end"], span.latest)


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
