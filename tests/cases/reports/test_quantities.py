from decimal import Decimal

import pytest

from cases.claims.quantity import say_number
from cases.reports.quantities import numbers_in


@pytest.mark.parametrize(
    ("text", "value", "step", "hedge"),
    [
        ("nearly 25,000 accounts", 25_000, 1_000, "below"),
        ("about 28.8 million interactions", 28_800_000, 100_000, "about"),
        ("28.8m interactions", 28_800_000, 100_000, ""),
        ("25k accounts", 25_000, 1_000, ""),
        ("twenty-five thousand accounts", 25_000, 1_000, ""),
        ("half a million accounts", 500_000, 100_000, ""),
        ("more than a dozen accounts", 12, 1, "above"),
        ("24,987 accounts", 24_987, 1, ""),
        ("one hundred and five accounts", 105, 1, ""),
    ],
)
def test_numbers_in_reads_value_precision_and_hedge(
    text: str, value: int, step: int, hedge: str
) -> None:
    (number,) = numbers_in(text)

    assert (number.value, number.step, number.hedge) == (Decimal(value), Decimal(step), hedge)


@pytest.mark.parametrize(
    "text",
    [
        "on June 10, 2026", "from April 22 to June 5, 2026", "in 2026", "2026-06-10", "at 10:30",
        "the 5th time", "Section 4 and Rule 902", "they asked Aria 3.5", "one of them", "TLP 2.0",
        "the year 2026.",
    ],
)  # fmt: skip
def test_numbers_in_takes_no_date_time_or_version_for_a_quantity(text: str) -> None:
    assert numbers_in(text) == ()


def test_numbers_in_reads_a_range_as_one() -> None:
    (number,) = numbers_in("between 20 and 25 million interactions")

    assert (number.value, number.high) == (Decimal(20_000_000), Decimal(25_000_000))


@pytest.mark.parametrize(
    ("value", "said"),
    [("28800000", "28.8 million"), ("28812345", "28,812,345"), ("24987", "24,987"), ("0.5", "0.5")],
)
def test_say_number(value: str, said: str) -> None:
    assert say_number(Decimal(value)) == said
