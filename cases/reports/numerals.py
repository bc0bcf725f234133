"""Number words: magnitudes, numbers spelled out, vague ones, fractions and currencies."""

import re
from decimal import Decimal

MAGNITUDES = {
    "hundred": 100, "thousand": 1_000, "k": 1_000, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "trillion": 10**12,
}  # fmt: skip
_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
#: What a vague number may mean, from and to: "thousands" of 25,000, but not "hundreds".
_VAGUE = {
    "dozens": (12, 240), "hundreds": (100, 1_000), "thousands": (1_000, 100_000),
    "millions": (10**6, 10**9), "billions": (10**9, 10**12),
}  # fmt: skip
UNITS = "|".join([*_TENS, *_SMALL, "dozen", "half", "quarter"])
#: How a currency is written: its sign, its code and its name.
_CURRENCIES = {
    "USD": ("$", "us$", "usd", "dollar", "dollars", "us dollars"),
    "EUR": ("€", "eur", "euro", "euros"),
    "GBP": ("£", "gbp", "pound", "pounds"),
    "CNY": ("¥", "cny", "rmb", "yuan"),
}


def currency(word: str) -> str:
    """The code of the currency that a sign, a code or a name stands for; "" for anything else."""
    wanted = word.strip().lower()
    return next((code for code, names in _CURRENCIES.items() if wanted in names), "")


def step_of(digits: str, scale: int) -> Decimal:
    whole, _, fraction = digits.partition(".")
    if fraction:
        return Decimal(scale).scaleb(-len(fraction))
    zeros = len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
    return Decimal(scale * 10**zeros)


def vague(words: str) -> tuple[Decimal, Decimal]:
    parts = words.split(" of ")
    if len(parts) == 1:
        low, high = _VAGUE[parts[0]]
        return Decimal(low), Decimal(high)
    many = {"tens": 10, "dozens": 12, "hundreds": 100, "thousands": 1_000}[parts[0]]
    value = Decimal(many * _VAGUE[parts[1]][0])
    return value, value * 10


def spelled(words: str) -> tuple[Decimal, Decimal] | None:
    """Read "twenty-five thousand", "half a million"; None for a bare "a" or "one" or "half"."""
    parts = [part for part in re.split(r"[\s-]+", words) if part not in {"and", "of", "the"}]
    total, current, scale = Decimal(0), Decimal(0), 1
    for part in parts:
        if part in {"a", "an"}:
            continue
        if part in MAGNITUDES:
            scale = MAGNITUDES[part]
            current = (current or Decimal(1)) * scale
            if scale > 100:
                total, current = total + current, Decimal(0)
        elif part == "dozen":
            current = (current or Decimal(1)) * 12
        elif part in {"half", "quarter"}:
            current = Decimal("0.5") if part == "half" else Decimal("0.25")
        else:
            current += _TENS.get(part, _SMALL.get(part, 0))
    value = total + current
    if value < 2 or value != value.to_integral():
        return None
    return value, step_of(str(int(value)), 1) if scale > 1 else Decimal(1)
