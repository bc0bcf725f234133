"""Reads the ledger of a case into what the ceiling takes, and writes what it answers."""

from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from cases.claims import evidence
from cases.claims.ceiling import Ceiling, ceiling_of
from cases.claims.lineage import Lineage
from cases.claims.models import Claim, Observation
from cases.claims.models import Lineage as LineageRow
from cases.claims.standing import Party, Standing
from cases.core.models import Case

_LOCK = 0x1ED6E2
_CACHED = (
    "ceiling",
    "supported",
    "explanation",
    "origin_count",
    "echo_count",
    "overstated_because",
    "changed_at",
)


def lock_ledger(case: Case) -> None:
    """Let one person at a time change what ceilings rest on; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, case.pk])


def read_lineage(case: Case) -> Lineage:
    """Which source of the case rests on which, by number."""
    edges = LineageRow.objects.filter(source__case=case)
    return Lineage(edges.values_list("source__number", "rests_on__number"))


def read_standing(case: Case) -> Standing:
    """The parties of the case, in groups under one control."""
    return Standing(
        Party(party.pk, party.name, party.role, party.kind == "public_body", party.controlled_by_id)
        for party in case.parties.all()
    )


def read_ledger(case: Case) -> evidence.Ledger:
    """What all claims of the case share, in three queries."""
    sources = {
        source.number: evidence.Source(
            number=source.number,
            publisher=source.publisher_id,
            kind=source.kind,
            reliability=source.reliability,
            exhibit=str(source.exhibit) if source.exhibit else "",
            is_first_hand=source.basis == source.Basis.FIRST_HAND,
        )
        for source in case.sources.select_related("exhibit").defer("text", "note")
    }
    return evidence.Ledger(sources, read_lineage(case), read_standing(case))


def read_claim(claim: Claim) -> evidence.Claim:
    """One claim with everything that is said of it; prefetched by `work_out`."""
    return evidence.Claim(
        kind=claim.kind,
        rung=claim.rung,
        speaker=claim.speaker_id,
        actor=claim.actor_id,
        weight=claim.weight,
        assertions=tuple(
            evidence.Assertion(
                source=assertion.source.number,
                stance=assertion.stance,
                credibility=assertion.credibility,
                has_seen=assertion.has_seen,
                is_resolved=assertion.resolved_at is not None,
            )
            for assertion in claim.assertions.all()
        ),
        observations=tuple(
            evidence.Observation(
                label=_label_of_observation(observation),
                is_reproduced=observation.rerun_gave_the_same is True,
                contradicts=observation.contradicts,
            )
            for observation in claim.observations.all()
        ),
        is_assessed=bool(claim.assessments.all()),
    )


def work_out(case: Case, claims: Iterable[int] | None = None) -> list[Claim]:
    """Work out ceilings again, of all claims or of those given, and return those that changed.

    A claim that is now signed above what is said of it is flagged overstated, with the reason.
    """
    rows = case.claims.prefetch_related(
        "assertions__source", "observations__exhibits", "assessments"
    ).order_by("number")
    if claims is not None:
        rows = rows.filter(pk__in=list(claims))
    ledger = read_ledger(case)
    parties = ledger.standing.fingerprint
    changed = [row for row in rows if _note(row, ceiling_of(read_claim(row), ledger), parties)]
    Claim.objects.bulk_update(changed, _CACHED, batch_size=500)
    return changed


def bring_up_to_date(case: Case) -> None:
    """Work every ceiling out again before something is decided on all of them."""
    lock_ledger(case)
    work_out(case)


def is_out_of_date(case: Case) -> bool:
    """Whether a party's role or control was changed since ceilings were worked out."""
    parties = read_standing(case).fingerprint
    return case.claims.exclude(explanation__parties=parties).exists()


def _note(claim: Claim, ceiling: Ceiling, parties: str) -> bool:
    """Keep what was worked out on the row; whether anything is new."""
    before = (claim.explanation, claim.overstated_because)
    claim.explanation = ceiling.as_json() | {"parties": parties}
    claim.ceiling = ceiling.status
    claim.supported = claim.explanation["supported"]
    claim.origin_count, claim.echo_count = len(ceiling.origins), len(ceiling.echoes)
    claim.overstated_because = ""
    if not ceiling.supports(claim.status):
        claim.overstated_because = (
            f"It is signed as {_words(claim.status)}, and what is said of it now supports no more "
            f"than {_words(ceiling.status)}. {ceiling.why}"
        )
    if before == (claim.explanation, claim.overstated_because):
        return False
    claim.changed_at = timezone.now()
    return True


def _words(status: str) -> str:
    return status.replace("_", " ")


def _label_of_observation(observation: Observation) -> str:
    exhibits = ", ".join(
        str(exhibit) for exhibit in sorted(observation.exhibits.all(), key=lambda e: e.number)
    )
    key = observation.figure_key
    return f"Figure {key} (from {exhibits})" if key else f"Analysis of {exhibits}"
