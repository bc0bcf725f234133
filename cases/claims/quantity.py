"""A figure as it is recorded, and a number as our reports write it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Quantity:
    """A figure as it is recorded: exact, approximate, at_most, at_least or a range."""

    value: Decimal
    unit: str
    value_high: Decimal | None = None
    precision: str = "exact"
    window: str = ""
    counting_rule: str = ""


def say_number(value: Decimal) -> str:
    """The value as our reports write it: 28.8 million, 24,987."""
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if value >= size and (value / size * 100) % 1 == 0:
            return f"{_plain(value / size)} {name}"
    return f"{_plain(value):}" if value != value.to_integral() else f"{int(value):,}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
