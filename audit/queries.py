from collections.abc import Iterator

from audit.chain import Broken, Link, Verdict, verify
from audit.merkle import Proofs, leaf_hash
from audit.models import Entry, Root, Seal

#: The entry that says that a root was signed, so that each root covers those before it.
ROOT_SIGNED = "audit_root.signed"


def verify_chain() -> Verdict:
    """Compute the whole chain and its signed roots again, and say whether they hold."""
    verdict = verify(_links(), [root.signed for root in Root.objects.order_by("day")])
    if verdict.holds and (broken := _unsealed(verdict) or _root_gone()):
        return Verdict(verdict.count, verdict.head, verdict.root, broken, verdict.root_count)
    return verdict


def _unsealed(verdict: Verdict) -> Broken | None:
    unsealed = Entry.objects.filter(seal=None).order_by("pk").first()
    if not unsealed:
        return None
    return Broken(verdict.count + 1, f"entry {unsealed.pk} was never sealed")


def _root_gone() -> Broken | None:
    """The first record of a root's signing whose root is not there, or is another."""
    entries = Entry.objects.filter(action=ROOT_SIGNED).select_related("seal").order_by("pk")
    signed = list(entries)  # Before the roots: one that is signed meanwhile is no gap.
    statements = set(Root.objects.values_list("statement", flat=True))
    for entry in signed:
        if entry.detail["statement"] not in statements:
            return Broken(entry.seal.position, f"{entry.subject} is not there as it was signed")
    return None


def proofs_under(count: int) -> Proofs:
    """Proofs for the first records of the audit, so many as a root covers."""
    rows = Seal.objects.filter(position__lte=count).order_by("position")
    contents = rows.values_list("entry__content", flat=True).iterator(chunk_size=10_000)
    return Proofs([leaf_hash(content.encode()) for content in contents])


def _links() -> Iterator[Link]:
    rows = Seal.objects.order_by("position").values_list(
        "position", "entry__content", "previous_hash", "hash"
    )
    for position, content, previous, digest in rows.iterator(chunk_size=10_000):
        yield Link(position, content, bytes(previous), bytes(digest))
