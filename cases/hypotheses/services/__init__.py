"""Everything that a person can do to the matrix."""

from cases.hypotheses.services.hypotheses import (
    add_hypothesis,
    edit_hypothesis,
    offer_rivals,
    set_aside_hypothesis,
    take_up_hypothesis,
)
from cases.hypotheses.services.rows import (
    add_row,
    leave_out_row,
    rate_row,
    take_back_row,
    weigh_row,
)

__all__ = [
    "add_hypothesis",
    "add_row",
    "edit_hypothesis",
    "leave_out_row",
    "offer_rivals",
    "rate_row",
    "set_aside_hypothesis",
    "take_back_row",
    "take_up_hypothesis",
    "weigh_row",
]
