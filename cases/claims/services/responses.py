from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from audit import services as audit
from cases.claims.entry import known_date, open_ledger, require_same_case
from cases.claims.errors import ResponseIncomplete
from cases.claims.models import Claim, Source
from cases.claims.signatures import Response
from cases.core.models import Case, Party


@transaction.atomic
def record_response(
    *,
    case: Case,
    party: Party,
    asked_on: str,
    asked_by: str,
    channel: str,
    question: str,
    by: User,
    answer_due: str = "",
    outcome: str = Response.Outcome.WAITING,
    answered_on: str = "",
    answer: str = "",
    source: Source | None = None,
    claims: Iterable[Claim] = (),
) -> Response:
    """Record that a party was asked, and what came back, even if nothing did."""
    open_ledger(case, by)
    claims = list(claims)
    require_same_case(case, party, source, *claims)
    _require_complete(outcome, answered_on)
    response = Response.objects.create(
        case=case,
        party=party,
        asked_on=known_date(asked_on),
        asked_by=asked_by,
        channel=channel,
        question=question,
        answer_due=known_date(answer_due),
        outcome=outcome,
        answered_on=known_date(answered_on),
        answer=answer,
        source=source,
        recorded_by=by,
    )
    response.claims.set(claims)
    _record(response, "response.recorded", by)
    return response


@transaction.atomic
def answer_response(
    *,
    response: Response,
    outcome: str,
    answered_on: str,
    by: User,
    answer: str = "",
    source: Source | None = None,
) -> Response:
    """Record what came of having asked: an answer, a denial, or silence by a date."""
    open_ledger(response.case, by)
    require_same_case(response.case, source)
    _require_complete(outcome, answered_on)
    response = Response.objects.select_for_update().get(pk=response.pk)
    response.outcome, response.answered_on = outcome, known_date(answered_on)
    response.answer, response.source = answer, source
    response.save(update_fields=["outcome", "answered_on", "answer", "source"])
    _record(response, "response.answered", by)
    return response


def _require_complete(outcome: str, answered_on: str) -> None:
    if outcome != Response.Outcome.WAITING and not answered_on.strip():
        raise ResponseIncomplete("Give the day of the answer, or the day that silence is as of.")


def _record(response: Response, action: str, by: User) -> None:
    audit.record(
        by=by,
        action=action,
        subject=response,
        case=response.case.reference,
        detail={
            "party": response.party.name,
            "asked_on": response.asked_on,
            "channel": response.channel,
            "outcome": response.outcome,
            "answered_on": response.answered_on,
        },
    )
