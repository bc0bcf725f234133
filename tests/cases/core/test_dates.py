from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.core.dates import NotADate, describe, parse_edtf


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "words"),
    [
        ("2026-06-10", "2026-06-10", "2026-06-10", "June 10, 2026"),
        ("2026-06", "2026-06-01", "2026-06-30", "June 2026"),
        ("2026", "2026-01-01", "2026-12-31", "2026"),
        ("2026-06-05~", "2026-06-05", "2026-06-05", "about June 5, 2026"),
        ("2026-06?", "2026-06-01", "2026-06-30", "June 2026 (uncertain)"),
        ("2026-06%", "2026-06-01", "2026-06-30", "about June 2026 (uncertain)"),
        ("2026-06-XX", "2026-06-01", "2026-06-30", "a day in June 2026"),
        ("2026-XX", "2026-01-01", "2026-12-31", "a month in 2026"),
        ("2026-XX-XX", "2026-01-01", "2026-12-31", "a day in 2026"),
        ("202X", "2020-01-01", "2029-12-31", "the 2020s"),
        ("2026-21", "2026-03-01", "2026-05-31", "spring 2026"),
        ("2026-04-22/2026-06-05", "2026-04-22", "2026-06-05", "April 22 to June 5, 2026"),
        ("2026-04/2026-06", "2026-04-01", "2026-06-30", "April to June 2026"),
        ("2025-12/2026-02", "2025-12-01", "2026-02-28", "December 2025 to February 2026"),
        ("2026-04-22~/2026-06-05", "2026-04-22", "2026-06-05", None),
        ("2026-04/..", "2026-04-01", None, "from April 2026 on"),
        ("../2026-04", None, "2026-04-30", "until April 2026"),
        ("2026-04/", "2026-04-01", None, "April 2026 to an unknown date"),
        ("/2026-04", None, "2026-04-30", "an unknown date to April 2026"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
    ],
)
def test_parse_edtf_and_describe(
    text: str, earliest: str | None, latest: str | None, words: str | None
) -> None:
    span = parse_edtf(text)

    assert span.earliest == (date.fromisoformat(earliest) if earliest else None)
    assert span.latest == (date.fromisoformat(latest) if latest else None)
    assert describe(text) == (words or "about April 22, 2026 to June 5, 2026")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a date"),
        ("June 5", "is not a date"),
        ("2026-13", "no such date"),
        ("2026-02-30", "no such date"),
        ("0000", "no such date"),
        ("10/06/2026", "is not a date"),
        ("2026-06-05/2026-04-22", "ends before it begins"),
        ("../..", "open at both ends"),
        ("/", "open at both ends"),
        ("2026-06/2026-07/2026-08", "is not a date"),
        ("2026-06-10T12:00:00Z", "is not a date"),
        ("[2026,2027]", "is not a date"),
        ("9" * 5000, "is not a date"),
    ],
)
def test_parse_edtf_refuses_what_is_no_date_and_says_why(text: str, why: str) -> None:
    with pytest.raises(NotADate, match=why):
        parse_edtf(text)


@settings(deadline=None)
@given(st.dates())
def test_parse_edtf_reads_every_day_of_the_calendar(day: date) -> None:
    span = parse_edtf(day.isoformat())

    assert (span.earliest, span.latest) == (day, day)


@settings(deadline=None)
@given(st.text(alphabet="0123456789-/.X~?% ", max_size=24))
def test_parse_edtf_reads_or_refuses_and_never_breaks(text: str) -> None:
    try:
        span = parse_edtf(text)
    except NotADate:
        return
    assert str(span) == describe(text)
    assert not (span.earliest and span.latest) or span.earliest <= span.latest
