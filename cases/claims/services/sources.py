from typing import Any

from django.db import transaction

from accounts.models import User
from audit import services as audit
from cases.claims import passages
from cases.claims.entry import known_date, open_ledger, require_same_case, web_address
from cases.claims.errors import (
    AlreadyRests,
    GroundsMissing,
    LineageClosesCycle,
    PassageMissing,
    QuotationGone,
    ReasonMissing,
)
from cases.claims.models import Lineage, Source
from cases.claims.reading import read_lineage
from cases.claims.upkeep import settle, told
from cases.core.models import Case, Party
from cases.core.numbering import next_number
from cases.core.scales import Reliability
from cases.exhibits.models import Exhibit

EDITABLE = ("title", "publisher", "kind", "published", "url", "text", "note")


@transaction.atomic
def add_source(
    *,
    case: Case,
    title: str,
    publisher: Party,
    kind: str,
    by: User,
    basis: str = Source.Basis.UNKNOWN,
    reliability: str = "F",
    reliability_reason: str = "",
    published: str = "",
    url: str = "",
    exhibit: Exhibit | None = None,
    text: str = "",
    note: str = "",
) -> Source:
    """Enter a source; until someone looks into what it rests on, it is not an origin.

    A grade other than F ("cannot be judged") is a judgement, and says why.
    """
    open_ledger(case, by)
    if reliability != Reliability.F and not reliability_reason.strip():
        raise ReasonMissing(f"Say why the source deserves grade {reliability}.")
    if basis == Source.Basis.RESTS:
        raise GroundsMissing("Enter the source first; then name what it rests on, on its page.")
    require_same_case(case, publisher, exhibit)
    source = Source.objects.create(
        case=case,
        number=next_number(case, "source"),
        title=title.strip(),
        publisher=publisher,
        kind=kind,
        basis=basis,
        reliability=reliability,
        reliability_reason=reliability_reason.strip(),
        published=known_date(published),
        url=web_address(url),
        exhibit=exhibit,
        text=text,
        note=note,
        added_by=by,
    )
    detail = {"title": source.title, "publisher": publisher.name, "kind": kind}
    audit.record(by=by, action="source.added", subject=source, case=case.reference, detail=detail)
    return source


@transaction.atomic
def edit_source(*, source: Source, by: User, **changes: Any) -> Source:
    """Correct what is recorded of a source; its grade and lineage have services of their own."""
    source = _open(source, by)
    require_same_case(source.case, changes.get("publisher"))
    if "published" in changes:
        changes["published"] = known_date(changes["published"])
    if "url" in changes:
        changes["url"] = web_address(changes["url"])
    if "text" in changes:
        _keep_quotations(source, changes["text"])
    before = {name: str(getattr(source, name)) for name in EDITABLE if name in changes}
    for name in before:
        setattr(source, name, changes[name])
    source.save(update_fields=list(before))
    after = {name: str(getattr(source, name)) for name in before}
    changed = [name for name in before if before[name] != after[name]]
    detail = {"changed": {name: [before[name][:500], after[name][:500]] for name in changed}}
    _record(source, "source.edited", by, detail)
    return source


@transaction.atomic
def grade_source(*, source: Source, reliability: str, reason: str, by: User) -> Source:
    """Grade how far the source can be relied on, A to F, and say why."""
    source = _open(source, by)
    if not reason.strip():
        raise ReasonMissing("Say why the source deserves this grade.")
    before, source.reliability = source.reliability, reliability
    source.reliability_reason = reason.strip()
    source.save(update_fields=["reliability", "reliability_reason"])
    _record(source, "source.graded", by, {"before": before, "after": reliability, "reason": reason})
    return source


@transaction.atomic
def hold_copy(*, source: Source, exhibit: Exhibit | None, by: User) -> Source:
    """Name the exhibit that is the held copy of the source, or none."""
    source = _open(source, by)
    require_same_case(source.case, exhibit)
    before, source.exhibit = source.exhibit, exhibit
    source.save(update_fields=["exhibit"])
    detail = {"before": str(before or ""), "after": str(exhibit or "")}
    _record(source, "source.copy_held", by, detail)
    return source


@transaction.atomic
def rest_source_on(*, source: Source, rests_on: Source, passage: str, by: User) -> Lineage:
    """Record that a source rests on another, with the passage that shows it."""
    source = _open(source, by)
    require_same_case(source.case, rests_on)
    if not passage.strip():
        raise PassageMissing("Give the passage that shows it, or say how it was found out.")
    below = read_lineage(source.case, [rests_on.pk])
    if cycle := below.cycle_if(source.number, rests_on.number):
        way = " → ".join(f"S-{number}" for number in [*cycle, cycle[0]])
        raise LineageClosesCycle(f"A source can't rest on itself in the end: {way}.")
    if source.grounds.filter(rests_on=rests_on).exists():
        raise AlreadyRests(f"{source} rests on {rests_on} already.")
    lineage = source.grounds.create(rests_on=rests_on, passage=passage.strip(), added_by=by)
    source.basis = Source.Basis.RESTS
    source.save(update_fields=["basis"])
    detail = {"rests_on": str(rests_on), "passage": passage.strip()}
    _record(source, "source.rested_on", by, detail)
    return lineage


@transaction.atomic
def remove_lineage(*, lineage: Lineage, reason: str, by: User) -> None:
    """Take back that a source rests on another; it is then not looked into again."""
    source = _open(lineage.source, by)
    if not reason.strip():
        raise ReasonMissing("Say why the lineage was wrong.")
    lineage = source.grounds.select_related("rests_on").get(pk=lineage.pk)
    detail = {"rests_on": str(lineage.rests_on), "passage": lineage.passage, "reason": reason}
    lineage.delete()
    if not source.grounds.exists():
        source.basis = Source.Basis.UNKNOWN
        source.save(update_fields=["basis"])
    _record(source, "source.lineage_removed", by, detail)


@transaction.atomic
def state_first_hand(*, source: Source, reason: str, by: User) -> Source:
    """State that the source rests on no other, so that it counts as an origin."""
    source = _open(source, by)
    if not reason.strip():
        raise ReasonMissing("Say how it is known that the source rests on no other.")
    if source.grounds.exists():
        raise AlreadyRests(f"{source} rests on another source: take that back first.")
    source.basis = Source.Basis.FIRST_HAND
    source.save(update_fields=["basis"])
    _record(source, "source.stated_first_hand", by, {"reason": reason.strip()})
    return source


def _keep_quotations(source: Source, text: str) -> None:
    """Refuse a text in which words that were quoted from the old one are no longer found."""
    quoted = source.assertions.exclude(quotation="").select_related("claim").order_by("pk")
    gone = [
        f"{said.claim}: “{said.quotation[:80]}”"
        for said in quoted
        if passages.find(source.text, said.quotation) and not passages.find(text, said.quotation)
    ]
    if gone:
        more = f" and {len(gone) - 3} more" if len(gone) > 3 else ""
        raise QuotationGone(
            f"These words are quoted from the text, and it would no longer have them: "
            f"{'; '.join(gone[:3])}{more}. Correct the quotation first, or take it out."
        )


def _open(source: Source, by: User) -> Source:
    open_ledger(source.case, by)
    return (
        Source.objects.select_for_update(of=("self",))
        .select_related("case", "publisher", "exhibit")
        .get(pk=source.pk)
    )


def _record(source: Source, action: str, by: User, detail: dict[str, Any]) -> None:
    detail["overstated"] = told(settle(source.case))["overstated"]
    audit.record(by=by, action=action, subject=source, case=source.case.reference, detail=detail)
