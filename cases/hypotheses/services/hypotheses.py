from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.claims.models import Claim
from cases.core import access
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.core.roles import Permission
from cases.hypotheses import queries
from cases.hypotheses.entry import reason_of, record_change, require_of_case
from cases.hypotheses.errors import NothingSaid, NothingToAdd, NotOpen, RatedAlready
from cases.hypotheses.models import Hypothesis


@transaction.atomic
def add_hypothesis(
    *,
    case: Case,
    statement: str,
    by: User,
    would_change: str = "",
    claim: Claim | None = None,
    rung: str = "",
    usual: str = "",
) -> Hypothesis:
    """Put up one more explanation; it is compared as soon as a row is rated against it."""
    access.require(by, case, Permission.WRITE)
    require_of_case(case, claim)
    hypothesis = Hypothesis.objects.create(
        case=case,
        number=next_number(case, "hypothesis"),
        statement=_said(statement),
        would_change=would_change.strip(),
        claim=claim,
        rung=rung or (claim.rung if claim else ""),
        usual=usual,
        added_by=by,
    )
    record_change(hypothesis, "hypothesis.added", by, {"statement": hypothesis.statement})
    return hypothesis


@transaction.atomic
def edit_hypothesis(
    *,
    hypothesis: Hypothesis,
    statement: str,
    by: User,
    would_change: str = "",
    claim: Claim | None = None,
    rung: str = "",
) -> Hypothesis:
    """Say better what it is; once it is rated its wording stays, for the ratings are of that."""
    hypothesis = _locked_hypothesis(hypothesis, by)
    require_of_case(hypothesis.case, claim)
    statement = _said(statement)
    if statement != hypothesis.statement and hypothesis.ratings.exists():
        raise RatedAlready(
            f"{hypothesis} was rated in these words. Set it aside, and add the new wording as "
            "another hypothesis."
        )
    before = _as_recorded(hypothesis)
    hypothesis.statement, hypothesis.would_change = statement, would_change.strip()
    hypothesis.claim, hypothesis.rung = claim, rung or (claim.rung if claim else "")
    hypothesis.save()
    detail = {"before": before, "after": _as_recorded(hypothesis)}
    record_change(hypothesis, "hypothesis.edited", by, detail)
    return hypothesis


@transaction.atomic
def set_aside_hypothesis(*, hypothesis: Hypothesis, reason: str, by: User) -> Hypothesis:
    """Stop comparing it, for a reason; it stays listed with its ratings."""
    hypothesis = _locked_hypothesis(hypothesis, by)
    if not hypothesis.is_open:
        raise NotOpen(f"{hypothesis} is set aside already.")
    hypothesis.status = Hypothesis.Status.SET_ASIDE
    hypothesis.set_aside_because = reason_of(reason)
    hypothesis.set_aside_at, hypothesis.set_aside_by = timezone.now(), by
    hypothesis.save()
    record_change(hypothesis, "hypothesis.set_aside", by, {"reason": hypothesis.set_aside_because})
    return hypothesis


@transaction.atomic
def take_up_hypothesis(*, hypothesis: Hypothesis, by: User) -> Hypothesis:
    """Compare a hypothesis again that was set aside."""
    hypothesis = _locked_hypothesis(hypothesis, by)
    if hypothesis.is_open:
        raise NotOpen(f"{hypothesis} is not set aside.")
    was = hypothesis.set_aside_because
    hypothesis.status, hypothesis.set_aside_because = Hypothesis.Status.OPEN, ""
    hypothesis.set_aside_at = hypothesis.set_aside_by = None
    hypothesis.save()
    record_change(hypothesis, "hypothesis.taken_up", by, {"was set aside because": was})
    return hypothesis


@transaction.atomic
def offer_rivals(*, case: Case, by: User) -> list[Hypothesis]:
    """Add the usual rivals that the case does not have yet, none of them rated."""
    access.require(by, case, Permission.WRITE)
    Case.objects.select_for_update().get(pk=case.pk)
    missing = queries.missing_rivals(case.hypotheses.all())
    if not missing:
        raise NothingToAdd("The case has all the usual rivals.")
    added = [
        add_hypothesis(
            case=case,
            statement=usual.statement,
            would_change=usual.would_change,
            usual=usual.key,
            by=by,
        )
        for usual in missing
    ]
    detail = {"added": [str(hypothesis) for hypothesis in added]}
    audit.record(
        by=by, action="hypotheses.offered", subject=case, case=case.reference, detail=detail
    )
    return added


def _locked_hypothesis(hypothesis: Hypothesis, by: User) -> Hypothesis:
    rows = Hypothesis.objects.select_for_update(of=("self",)).select_related("case")
    hypothesis = rows.get(pk=hypothesis.pk)
    access.require(by, hypothesis.case, Permission.WRITE)
    return hypothesis


def _said(statement: str) -> str:
    if not statement.strip():
        raise NothingSaid("Say in a sentence what may be so.")
    return statement.strip()


def _as_recorded(hypothesis: Hypothesis) -> dict[str, str]:
    return {
        "statement": hypothesis.statement,
        "what would change our mind": hypothesis.would_change,
        "claim": str(hypothesis.claim or ""),
        "rung": hypothesis.rung,
    }
