"""Whether a measured number is the one that a figure states, as exactly as it states it."""

from dataclasses import dataclass
from decimal import Decimal

from cases.claims.vocabulary import Precision

#: "About" is taken to mean within a twentieth, "nearly" no more than a tenth below.
ABOUT, NEARLY = Decimal("0.05"), Decimal("0.10")


@dataclass(frozen=True)
class Stated:
    """A number as a claim states it; a blank unit or window leaves that open."""

    value: Decimal
    high: Decimal | None = None
    precision: str = ""
    unit: str = ""
    window: str = ""

    def agrees_with(self, measured: Decimal) -> bool:
        """Whether someone who measured this could say the claim in its words."""
        if self.precision == Precision.AT_LEAST:
            return measured >= self.value
        if self.precision == Precision.AT_MOST:
            return self.value * (1 - NEARLY) <= measured <= self.value
        if self.precision == Precision.APPROXIMATE:
            slack = abs(self.value) * ABOUT
            return self.value - slack <= measured <= (self.high or self.value) + slack
        return self.value <= measured <= (self.high if self.high is not None else self.value)

    def why_not_of(self, unit: str, window: str) -> str:
        """Why a count of that unit over that window bears neither way on it, or empty."""
        if self.unit and self.unit != unit:
            return f"it counts {unit}, and the claim counts {self.unit}"
        if self.window and self.window != window:
            return f"it was counted over {window or 'no stated window'}, not over {self.window}"
        return ""
