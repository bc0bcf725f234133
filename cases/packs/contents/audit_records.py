from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from audit.models import Seal
from cases.packs.parts import Chosen, Content, Part, Plan, held_back
from cases.packs.staging import Stage


@dataclass(slots=True)
class SealedRecords(Part):
    """Audit records of the case, each with the link of the chain that seals it."""

    seals: QuerySet[Seal]
    title: str = "Audit records"
    path: str = "audit/entries.jsonl"

    @property
    def selected(self) -> int:
        return self.seals.count()

    def write(self, stage: Stage) -> int:
        """`hash = SHA-256(0x00 ‖ previous hash ‖ content)`: anyone can compute it again."""
        return stage.lines(self.path, map(_record, self.seals.iterator(chunk_size=1000)))


def _record(seal: Seal) -> dict[str, Any]:
    return {
        "position": seal.position,
        "content": seal.entry.content,
        "previous_hash": bytes(seal.previous_hash).hex(),
        "hash": bytes(seal.hash).hex(),
    }


def _choose(plan: Plan) -> Chosen:
    seals = (
        Seal.objects.filter(entry__case=plan.case.reference)
        .select_related("entry")
        .order_by("position")
    )
    if not plan.profile.has_audit:
        why = "They name the people who worked on the case."
        return Chosen(withheld=held_back(seals, "audit records", why))
    return Chosen([SealedRecords(seals)])


CONTENT = Content(
    "audit",
    "Audit records",
    "Who did what in the case, each record sealed into a chain of hashes.",
    _choose,
)
