import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from accounts.models import User
from audit import services as audit
from cases.claims.entry import known_date, open_ledger, same_claim
from cases.claims.errors import ClaimMalformed
from cases.claims.models import Claim, Source
from cases.claims.rows import Fate, NotATable, Outcome, Row, Told, read_rows
from cases.claims.services.assertions import assert_claim
from cases.claims.services.claims import add_claim
from cases.claims.services.sources import add_source, rest_source_on
from cases.claims.vocabulary import Kind, Precision, Rung, SourceKind, Stance, Weight
from cases.core.dates import NotADate
from cases.core.errors import Refused
from cases.core.models import Case, Party
from cases.core.scales import Credibility, Reliability

SOURCE_COLUMNS = (
    "title", "publisher", "kind", "reliability", "reason", "published", "url",
    "rests_on", "passage", "first_hand", "note",
)  # fmt: skip
CLAIM_COLUMNS = (
    "kind", "rung", "statement", "weight", "speaker", "actor", "happened", "would_settle",
    "value", "value_high", "unit", "precision", "window", "counting_rule", "as_of",
    "source", "stance", "quotation", "locator", "credibility", "has_seen",
)  # fmt: skip
_YES = {"yes", "true", "1", "y"}


class TableRefused(Refused):
    pass


class AlreadyThere(Refused):
    """The ledger says this already; the message names where."""


@transaction.atomic
def import_sources(*, case: Case, text: str, by: User) -> Outcome:
    """Enter the sources of a table; a row that can't be kept is named and stops no other."""
    outcome = _import(case, text, SOURCE_COLUMNS, ("title", "publisher", "kind"), _keep_source, by)
    _record(case, "sources.imported", outcome, by)
    return outcome


@transaction.atomic
def import_claims(*, case: Case, text: str, by: User) -> Outcome:
    """Enter the claims of a table, each with what one source says of it, if a source is named."""
    outcome = _import(case, text, CLAIM_COLUMNS, ("kind", "statement"), _keep_claim, by)
    _record(case, "claims.imported", outcome, by)
    return outcome


def _import(
    case: Case,
    text: str,
    columns: tuple[str, ...],
    required: tuple[str, ...],
    keep: Callable[[Case, Row, User], object],
    by: User,
) -> Outcome:
    open_ledger(case, by)
    outcome = Outcome()
    try:
        for row in read_rows(text, columns=columns, required=required):
            _keep(case, row, keep, outcome, by)
    except NotATable as error:
        raise TableRefused(str(error)) from error
    return outcome


def _keep(
    case: Case,
    row: Row,
    keep: Callable[[Case, Row, User], object],
    outcome: Outcome,
    by: User,
) -> None:
    try:
        with transaction.atomic():
            fate, said = Fate.KEPT, str(keep(case, row, by))
    except AlreadyThere as there:
        fate, said = Fate.THERE, str(there)
    except Refused as error:
        fate, said = Fate.REFUSED, str(error)
    outcome.rows.append(Told(row, fate, said))


def _keep_source(case: Case, row: Row, by: User) -> Source:
    _require_fits(row, title=300, url=1000)
    first_hand = row["first_hand"].lower() in _YES
    title = row["title"] or _missing("title")
    publisher = _party(case, row["publisher"], "publisher") or _missing("publisher")
    published = _date(row, "published")
    same = case.sources.filter(publisher=publisher, published=published, url=row["url"])
    if there := same.filter(title__iexact=title).first():
        raise AlreadyThere(str(there))
    source = add_source(
        case=case,
        title=title,
        publisher=publisher,
        kind=_choice(SourceKind, row["kind"] or "other", "kind"),
        reliability=_choice(Reliability, (row["reliability"] or "F").upper(), "reliability"),
        reliability_reason=row["reason"],
        published=published,
        url=row["url"],
        note=row["note"],
        basis=Source.Basis.FIRST_HAND if first_hand else Source.Basis.UNKNOWN,
        by=by,
    )
    for reference in re.split(r"[\s,;]+", row["rests_on"].strip()) if row["rests_on"] else []:
        if first_hand:
            raise ClaimMalformed("It can't be first-hand and rest on another source.")
        ground = _source(case, reference)
        rest_source_on(source=source, rests_on=ground, passage=row["passage"], by=by)
    return source


def _keep_claim(case: Case, row: Row, by: User) -> str:
    """Enter the claim unless the ledger has it, and what the source says of it."""
    _require_fits(row, unit=60, locator=200)
    fields = _claim_fields(case, row)
    source = _source(case, row["source"]) if row["source"] else None
    claim = same_claim(case, fields | {"statement": " ".join(fields["statement"].split())})
    if claim is not None and source is None:
        raise AlreadyThere(str(claim))
    if claim is not None and claim.assertions.filter(source=source).exists():
        raise AlreadyThere(f"{claim}, as {source} says of it")
    said = f"{claim}, which {source} speaks of too" if claim else ""
    claim = claim or add_claim(case=case, by=by, **fields)
    if source:
        _keep_assertion(claim, source, row, by)
    return said or str(claim)


def _claim_fields(case: Case, row: Row) -> dict[str, Any]:
    rung, precision = row["rung"].upper(), row["precision"].lower()
    return {
        "kind": _choice(Kind, row["kind"].lower(), "kind"),
        "rung": _choice(Rung, rung, "rung") if rung else "",
        "statement": row["statement"] or _missing("statement"),
        "weight": _choice(Weight, row["weight"].lower() or "against", "weight"),
        "speaker": _party(case, row["speaker"], "speaker"),
        "actor": _party(case, row["actor"], "actor"),
        "value": _number(row, "value"),
        "value_high": _number(row, "value_high"),
        "precision": _choice(Precision, precision, "precision") if precision else "",
        **{name: _date(row, name) for name in ("happened", "window", "as_of")},
        **{name: row[name] for name in ("would_settle", "unit", "counting_rule")},
    }


def _keep_assertion(claim: Claim, source: Source, row: Row, by: User) -> None:
    assert_claim(
        source=source,
        claim=claim,
        stance=_choice(Stance, row["stance"].lower() or "asserts", "stance"),
        quotation=row["quotation"],
        locator=row["locator"],
        credibility=_choice(Credibility, row["credibility"] or "6", "credibility"),
        has_seen=row["has_seen"].lower() in _YES,
        by=by,
    )


def _party(case: Case, name: str, column: str) -> Party | None:
    if not name:
        return None
    for party in case.parties.all():
        if name.casefold() in {party.name.casefold(), *(a.casefold() for a in party.aliases)}:
            return party
    raise ClaimMalformed(f"No party of this case is called “{name[:100]}” ({column}).")


def _source(case: Case, reference: str) -> Source:
    number = re.fullmatch(r"[Ss]-?(\d{1,9})", reference.strip())
    found = case.sources.filter(number=int(number[1])).first() if number else None
    if found is None:
        raise ClaimMalformed(f"There is no source “{reference[:40]}”; write it as S-3.")
    return found


def _choice(scale: Any, text: str, column: str) -> str:
    if text in scale.values:
        return text
    by_label = {str(label).lower(): value for value, label in scale.choices}
    if text.lower() in by_label:
        return str(by_label[text.lower()])
    known = ", ".join(scale.values)
    raise ClaimMalformed(f"“{text[:40]}” is no {column}; it is one of {known}.")


def _number(row: Row, column: str) -> Decimal | None:
    text = row[column]
    if not text:
        return None
    try:
        number = Decimal(text.replace(",", "").replace(" ", "").replace("\u00a0", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        raise ClaimMalformed(f"“{text[:40]}” is not a number ({column}).")
    return number


def _date(row: Row, column: str) -> str:
    try:
        return known_date(row[column])
    except NotADate as error:
        raise ClaimMalformed(f"{error} ({column}).") from error


def _require_fits(row: Row, **longest: int) -> None:
    for column, most in longest.items():
        if len(row[column]) > most:
            raise ClaimMalformed(f"The {column} is longer than {most} characters.")


def _missing(column: str) -> Any:
    raise ClaimMalformed(f"The {column} is empty.")


def _record(case: Case, action: str, outcome: Outcome, by: User) -> None:
    audit.record(
        by=by,
        action=action,
        subject=case,
        case=case.reference,
        detail={
            "read": outcome.read_count,
            "kept": outcome.kept,
            "already_there": outcome.there,
            "refused": [[number, reason] for number, reason in outcome.refused],
        },
    )
