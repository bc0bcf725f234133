"""A number in a sentence is the number of what it cites: value, unit, precision."""

import re
from collections.abc import Iterator
from decimal import Decimal

from cases.claims.quantity import Quantity, say_number
from cases.reports.numerals import currency
from cases.reports.quantities import Number, numbers_in
from cases.reports.reading import Edit, Part, Reading
from cases.reports.rules import Finding

#: Below this, a number that counts nothing the sentence cites ("two senators") is let through.
_SMALL = 100
#: How far a range may reach around a figure that is one number.
_CLOSE = (Decimal("0.8"), Decimal("1.2"))
#: How many per cent of the value "about" may round away: "about 40" of 41.
_ABOUT = 3
#: Below this, so is a number that counts nothing at all.
_BARE = 10
#: How an inexact figure is hedged, where the ledger says.
_DIRECTIONS = {"approximate": "", "at_most": "below", "at_least": "above"}
#: "Not the 25,000 of the headlines": said of no figure.
_NOT = re.compile(r"\b(?:not|rather\s+than|instead\s+of)\s+(?:the\s+)?$", re.IGNORECASE)
#: "A count of nearly 25,000 covers …": no unit follows.
_COUNT = re.compile(
    r"\b(?:counts?|figures?|totals?|tally|numbers?|estimates?)\s+(?:of|at|is|was)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_HEDGE_WORDS = {"about": "about", "below": "nearly", "above": "more than"}


def check_measures(reading: Reading) -> Iterator[Finding]:
    """Compare every number with the figures that its clause, or its sentence, cites."""
    if reading.is_headline:
        yield from _compare(reading, reading.sentence.start, reading.sentence.text, _all(reading))
        return
    known = [quantity for part in reading.parts for quantity in _figures(reading, part)]
    if not known and not reading.claims:
        return
    for part in reading.parts:
        mine = _figures(reading, part) or known
        yield from _compare(reading, part.clause.start, part.text, mine)


def _all(reading: Reading) -> list[tuple[Quantity, str]]:
    claims = [(c.figure, c.statement) for c in reading.ledger.claims.values() if c.figure]
    return claims + [(figure.quantity, "") for figure in reading.ledger.figures.values()]


def _figures(reading: Reading, part: Part) -> list[tuple[Quantity, str]]:
    """What the clause cites that has a number: figures, and numbers in the claims' own words."""
    found: list[tuple[Quantity, str]] = []
    for citation in part.clause.citations:
        figure = reading.ledger.figures.get(citation.target) if citation.kind == "figure" else None
        if figure:
            found.append((figure.quantity, ""))
    for claim in part.claims:
        contents = reading.ledger.contents_of(claim)
        for each in {each.number: each for each in (claim, *contents)}.values():
            if each.figure:
                found.append((each.figure, each.statement))
            else:
                found += [(_as_quantity(n), each.statement) for n in numbers_in(each.statement)]
    return found


def _as_quantity(number: Number) -> Quantity:
    precision = "range" if number.high else ("approximate" if number.hedge else "exact")
    unit = "%" if number.kind == "percent" else (number.nouns[-1] if number.nouns else "")
    return Quantity(number.value, unit, number.high, precision)


def _compare(
    reading: Reading, offset: int, text: str, known: list[tuple[Quantity, str]]
) -> Iterator[Finding]:
    for number in numbers_in(text):
        if _NOT.search(text[: number.hedge_start if number.hedge else number.start]):
            continue
        same_unit = [pair for pair in known if number.has_unit(pair[0].unit)]
        if not same_unit and _is_incidental(number, known):
            continue
        if same_unit:
            problems = [_problem(number, *pair) for pair in same_unit]
            if all(problems) and (problem := problems[0]):
                yield _finding(reading, offset, number, problem)
        elif alike := [pair for pair in known if _matches(number, pair[0])]:
            clash = alike[0][0]
            is_money = bool(number.currency) and number.currency != currency(clash.unit)
            if clash.unit and (
                is_money
                or (
                    number.nouns
                    and not _COUNT.search(text[: number.start])
                    and not _speaks_of(text, clash)
                )
            ):
                yield _wrong_unit(reading, offset, number, clash)
            elif all(problems := [_problem(number, *pair) for pair in alike]) and problems[0]:
                yield _finding(reading, offset, number, problems[0])
        else:
            yield _finding(reading, offset, number, _unknown(known))


def _wrong_unit(reading: Reading, offset: int, number: Number, quantity: Quantity) -> Finding:
    text = reading.sentence.readable.text
    if not number.nouns:
        return reading.finding("unit", f"The figure cited counts {quantity.unit}.")
    noun = re.compile(r"\b" + re.escape(number.nouns[-1]) + r"\b", re.IGNORECASE)
    match = noun.search(text, offset + number.end)
    edits = (Edit(match.start(), match.end(), quantity.unit),) if match else ()
    return reading.finding("unit", f"The figure cited counts {quantity.unit}.", *edits)


def _speaks_of(text: str, quantity: Quantity) -> bool:
    last = quantity.unit.lower().split()[-1:]
    return bool(last) and last[0].removesuffix("s") in text.lower()


def _is_incidental(number: Number, known: list[tuple[Quantity, str]]) -> bool:
    if any(_matches(number, quantity) for quantity, _ in known):
        return False
    return number.kind == "count" and number.value < (_SMALL if number.nouns else _BARE)


def _unknown(known: list[tuple[Quantity, str]]) -> tuple[str, str, str]:
    if not known:
        return "number", "Nothing that the sentence cites has a number.", ""
    cited = ", ".join(_say(quantity) for quantity, _ in known)
    return "number", f"What the sentence cites has {cited}.", ""


def _problem(number: Number, quantity: Quantity, statement: str) -> tuple[str, str, str] | None:
    """What is wrong with the number: the rule, why, and what to write; None when nothing is."""
    if not _matches(number, quantity):
        return "number", f"The figure cited is {_say(quantity)}.", _say(quantity, unit=False)
    if number.high or quantity.precision == "range":
        return None
    if number.bound and not _is_near(number, quantity.value):
        return None
    if quantity.precision in _DIRECTIONS:
        return _hedging(number, quantity, statement)
    if number.value != quantity.value and number.hedge != "about" and not number.bound:
        exact = say_number(quantity.value)
        return "precision", f"The figure is exactly {exact}: say “about”, or give it.", exact
    return None


def _hedging(number: Number, quantity: Quantity, statement: str) -> tuple[str, str, str] | None:
    said = _DIRECTIONS[quantity.precision] or next(
        (n.hedge for n in numbers_in(statement) if n.value == quantity.value), ""
    )
    if number.hedge in {"", "exactly"}:
        return (
            "precision",
            "The figure is approximate: keep its hedge.",
            _say(quantity, said, unit=False),
        )
    turned = {number.hedge, said} == {"above", "below"} or (
        number.hedge == "above" and said != "above"
    )
    if turned:
        return (
            "precision",
            "The hedge turns the figure the other way.",
            _say(quantity, said, unit=False),
        )
    return None


def _matches(number: Number, quantity: Quantity) -> bool:
    low, high = quantity.value, quantity.value_high or quantity.value
    if number.high is not None:
        return _spans(number, number.high, low, high)
    if number.bound and not (quantity.precision in _DIRECTIONS and _is_near(number, low)):
        return _bounds_truly(number, low, high)
    return quantity.value_high is None and _is_near(number, low)


def _spans(number: Number, top: Decimal, low: Decimal, high: Decimal) -> bool:
    """A vague number holds the figure; a range is the figure's own, or stays close around it."""
    if number.is_vague:
        return number.value <= low and high <= top
    if low != high:
        return (number.value, top) == (low, high)
    return low * _CLOSE[0] <= number.value <= low <= top <= low * _CLOSE[1]


def _bounds_truly(number: Number, low: Decimal, high: Decimal) -> bool:
    """Tell "fewer than 50" of 41, which is so, from "fewer than 41", and from "at most 4,000"."""
    if number.bound.startswith("<"):
        holds = high < number.value or (number.bound == "<=" and high == number.value)
        return holds and number.value <= high * 2
    holds = low > number.value or (number.bound == ">=" and low == number.value)
    return holds and number.value >= low / 2


def _is_near(number: Number, value: Decimal) -> bool:
    off = abs(number.value - value)
    if number.hedge == "about" and off * 100 <= value * _ABOUT and off <= number.step / 2:
        return True
    return off <= (number.step / 2 if _rounds(number, value) else Decimal(0))


def _rounds(number: Number, value: Decimal) -> bool:
    """A value may be rounded to two digits or more, never to one that hides the rest."""
    return number.value >= number.step * 10 and abs(number.value - value) * 50 <= value


def _say(quantity: Quantity, hedge: str = "", *, unit: bool = True) -> str:
    text = say_number(quantity.value)
    if quantity.value_high is not None:
        text = f"between {text} and {say_number(quantity.value_high)}"
    elif quantity.precision in _DIRECTIONS:
        hedge = hedge or _DIRECTIONS[quantity.precision]
        text = f"{_HEDGE_WORDS.get(hedge, 'about')} {text}"
    return f"{text} {quantity.unit}".strip() if unit else text


def _finding(
    reading: Reading, offset: int, number: Number, problem: tuple[str, str, str]
) -> Finding:
    rule, message, replacement = problem
    if not replacement:
        return reading.finding(rule, message)
    start = number.hedge_start if number.hedge else number.start
    before = reading.sentence.readable.text[: offset + start]
    if replacement.startswith("between ") and before.lower().endswith("between "):
        start -= len("between ")
    if number.kind == "percent":
        replacement += " per cent"
    text = reading.sentence.readable.text[offset + start : offset + number.end]
    if text[:1].isupper():
        replacement = replacement[0].upper() + replacement[1:]
    return reading.finding(rule, message, Edit(offset + start, offset + number.end, replacement))
