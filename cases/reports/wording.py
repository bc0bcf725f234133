"""Figures and dates in words, and the plain sentences and notes that sections are made of."""

from cases.claims.quantity import Quantity, say_number
from cases.core.dates import NotADate, describe
from cases.reports.document import Block, Sentence, Span

_PRECISION = {"approximate": "about ", "at_most": "nearly ", "at_least": "more than "}


def say(quantity: Quantity) -> str:
    """A figure in words, with its unit and no more precision than it has."""
    text = say_number(quantity.value)
    if quantity.value_high is not None:
        return f"{text} to {say_number(quantity.value_high)} {quantity.unit}".strip()
    return f"{_PRECISION.get(quantity.precision, '')}{text} {quantity.unit}".strip()


def say_window(quantity: Quantity) -> str:
    return say_date(quantity.window) if quantity.window else "not stated"


def say_date(text: str) -> str:
    """An EDTF date in words; what is no date stands as it was written."""
    try:
        return describe(text) if text else "undated"
    except NotADate:
        return text


def plain(text: str) -> Sentence:
    return Sentence((Span(text),))


def note(text: str) -> Block:
    return Block("note", (plain(text),))
