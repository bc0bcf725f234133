from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.claims.entry import known_date, open_ledger, require_same_case
from cases.claims.errors import AlreadySaid, AnsweredAlready, ResponseIncomplete
from cases.claims.models import Claim, Source
from cases.claims.services.assertions import assert_claim
from cases.claims.services.sources import add_source, rest_source_on
from cases.claims.signatures import Response
from cases.claims.vocabulary import SourceKind, Stance
from cases.core.dates import parse_edtf
from cases.core.models import Case, Party

#: What a party is put, and what must be said of it.
_ASKED = {
    "asked_on": "Give the day on which they were asked.",
    "asked_by": "Say who asked.",
    "channel": "Say how they were asked.",
    "question": "Write what was put to them.",
}


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
    """Record that a party was asked, and what came back, even if nothing did.

    A denial of claims is asserted of each as well, so that it counts however it came in.
    """
    open_ledger(case, by)
    claims = list(claims)
    require_same_case(case, party, source, *claims)
    response = Response(
        case=case,
        party=party,
        asked_on=known_date(asked_on),
        asked_by=asked_by.strip(),
        channel=channel.strip(),
        question=question.strip(),
        answer_due=known_date(answer_due),
        outcome=outcome,
        answered_on=known_date(answered_on),
        answer=answer.strip(),
        source=source,
        recorded_by=by,
    )
    _require_complete(response)
    response.save()
    response.claims.set(claims)
    _deny(response, by)
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
    """Record what came of having asked: an answer, a denial, or silence by a date.

    An answer stays as it was given; what the party says later is a response of its own.
    """
    open_ledger(response.case, by)
    require_same_case(response.case, source)
    response = (
        Response.objects.select_for_update(of=("self",)).select_related("party").get(pk=response.pk)
    )
    if response.is_answered:
        raise AnsweredAlready(
            f"{response.party} has answered, and that stays on record. Record what it said later "
            "as a response of its own."
        )
    response.outcome, response.answered_on = outcome, known_date(answered_on)
    response.answer, response.source = answer.strip(), source
    _require_complete(response)
    response.save(update_fields=["outcome", "answered_on", "answer", "source"])
    _deny(response, by)
    _record(response, "response.answered", by)
    return response


def _require_complete(response: Response) -> None:
    for field, says in _ASKED.items():
        if not getattr(response, field):
            raise ResponseIncomplete(says)
    if response.outcome not in Response.Outcome.values:
        raise ResponseIncomplete(f"“{response.outcome}” is nothing that can come back.")
    if response.outcome != Response.Outcome.WAITING and not response.answered_on:
        raise ResponseIncomplete("Give the day of the answer, or the day that silence is as of.")
    if response.has_words and not response.answer:
        raise ResponseIncomplete("Give their words, or what is known of them.")
    _require_possible_days(response)


def _require_possible_days(response: Response) -> None:
    today, asked = timezone.now().date(), parse_edtf(response.asked_on)
    for text in filter(None, (response.asked_on, response.answered_on)):
        earliest = parse_edtf(text).earliest
        if earliest and earliest > today:
            raise ResponseIncomplete(f"{text} is still to come.")
    if response.answered_on and asked.earliest:
        latest = parse_edtf(response.answered_on).latest
        if latest and latest < asked.earliest:
            raise ResponseIncomplete(
                f"They can't have answered on {response.answered_on}, before they were asked."
            )


def _deny(response: Response, by: User) -> None:
    """Have the answer deny what it denies, as any source would."""
    claims = list(response.claims.order_by("number"))
    if response.outcome != Response.Outcome.DENIED or not claims:
        return
    source = response.source
    if source is None or source.publisher_id != response.party_id:
        source = _answer_as_source(response, by)
    for claim in claims:
        said = source.assertions.filter(claim=claim).first()
        if said is None:
            quotation = response.answer
            assert_claim(
                source=source, claim=claim, stance=Stance.DENIES, quotation=quotation, by=by
            )
        elif not said.speaks_against:
            raise AlreadySaid(f"{said} in the ledger, and here it is denied: correct one of them.")


def _answer_as_source(response: Response, by: User) -> Source:
    """The party's answer, entered as what it is: its statement, known first hand or through one."""
    reported_by = response.source
    source = add_source(
        case=response.case,
        title=f"Answer of {response.party}"[:300],
        publisher=response.party,
        kind=SourceKind.STATEMENT,
        basis=Source.Basis.UNKNOWN if reported_by else Source.Basis.FIRST_HAND,
        published=response.answered_on,
        text=response.answer,
        note=f"{response.channel}, asked by {response.asked_by}.",
        by=by,
    )
    if reported_by:
        rest_source_on(source=source, rests_on=reported_by, passage=response.answer, by=by)
    else:
        response.source = source
        response.save(update_fields=["source"])
    return source


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
            "answer": response.answer,
            "claims": [str(claim) for claim in response.claims.order_by("number")],
        },
    )
