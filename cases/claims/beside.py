"""A figure that is stated beside one that was measured, and the difference where there can be one.

Two figures are subtracted only if they count the same unit, over the same window, by the same rule.
All others are shown side by side, with the reason why they are not compared. That an analyst linked
the two makes them stand together, and nothing more.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from cases.claims.quantity import Quantity, say_number
from cases.core.dates import NotADate, describe, parse_edtf

_TENTH = Decimal("0.1")
_POINTS = "percentage points"


@dataclass(frozen=True)
class Difference:
    """What was measured less what is stated; of a range, less the end that it is outside of."""

    absolute: Decimal
    percent: Decimal | None
    is_exact: bool
    unit: str
    of_range: bool = False

    @property
    def words(self) -> str:
        """As a sentence says it: "about 682 fewer, about 2.7 % below what is stated"."""
        if not self.absolute:
            inside = "inside the range that is stated" if self.of_range else "the same number"
            return inside if self.is_exact else f"{inside}, as nearly as it is stated"
        about = "" if self.is_exact else "about "
        unit = f" {_POINTS}" if self.unit == "%" else ""
        number = say_number(abs(self.absolute))
        said = f"{about}{number}{unit} {'fewer' if self.absolute < 0 else 'more'}"
        if self.percent is not None:
            said += f", {about}{self._percent} % {self._side}"
        return f"outside the range that is stated: {said}" if self.of_range else said

    @property
    def _percent(self) -> str:
        size = abs(_tenths(self.percent or Decimal(0)))
        return f"{size:,}" if size else "less than 0.1"

    @property
    def _side(self) -> str:
        if self.of_range:
            return "below its lower end" if self.absolute < 0 else "above its upper end"
        return "below what is stated" if self.absolute < 0 else "above what is stated"


@dataclass(frozen=True)
class Beside:
    """One stated figure, by its claim's number, and the measured one that stands beside it."""

    claim: int | None
    figure: str
    reasons: tuple[str, ...] = ()
    difference: Difference | None = None

    @property
    def words(self) -> str:
        """The difference, or why there is none; blank where nothing stands beside it."""
        if self.difference:
            return f"{self.difference.words[0].upper()}{self.difference.words[1:]}."
        return f"Not compared: {'; '.join(self.reasons)}." if self.reasons else ""


def why_not_compared(stated: Quantity, measured: Quantity) -> tuple[str, ...]:
    """Every reason against setting one number against the other; none if they may be compared."""
    return tuple(_reasons(stated, measured))


def difference(stated: Quantity, measured: Quantity) -> Difference | None:
    """What was measured less what is stated, or None where the two may not be compared."""
    if why_not_compared(stated, measured):
        return None
    low, high = stated.value, stated.value_high
    against = low if high is None else min(max(measured.value, low), high)
    absolute = measured.value - against
    in_percent = bool(against) and _unit(stated) != "%" and bool(absolute)
    return Difference(
        absolute=absolute,
        percent=absolute * 100 / against if in_percent else None,
        is_exact=stated.precision in {"exact", "range"} and measured.precision == "exact",
        unit=_unit(stated),
        of_range=high is not None,
    )


def match(
    stated: Quantity, linked: Iterable[str], measured: Mapping[str, Quantity]
) -> tuple[str, ...]:
    """The keys of the measured figures that stand beside a stated one.

    Those that an analyst linked; else all that it may be compared with; else, of those that count
    the same unit, the one with the least against it.
    """
    if chosen := tuple(key for key in dict.fromkeys(linked) if key in measured):
        return chosen
    same = sorted(key for key in measured if _unit(measured[key]) == _unit(stated))
    against = {key: len(why_not_compared(stated, measured[key])) for key in same}
    if comparable := tuple(key for key in same if not against[key]):
        return comparable
    return (min(same, key=lambda key: (against[key], key)),) if same else ()


def beside(stated: Quantity, measured: Quantity, *, claim: int, figure: str) -> Beside:
    """The two side by side, held to the rule."""
    reasons = why_not_compared(stated, measured)
    return Beside(claim, figure, reasons, difference(stated, measured))


def _reasons(stated: Quantity, measured: Quantity) -> Iterator[str]:
    if _unit(stated) != _unit(measured):
        yield f"they count different things ({stated.unit or 'no unit'}; {measured.unit})"
    if not stated.window or not measured.window:
        which = "one that is stated" if not stated.window else "one that was measured"
        yield f"the window of the {which} is not known"
    elif not _is_same_window(stated.window, measured.window):
        yield f"they cover different windows ({_say(stated.window)}; {_say(measured.window)})"
    if not stated.counting_rule.strip():
        yield "how the one that is stated was counted is not known"
    elif _rule(stated) != _rule(measured):
        yield "they are counted by different rules"
    if measured.value_high is not None:
        yield "the one that was measured is itself a range"


def _is_same_window(one: str, other: str) -> bool:
    """Tell whether both are the same days, known for certain."""
    try:
        first, second = parse_edtf(one), parse_edtf(other)
    except NotADate:
        return False
    if any(mark in one + other for mark in "~?%X"):
        return False
    days = (first.earliest, first.latest)
    return None not in days and days == (second.earliest, second.latest)


def _say(window: str) -> str:
    try:
        return describe(window)
    except NotADate:
        return window


def _unit(quantity: Quantity) -> str:
    words = " ".join(quantity.unit.casefold().split())
    return "%" if words in {"%", "percent", "per cent"} else words.removesuffix("s")


def _rule(quantity: Quantity) -> str:
    return " ".join(quantity.counting_rule.casefold().split()).rstrip(".")


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, ROUND_HALF_EVEN)
