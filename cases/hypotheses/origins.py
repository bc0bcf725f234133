"""Which origins a row of evidence rests on in the end, by the lineage of the ledger."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.text import Truncator

from cases.claims.lineage import Lineage
from cases.claims.models import Assertion, Observation, Source
from cases.claims.reading import read_lineage
from cases.claims.vocabulary import SUPPORTS
from cases.core.models import Case
from cases.hypotheses.models import EvidenceRow


@dataclass(frozen=True)
class Origins:
    """What the ledger holds beneath rows: which sources speak, and what was analysed."""

    lineage: Lineage
    speakers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    analyses: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    copies: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def of(self, row: EvidenceRow) -> frozenset[str]:
        """The names of its origins; an absence has none but itself."""
        found = self._sources(row)
        if row.kind == EvidenceRow.Kind.CLAIM:
            return found | frozenset(self.analyses.get(row.referent.pk, ()))
        return found or frozenset(self._itself(row))

    def _sources(self, row: EvidenceRow) -> frozenset[str]:
        sources: set[int] = set()
        if row.kind == EvidenceRow.Kind.CLAIM:
            sources = self.speakers.get(row.referent.pk, set())
        elif row.kind == EvidenceRow.Kind.EXHIBIT:
            sources = self.copies.get(row.referent.pk, set())
        elif source := getattr(row.referent, "source", None):
            sources = {source.number}
        return frozenset(f"S-{number}" for number in self.lineage.origins_of(sources))

    def _itself(self, row: EvidenceRow) -> set[str]:
        if row.kind == EvidenceRow.Kind.OBSERVATION:
            return {named(row.referent)}
        return {str(row.referent)} if row.kind in {"figure", "cluster", "exhibit"} else set()


def named(seen: Observation) -> str:
    """An analysis as an origin: the figure it measured, or else itself."""
    if seen.figure_key:
        return f"figure:{seen.figure_key}"
    return f"analysis “{Truncator(seen.finding).words(6)}”"


def read_origins(case: Case, rows: Iterable[EvidenceRow]) -> Origins:
    """What rests beneath the rows, in four queries for any number of them."""
    rows = list(rows)
    claims = [row.claim_id for row in rows if row.claim_id]
    copies = [row.exhibit_id for row in rows if row.exhibit_id]
    read = Origins(read_lineage(case))
    spoken = Assertion.objects.filter(claim__in=claims)
    spoken = spoken.filter(stance__in=sorted(SUPPORTS))
    for claim, source in spoken.values_list("claim_id", "source__number"):
        read.speakers[claim].add(source)
    for seen in Observation.objects.filter(claim__in=claims, contradicts=False):
        read.analyses[seen.claim_id].add(named(seen))
    held = Source.objects.filter(exhibit__in=copies).values_list("exhibit_id", "number")
    for exhibit, number in held:
        read.copies[exhibit].add(number)
    return read
