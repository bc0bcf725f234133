"""Charts of a report as plain values: what is drawn, of how many, in which window, counted how.

A chart shows measured figures. Its title and its facts are ours and neutral; all that a person
writes of it is the caption, which is prose under the report check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

import rfc8785

#: What can be drawn of any case; a cluster is drawn by its name, as in `K-2`.
BY_DAY, BY_HOUR, FIGURES = "by-day", "by-hour", "figures"
KINDS = {
    BY_DAY: "Interactions on each day",
    BY_HOUR: "Interactions by hour of the day",
    FIGURES: "Figures stated beside figures measured",
}


@dataclass(frozen=True)
class Series:
    """One row of bars, or one line; a number that is not known is None."""

    name: str
    values: tuple[int | float | None, ...]


@dataclass(frozen=True)
class Measured:
    """The numbers of a chart, and everything that a reader must know of them."""

    title: str
    across: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    facts: tuple[str, ...]
    derived_from: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the numbers in canonical JSON (RFC 8785)."""
        numbers = {each.name: list(each.values) for each in self.series}
        return sha256(rfc8785.dumps({"labels": list(self.labels), "series": numbers})).hexdigest()

    @property
    def said(self) -> str:
        """The numbers in a few words, so that two of them can be told apart."""
        total = sum(value or 0 for value in self.series[0].values)
        return f"{len(self.labels):,} rows, {total:,} together, SHA-256 {self.digest[:16]}"


@dataclass(frozen=True)
class Placed:
    """A chart as an analyst put it into a section: `of` is what it draws."""

    number: int
    section: str
    of: str
    caption: str = ""

    @property
    def token(self) -> str:
        """Its name among what a text rests on."""
        return token_of(self.of)

    @property
    def place(self) -> str:
        """Where the check finds its caption."""
        return f"caption:{self.number}"


@dataclass(frozen=True)
class Picture:
    """A chart as it was drawn: the picture, the same numbers, and what is said of them."""

    of: str
    svg: str
    alt: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    facts: tuple[str, ...]
    sha256: str
    derived_from: tuple[str, ...] = ()


def token_of(of: str) -> str:
    return f"chart:{of}"


def placed_of(stored: list[dict[str, Any]]) -> tuple[Placed, ...]:
    """The charts of a report, as it keeps them."""
    return tuple(Placed(**each) for each in stored)


def picture_of(stored: Mapping[str, Any]) -> Picture:
    """The picture that a frozen document holds."""
    return Picture(
        **{
            **stored,
            "labels": tuple(stored["labels"]),
            "series": tuple(Series(s["name"], tuple(s["values"])) for s in stored["series"]),
            "facts": tuple(stored["facts"]),
            "derived_from": tuple(stored["derived_from"]),
        }
    )
