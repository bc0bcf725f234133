"""The figures that claims state, beside those that were measured in the case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.claims import beside
from cases.claims.models import Claim
from cases.claims.quantity import Quantity
from cases.telemetry.models import Figure


@dataclass(frozen=True)
class Beside:
    """What somebody says, what was measured here, and what the two come to."""

    said: Claim | None
    measured: Figure | None
    words: str = ""


def set_beside(claim: Claim, measured: Mapping[str, Figure]) -> list[Beside]:
    """Each figure that was measured for what the claim states; one row without, if none was."""
    stated = quantity_of(claim)
    if stated is None:
        return [Beside(claim, None)]
    quantities = {key: quantity_measured(figure) for key, figure in measured.items()}
    keys = beside.match(stated, linked_figures(claim), quantities)
    return [
        Beside(
            claim,
            measured[key],
            beside.beside(stated, quantities[key], claim=claim.number, figure=key).words,
        )
        for key in keys
    ] or [Beside(claim, None)]


def beside_measured(claim: Claim) -> list[Beside]:
    """What was measured in the case for the figure that the claim states."""
    if claim.value is None:
        return []
    figures = claim.case.figures.select_related("case").order_by("key")
    return [pair for pair in set_beside(claim, {f.key: f for f in figures}) if pair.measured]


def linked_figures(claim: Claim) -> tuple[str, ...]:
    """The measured figures that an analyst set beside it, or showed it by."""
    return linked(claim, sorted(each.figure_key for each in claim.observations.all()))


def quantity_of(claim: Claim) -> Quantity | None:
    """The figure that the claim states, if it states one."""
    if claim.value is None:
        return None
    return Quantity(
        value=claim.value.normalize(),
        unit=claim.unit,
        value_high=claim.value_high,
        precision=claim.precision or "exact",
        window=claim.window,
        counting_rule=claim.counting_rule,
    )


def quantity_measured(figure: Figure) -> Quantity:
    return Quantity(
        figure.value.normalize(),
        figure.unit,
        window=figure.window,
        counting_rule=figure.counting_rule,
    )


def linked(claim: Claim, shown_by: Iterable[str]) -> tuple[str, ...]:
    """The keys of the figures that it names, and that observations of it name."""
    return tuple(dict.fromkeys(key for key in (claim.figure_key, *shown_by) if key))
