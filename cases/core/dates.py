"""Dates as they are known: EDTF levels 0 and 1 (ISO 8601-2:2019), as a span and in words."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import edtf

from cases.core.errors import Refused

HELP = (
    "A date as it is known: 2026-06-10, 2026-06, 2026-06-05~ (about), 2026-06? (uncertain), "
    "2026-06-XX (some day in June), 2026-04-22/2026-06-05 (from, to) or 2026-04/.. (from, open)."
)
_LONGEST = 40
_SHAPE = re.compile(
    r"""(?P<year>\d{4}|\d{3}X|\d{2}XX)
        (-(?P<month>\d\d|XX)(-(?P<day>\d\d|XX))?)?
        (?P<qualifier>[~?%])?""",
    re.VERBOSE,
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_QUALIFIERS = {"~": "about {}", "?": "{} (uncertain)", "%": "about {} (uncertain)"}


class NotADate(Refused):
    pass


@dataclass(frozen=True)
class Span:
    """The days that a date as known may mean; None is open or unknown."""

    earliest: date | None
    latest: date | None
    text: str

    def __str__(self) -> str:
        return describe(self.text)


def parse_edtf(text: str) -> Span:
    """Read a date as it is known; raises NotADate, saying what would be one."""
    text = text.strip()
    start, slash, end = text.partition("/")
    if not slash:
        return Span(*_days(text), text)
    if start in {"", ".."} and end in {"", ".."}:
        raise NotADate(f"“{text}” is open at both ends, which says nothing.")
    earliest = None if start in {"", ".."} else _days(start)[0]
    latest = None if end in {"", ".."} else _days(end)[1]
    if earliest and latest and earliest > latest:
        raise NotADate(f"“{text}” ends before it begins.")
    return Span(earliest, latest, text)


def describe(text: str) -> str:
    """The date in words, exactly as precise as it is known: "about June 5, 2026"."""
    parse_edtf(text)
    start, slash, end = text.strip().partition("/")
    if not slash:
        return _words(start)
    if end == "..":
        return f"from {_words(start)} on"
    if start == "..":
        return f"until {_words(end)}"
    if not start or not end:
        first, last = (_words(side) if side else "an unknown date" for side in (start, end))
        return f"{first} to {last}"
    return _interval_words(start, end)


@lru_cache(maxsize=4096)
def _days(text: str) -> tuple[date, date]:
    """The first and the last day; kept, since the library takes milliseconds for each."""
    if len(text) > _LONGEST or not _SHAPE.fullmatch(text):
        raise NotADate(f"“{text[:_LONGEST]}” is not a date. {HELP}")
    with suppress(ValueError):
        day = date.fromisoformat(text)
        return day, day
    try:
        # The library knows the calendar: February has no 30th day, and no year a 13th month.
        known: Any = edtf.parse_edtf(text)
        return date(*known.lower_strict()[:3]), date(*known.upper_strict()[:3])
    except (edtf.EDTFParseException, ValueError) as error:
        raise NotADate(f"There is no such date as “{text}”. {HELP}") from error


def _words(text: str) -> str:
    shape = _shape(text)
    return _QUALIFIERS.get(shape["qualifier"], "{}").format(_plain_words(shape))


def _plain_words(shape: dict[str, str]) -> str:
    year, month, day = shape["year"], shape["month"], shape["day"]
    named_year = f"the {year.replace('X', '0')}s" if "X" in year else str(int(year))
    if not month:
        return named_year
    if month == "XX":
        return f"{'a day' if day else 'a month'} in {named_year}"
    named_month = _SEASONS.get(int(month)) or _MONTHS[int(month) - 1]
    if day == "XX":
        return f"a day in {named_month} {named_year}"
    return f"{named_month} {int(day)}, {named_year}" if day else f"{named_month} {named_year}"


def _interval_words(start: str, end: str) -> str:
    """Both ends in words, saying the year once where that leaves no doubt."""
    first, last = _shape(start), _shape(end)
    same_year = first["year"] == last["year"] and "X" not in start + end
    if same_year and first["month"] and last["month"] and not first["qualifier"]:
        return f"{_words(start).rpartition(' ')[0].rstrip(',')} to {_words(end)}"
    return f"{_words(start)} to {_words(end)}"


def _shape(text: str) -> dict[str, str]:
    matched = _SHAPE.fullmatch(text)
    if not matched:
        raise NotADate(f"“{text[:_LONGEST]}” is not a date. {HELP}")
    return matched.groupdict(default="")
