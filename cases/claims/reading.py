"""Reads the ledger of a case into what the ceiling takes: all of it, or what some claims reach."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.claims import evidence
from cases.claims.lineage import Lineage
from cases.claims.measured import damaged_in, read_figures, void_because
from cases.claims.models import Assertion, Claim, Observation
from cases.claims.models import Lineage as LineageRow
from cases.claims.reach import with_grounds
from cases.claims.signatures import Assessment
from cases.claims.standing import Party, Standing
from cases.core.models import Case


@dataclass(frozen=True)
class Read:
    """Claims with everything that is said of them, beside what they all share."""

    ledger: evidence.Ledger
    assertions: Mapping[int, list[evidence.Assertion]]
    observations: Mapping[int, list[evidence.Observation]]
    assessed: frozenset[int]

    def claim(self, row: Claim) -> evidence.Claim:
        """One claim as the standards see it."""
        return evidence.Claim(
            kind=row.kind,
            rung=row.rung,
            speaker=row.speaker_id,
            actor=row.actor_id,
            weight=row.weight,
            statement=row.statement,
            assertions=tuple(self.assertions.get(row.pk, ())),
            observations=tuple(self.observations.get(row.pk, ())),
            is_assessed=row.pk in self.assessed,
        )


def read_lineage(case: Case, sources: Iterable[int] | None = None) -> Lineage:
    """Which source of the case rests on which, by number.

    With sources given, by primary key, only as far down as those reach.
    """
    edges = LineageRow.objects.filter(source__case=case)
    if sources is not None:
        edges = edges.filter(source__in=with_grounds(sources))
    return Lineage(edges.values_list("source__number", "rests_on__number"))


def read_standing(case: Case) -> Standing:
    """The parties of the case, in groups under one control."""
    rows = case.parties.values_list("pk", "name", "role", "kind", "controlled_by", "aliases")
    return Standing(
        Party(pk, name, role, kind == "public_body", controlled_by, tuple(aliases))
        for pk, name, role, kind, controlled_by, aliases in rows
    )


def read(case: Case, claims: Iterable[int] | None = None) -> Read:
    """Everything that ceilings rest on, of all claims or of those given, in a dozen queries."""
    said = Assertion.objects.filter(claim__case=case)
    seen = Observation.objects.filter(claim__case=case)
    judged = Assessment.objects.filter(claim__case=case)
    reached = None
    if claims is not None:
        of = list(claims)
        said, seen = said.filter(claim__in=of), seen.filter(claim__in=of)
        judged = judged.filter(claim__in=of)
        reached = with_grounds(said.values_list("source_id", flat=True))
    damaged = damaged_in(case)
    assertions = defaultdict(list)
    for claim, source, stance, credibility, has_seen, resolved_at in said.values_list(
        "claim_id", "source__number", "stance", "credibility", "has_seen", "resolved_at"
    ):
        is_resolved = resolved_at is not None
        assertions[claim].append(
            evidence.Assertion(source, stance, credibility, has_seen, is_resolved)
        )
    return Read(
        ledger=evidence.Ledger(
            _sources(case, reached, damaged), read_lineage(case, reached), read_standing(case)
        ),
        assertions=assertions,
        observations=_observations(
            case, seen.select_related("claim").prefetch_related("exhibits"), damaged
        ),
        assessed=frozenset(judged.values_list("claim_id", flat=True)),
    )


def _sources(
    case: Case, reached: set[int] | None, damaged: frozenset[int]
) -> dict[int, evidence.Source]:
    rows = case.sources.all() if reached is None else case.sources.filter(pk__in=reached)
    columns = rows.values_list(
        "number", "publisher_id", "kind", "reliability", "basis", "exhibit_id", "exhibit__number"
    )
    return {
        number: evidence.Source(
            number=number,
            publisher=publisher,
            kind=kind,
            reliability=reliability,
            exhibit=f"E-{exhibit_number}" if exhibit else "",
            is_first_hand=basis == "first_hand",
            is_damaged=exhibit in damaged,
        )
        for number, publisher, kind, reliability, basis, exhibit, exhibit_number in columns
    }


def _observations(
    case: Case, rows: Iterable[Observation], damaged: frozenset[int]
) -> dict[int, list[evidence.Observation]]:
    observations = defaultdict(list)
    rows = list(rows)
    figures = read_figures(case) if any(row.figure_key for row in rows) else {}
    for row in rows:
        void = void_because(row, figures, damaged)
        same = row.rerun_gave_the_same is True
        if row.figure_key and (figure := figures.get(row.figure_key)):
            same = figure.is_reproduced
        observations[row.claim_id].append(
            evidence.Observation(_label(row), same and not void, row.contradicts, void)
        )
    return observations


def _label(observation: Observation) -> str:
    exhibits = ", ".join(
        str(exhibit) for exhibit in sorted(observation.exhibits.all(), key=lambda e: e.number)
    )
    key = observation.figure_key
    return f"Figure {key} (from {exhibits})" if key else f"Analysis of {exhibits}"
