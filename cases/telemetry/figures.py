"""Which figures are measured, and by which rule each counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Rule:
    """One figure: the column of a query's answer that it is, perhaps for each of another."""

    key: str
    label: str
    unit: str
    counting_rule: str
    query: str
    column: str
    for_each: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        return {"column": self.column} | ({"for_each": self.for_each} if self.for_each else {})


RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule(
            "interactions",
            "Interactions",
            "interactions",
            "Each request kept by an import counts once, refused by the platform or not.",
            "telemetry.totals",
            "interactions",
        ),
        Rule(
            "platform-accounts",
            "Platform accounts with interactions",
            "platform accounts",
            "Each platform account counts once if it sent at least one request in the window.",
            "telemetry.totals",
            "platform_accounts",
        ),
        Rule(
            "output-tokens",
            "Output tokens",
            "tokens",
            "The sum of output tokens; a request without the number adds nothing.",
            "telemetry.totals",
            "output_tokens",
        ),
        Rule(
            "input-tokens",
            "Input tokens",
            "tokens",
            "The sum of input tokens; a request without the number adds nothing.",
            "telemetry.totals",
            "input_tokens",
        ),
        Rule(
            "refused-interactions",
            "Interactions refused by the platform",
            "interactions",
            "Each request that the telemetry marks as refused counts once.",
            "telemetry.totals",
            "refused",
        ),
        Rule(
            "interactions-per-account",
            "Interactions for each platform account",
            "interactions per platform account",
            "All interactions divided by all platform accounts that sent any: a mean.",
            "telemetry.totals",
            "interactions",
            "platform_accounts",
        ),
        Rule(
            "listed-accounts",
            "Platform accounts listed",
            "platform accounts",
            "Each platform account in an imported list counts once, active or not.",
            "telemetry.accounts",
            "listed_accounts",
        ),
    )
}


def value_of(parameters: Mapping[str, str], row: Mapping[str, Any]) -> Decimal:
    """The figure's value out of the one row that its query answers."""
    value = Decimal(int(row[parameters["column"]]))
    if divisor := parameters.get("for_each"):
        value /= Decimal(int(row[divisor]) or 1)
    return value.quantize(_PLACES, ROUND_HALF_EVEN)


def window_of(row: Mapping[str, Any]) -> str:
    """From the first to the last day, UTC, in EDTF."""
    first, last = row["first_at"], row["last_at"]
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return ""
    return f"{first:%Y-%m-%d}/{last:%Y-%m-%d}"
