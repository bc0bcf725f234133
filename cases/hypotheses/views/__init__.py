from cases.hypotheses.views.hypotheses import (
    hypothesis_add,
    hypothesis_detail,
    hypothesis_edit,
    hypothesis_set_aside,
    hypothesis_take_up,
    matrix,
    rivals_offer,
)
from cases.hypotheses.views.rows import (
    row_add,
    row_detail,
    row_leave_out,
    row_take,
    row_take_back,
    row_weigh,
)

__all__ = [
    "hypothesis_add",
    "hypothesis_detail",
    "hypothesis_edit",
    "hypothesis_set_aside",
    "hypothesis_take_up",
    "matrix",
    "rivals_offer",
    "row_add",
    "row_detail",
    "row_leave_out",
    "row_take",
    "row_take_back",
    "row_weigh",
]
