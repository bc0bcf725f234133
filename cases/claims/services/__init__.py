"""Everything that a person can do to the ledger."""

from cases.claims.services.article import take_claim
from cases.claims.services.assertions import (
    assert_claim,
    edit_assertion,
    observe_claim,
    remove_assertion,
    rerun_observation,
    resolve_denial,
)
from cases.claims.services.bulk import import_claims, import_sources
from cases.claims.services.claims import add_claim, edit_claim, link_content, remove_claim
from cases.claims.services.responses import answer_response, record_response
from cases.claims.services.signing import (
    assess_claim,
    countersign_status,
    propose_status,
    publish_claims,
    reject_status,
    withdraw_status,
    work_out_ceilings,
)
from cases.claims.services.sources import (
    add_source,
    edit_source,
    grade_source,
    hold_copy,
    remove_lineage,
    rest_source_on,
    state_first_hand,
)

__all__ = [
    "add_claim",
    "add_source",
    "answer_response",
    "assert_claim",
    "assess_claim",
    "countersign_status",
    "edit_assertion",
    "edit_claim",
    "edit_source",
    "grade_source",
    "hold_copy",
    "import_claims",
    "import_sources",
    "link_content",
    "observe_claim",
    "propose_status",
    "publish_claims",
    "record_response",
    "reject_status",
    "remove_assertion",
    "remove_claim",
    "remove_lineage",
    "rerun_observation",
    "resolve_denial",
    "rest_source_on",
    "state_first_hand",
    "take_claim",
    "withdraw_status",
    "work_out_ceilings",
]
