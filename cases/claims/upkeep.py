"""Keeps every ceiling true to what it rests on: worked out when that changes, as far as it reaches.

The database notes every change of what ceilings rest on as a disturbance, whoever makes it and by
whatever way. To settle is to take into account what is noted. The ledger's own services settle in
their transaction, and so does whoever changes something beneath (`cases.core.beneath`); what went
around all services is settled by the clock, a minute later, and is told on every page meanwhile.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.claims.ceiling import Ceiling, ceiling_of
from cases.claims.disturbances import Disturbance
from cases.claims.measured import take_up_runs
from cases.claims.models import Claim
from cases.claims.reach import claims_reached
from cases.claims.reading import read
from cases.core import beneath
from cases.core.models import Case

_CACHED = (
    "ceiling",
    "supported",
    "explanation",
    "origin_count",
    "echo_count",
    "overstated_because",
    "changed_at",
)
_READ = (
    "number", "case", "kind", "rung", "statement", "speaker", "actor", "weight", "status", *_CACHED,
)  # fmt: skip
#: A flag names at most so many of the changes that led to it.
_NAMED = 3


def settle(case: Case, *, everything: bool = False) -> list[Claim]:
    """Work out what was disturbed, as far as it reaches, and return the claims that changed."""
    beneath.lock(case)
    if not everything and not case.disturbances.exists():
        return []
    take_up_runs(case)
    # Listed before anything is read: what changes after that is noted anew and stays.
    noted = list(case.disturbances.order_by("pk"))
    why = list(dict.fromkeys(row.what for row in noted))
    changed = work_out(case, None if everything else _reached(noted), why)
    Disturbance.objects.filter(pk__in=[row.pk for row in noted]).delete()
    return changed


def work_out(
    case: Case, claims: Iterable[int] | None = None, because: Iterable[str] = ()
) -> list[Claim]:
    """Work out the ceilings of all claims or of those given, and return those that changed.

    A claim that is now signed above what is said of it is flagged overstated, with the reason.
    """
    rows = case.claims.order_by("number").only(*_READ)
    if claims is not None:
        claims = set(claims)
        rows = rows.filter(pk__in=claims)
    found, why = read(case, claims), _in_words(because)
    changed = [row for row in rows if _note(row, ceiling_of(found.claim(row), found.ledger), why)]
    with transaction.atomic(), _may_write_ceilings():
        Claim.objects.bulk_update(changed, _CACHED, batch_size=500)
    return changed


@contextmanager
def _may_write_ceilings() -> Iterator[None]:
    """Say to the database that ceilings are being worked out: it refuses them from anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL probata.working_out = 'on'")
        yield
        cursor.execute("SET LOCAL probata.working_out = 'off'")


def follow_change(case: Case, by: User | None) -> None:
    """What a change beneath the ledger does to it; a closed case waits until it is reopened."""
    if Case.objects.filter(pk=case.pk, status=Case.Status.CLOSED).exists():
        return
    because = list(dict.fromkeys(case.disturbances.order_by("pk").values_list("what", flat=True)))
    if changed := settle(case):
        audit.record(
            by=by,
            action="claims.worked_out",
            subject=case,
            case=case.reference,
            detail={"because": because} | told(changed),
        )


def settle_everywhere() -> int:
    """Settle every open case that something was changed in around the services; how many."""
    due = Disturbance.objects.that_can_be_settled().values("case").distinct()
    cases = list(Case.objects.filter(pk__in=due))
    for case in cases:
        with transaction.atomic():
            follow_change(case, None)
    return len(cases)


def told(changed: Iterable[Claim]) -> dict[str, list[str]]:
    """What became of ceilings, for the audit."""
    rows = list(changed)
    overstated = [str(claim) for claim in rows if claim.overstated_because]
    return {"changed": [str(claim) for claim in rows], "overstated": overstated}


def _reached(noted: Iterable[Disturbance]) -> set[int] | None:
    """The claims that these changes reach, or None for all of the case."""
    claims, sources = set(), set()
    for row in noted:
        if row.claim_id is not None:
            claims.add(row.claim_id)
        elif row.source_id is not None:
            sources.add(row.source_id)
        else:
            return None
    return claims | claims_reached(sources) if sources else claims


def _note(claim: Claim, ceiling: Ceiling, why: str) -> bool:
    """Keep what was worked out on the row; whether anything is new."""
    explanation = ceiling.as_json()
    is_above = not ceiling.supports(claim.status)
    if explanation == claim.explanation and is_above == claim.is_overstated:
        return False
    claim.explanation = explanation
    claim.ceiling = ceiling.status
    claim.supported = explanation["supported"]
    claim.origin_count, claim.echo_count = len(ceiling.origins), len(ceiling.echoes)
    claim.overstated_because = _flag(claim, ceiling, why) if is_above else ""
    claim.changed_at = timezone.now()
    return True


def _flag(claim: Claim, ceiling: Ceiling, why: str) -> str:
    return (
        f"It is signed as {_words(claim.status)}, and what is said of it now supports no more "
        f"than {_words(ceiling.status)}. {ceiling.why}{why}"
    )


def _in_words(because: Iterable[str]) -> str:
    reasons = list(because)
    more = f"; and {len(reasons) - _NAMED} more" if len(reasons) > _NAMED else ""
    return f" What changed: {'; '.join(reasons[:_NAMED])}{more}." if reasons else ""


def _words(status: str) -> str:
    return status.replace("_", " ")
