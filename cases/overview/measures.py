"""Figures that are said beside figures that were measured: never added, never subtracted."""

from dataclasses import dataclass

from cases.claims.models import Claim
from cases.claims.vocabulary import Kind
from cases.core.models import Case
from cases.telemetry.models import Figure

#: Of the figures that are only measured, those that a reader asks for first.
ASKED_FIRST = ["interactions", "platform-accounts", "active-platform-accounts"]
MOST_ALONE = 3


@dataclass(frozen=True)
class Beside:
    """What somebody says, what was measured here, and why the two may not be compared."""

    said: Claim | None
    measured: Figure | None

    @property
    def caution(self) -> str:
        """Why a reader should not set one number against the other; blank if nothing is known."""
        if self.said is None or self.measured is None:
            return ""
        reasons = []
        if self.said.unit != self.measured.unit:
            reasons.append("they count different things")
        if self.said.window != self.measured.window:
            reasons.append("they cover different windows")
        if not self.said.counting_rule:
            reasons.append("how the one that is said was counted is not known")
        return f"Not to be compared: {', and '.join(reasons)}." if reasons else ""


def beside(case: Case, claims: list[Claim]) -> list[Beside]:
    """Every figure that is said, with the one measured for it; then those only measured."""
    measured = {
        figure.key: figure for figure in case.figures.select_related("case").order_by("key")
    }
    said = [claim for claim in claims if claim.kind == Kind.FIGURE]
    pairs = [Beside(claim, measured.get(claim.figure_key)) for claim in said]
    taken = {claim.figure_key for claim in said}
    alone = [figure for key, figure in measured.items() if key not in taken]
    alone.sort(key=lambda figure: (figure.key not in ASKED_FIRST, figure.key))
    return pairs + [Beside(None, figure) for figure in alone[:MOST_ALONE]]
