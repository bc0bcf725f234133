"""Figures that are said beside figures that were measured, under the rule of the report."""

from cases.claims.figures import Beside, set_beside
from cases.claims.models import Claim
from cases.claims.vocabulary import Kind
from cases.core.models import Case

#: Of the figures that are only measured, those that a reader asks for first.
ASKED_FIRST = ["interactions", "platform-accounts", "active-platform-accounts"]
MOST_ALONE = 3


def beside(case: Case, claims: list[Claim]) -> list[Beside]:
    """Every figure that is said, with those measured for it; then those only measured."""
    measured = {
        figure.key: figure for figure in case.figures.select_related("case").order_by("key")
    }
    said = [claim for claim in claims if claim.kind == Kind.FIGURE]
    pairs = [pair for claim in said for pair in set_beside(claim, measured)]
    taken = {pair.measured.key for pair in pairs if pair.measured}
    alone = [figure for key, figure in measured.items() if key not in taken]
    alone.sort(key=lambda figure: (figure.key not in ASKED_FIRST, figure.key))
    return pairs + [Beside(None, figure) for figure in alone[:MOST_ALONE]]
