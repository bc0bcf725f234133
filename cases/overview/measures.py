"""Figures that are said beside figures that were measured, under the rule of the report."""

from dataclasses import dataclass

from cases.claims.models import Claim
from cases.claims.vocabulary import Kind
from cases.core.models import Case
from cases.reports.beside import beside as set_beside
from cases.reports.beside import match
from cases.reports.claimed import linked_figures, quantity_of
from cases.reports.queries import quantity_measured
from cases.telemetry.models import Figure

#: Of the figures that are only measured, those that a reader asks for first.
ASKED_FIRST = ["interactions", "platform-accounts", "active-platform-accounts"]
MOST_ALONE = 3


@dataclass(frozen=True)
class Beside:
    """What somebody says, what was measured here, and what the two come to."""

    said: Claim | None
    measured: Figure | None
    words: str = ""


def beside(case: Case, claims: list[Claim]) -> list[Beside]:
    """Every figure that is said, with those measured for it; then those only measured."""
    measured = {
        figure.key: figure for figure in case.figures.select_related("case").order_by("key")
    }
    said = [claim for claim in claims if claim.kind == Kind.FIGURE]
    pairs = [pair for claim in said for pair in _pairs(claim, measured)]
    taken = {pair.measured.key for pair in pairs if pair.measured}
    alone = [figure for key, figure in measured.items() if key not in taken]
    alone.sort(key=lambda figure: (figure.key not in ASKED_FIRST, figure.key))
    return pairs + [Beside(None, figure) for figure in alone[:MOST_ALONE]]


def _pairs(claim: Claim, measured: dict[str, Figure]) -> list[Beside]:
    stated = quantity_of(claim)
    if stated is None:
        return [Beside(claim, None)]
    quantities = {key: quantity_measured(figure) for key, figure in measured.items()}
    keys = match(stated, linked_figures(claim), quantities)
    return [
        Beside(
            claim,
            measured[key],
            set_beside(stated, quantities[key], claim=claim.number, figure=key).words,
        )
        for key in keys
    ] or [Beside(claim, None)]
