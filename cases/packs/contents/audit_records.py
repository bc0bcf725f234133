from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet

from audit.merkle import Proofs
from audit.models import Root, Seal
from audit.queries import proofs_under
from audit.roots import SignedRoot
from cases.packs.anchors import AuditBroken
from cases.packs.parts import Chosen, Content, Made, Part, Plan, held_back
from cases.packs.staging import Stage


@dataclass(slots=True)
class SealedRecords(Part):
    """Audit records of the case, each with the link that seals it and its way to a signed root."""

    seals: QuerySet[Seal]
    root: SignedRoot | None
    title: str = "Audit records"
    path: str = "audit/entries.jsonl"

    @property
    def selected(self) -> int:
        return self.seals.count()

    def write(self, stage: Stage) -> int:
        """`hash = SHA-256(0x00 ‖ previous hash ‖ content)`: anyone can compute it again."""
        proofs = self._proofs()
        seals = self.seals.iterator(chunk_size=1000)
        return stage.lines(self.path, self.title, (self._record(seal, proofs) for seal in seals))

    def _proofs(self) -> Proofs | None:
        if self.root is None:
            return None
        proofs = proofs_under(self.root.count)
        if proofs.root != self.root.root:
            raise AuditBroken(f"The audit no longer agrees with {self.root.name}: no pack of it.")
        return proofs

    def _record(self, seal: Seal, proofs: Proofs | None) -> dict[str, Any]:
        record: dict[str, Any] = {
            "position": seal.position,
            "content": seal.entry.content,
            "previous_hash": bytes(seal.previous_hash).hex(),
            "hash": bytes(seal.hash).hex(),
        }
        if proofs and self.root and seal.position <= self.root.count:
            record["proof"] = [step.hex() for step in proofs.of(seal.position - 1)]
        return record


def _signed(root: SignedRoot) -> Made:
    """The root as it was signed, apart from the pack's own signature."""
    files = {
        "audit/root.json": root.statement.encode(),
        "audit/root.json.sig": root.signature,
        "audit/root-key.pem": root.public_key.encode(),
    }
    made = [(path, partial(bytes, content)) for path, content in files.items()]
    return Made("Signed root of the audit", "audit/root.json", made)


def _choose(plan: Plan) -> Chosen:
    seals = (
        Seal.objects.filter(entry__case=plan.case.reference)
        .select_related("entry")
        .order_by("position")
    )
    newest = Root.objects.order_by("day").last()
    root = newest.signed if newest else None
    signed = [_signed(root)] if root else []
    if not plan.profile.has_audit:
        why = "They name people, and what is sealed can't be changed; one can be shown on request."
        return Chosen(signed, held_back(seals, "audit records", why))
    return Chosen([SealedRecords(seals, root), *signed])


CONTENT = Content(
    "audit",
    "Audit records",
    "Who did what in the case, each record sealed into a chain of hashes, "
    "and proved under a signed root of the whole audit.",
    _choose,
)
