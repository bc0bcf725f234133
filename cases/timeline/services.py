from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.models import User
from audit import services as audit
from cases.claims.models import Claim, Source
from cases.core import access
from cases.core.dates import parse_edtf
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.core.roles import Permission
from cases.timeline.models import Event


class OfAnotherCase(Refused):
    pass


@transaction.atomic
def add_event(
    *,
    case: Case,
    lane: str,
    title: str,
    happened: str,
    by: User,
    became_public: str = "",
    detail: str = "",
    source: Source | None = None,
    claims: Iterable[Claim] = (),
) -> Event:
    """Enter something that happened, or is said to have, as exactly as its date is known.

    Raises NotADate for a date that is none.
    """
    access.require(by, case, Permission.WRITE)
    claims = list(claims)
    _require_same_case(case, [*claims, *([source] if source else [])])
    event = Event(case=case, number=next_number(case, "event"), entered_by=by)
    _fill(event, lane, title, happened, became_public, detail, source)
    event.claims.set(claims)
    audit.record(
        by=by,
        action="event.added",
        subject=event,
        case=case.reference,
        detail=_as_recorded(event, claims),
    )
    return event


@transaction.atomic
def edit_event(
    *,
    event: Event,
    lane: str,
    title: str,
    happened: str,
    by: User,
    became_public: str = "",
    detail: str = "",
    source: Source | None = None,
    claims: Iterable[Claim] = (),
) -> Event:
    """Change an event; what it said before stays in the audit."""
    event = Event.objects.select_for_update(of=("self",)).select_related("case").get(pk=event.pk)
    access.require(by, event.case, Permission.WRITE)
    claims = list(claims)
    _require_same_case(event.case, [*claims, *([source] if source else [])])
    before = _as_recorded(event, list(event.claims.all()))
    _fill(event, lane, title, happened, became_public, detail, source)
    event.claims.set(claims)
    audit.record(
        by=by,
        action="event.edited",
        subject=event,
        case=event.case.reference,
        detail={"before": before, "after": _as_recorded(event, claims)},
    )
    return event


@transaction.atomic
def delete_event(*, event: Event, by: User) -> None:
    """Take an event off the timeline; what it said stays in the audit."""
    access.require(by, event.case, Permission.DELETE)
    audit.record(
        by=by,
        action="event.deleted",
        subject=event,
        case=event.case.reference,
        detail=_as_recorded(event, list(event.claims.all())),
    )
    event.delete()


def _fill(
    event: Event,
    lane: str,
    title: str,
    happened: str,
    became_public: str,
    detail: str,
    source: Source | None,
) -> None:
    span = parse_edtf(happened)
    if became_public:
        parse_edtf(became_public)
    event.lane, event.title, event.detail, event.source = lane, title, detail, source
    event.happened, event.became_public = span.text, became_public.strip()
    event.happened_earliest, event.happened_latest = span.earliest, span.latest
    day = span.earliest or span.latest
    assert day is not None, "EDTF has no date that is open at both ends."  # noqa: S101
    event.sort_on = day
    event.save()


def _require_same_case(case: Case, things: list[Any]) -> None:
    for thing in things:
        if thing.case_id != case.pk:
            raise OfAnotherCase("An event rests on sources and claims of its own case.")


def _as_recorded(event: Event, claims: list[Claim]) -> dict[str, Any]:
    return {
        "lane": event.lane,
        "title": event.title,
        "happened": event.happened,
        "became_public": event.became_public,
        "detail": event.detail,
        "source": str(event.source or ""),
        "claims": [str(claim) for claim in claims],
    }
