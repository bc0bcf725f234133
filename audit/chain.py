"""The chain that makes the audit tamper-evident: each link covers all that came before it.

The record is canonical JSON (RFC 8785); `hash = SHA-256(0x00 ‖ previous hash ‖ canonical bytes)`,
and the first link's previous hash is 32 zero bytes. The database computes the links when a
transaction commits; this module computes them again to see whether they still hold. Beside the
chain stand signed roots (roots.py): a chain computed anew does not agree with them, and one that
was cut short does not reach as far.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from audit.merkle import Tree
from audit.roots import SignedRoot, first_unsigned

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """One record of the chain as it is stored."""

    position: int
    content: str
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain does not hold, and why."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many records were read, the hashes that stand for them, and the first that fails."""

    count: int
    head: bytes
    root: bytes
    broken: Broken | None
    root_count: int = 0

    @property
    def holds(self) -> bool:
        return self.broken is None


def next_hash(previous: bytes, content: str) -> bytes:
    """The hash that links `content` to everything before it."""
    return sha256(b"\x00" + previous + content.encode()).digest()


def verify(links: Iterable[Link], roots: Iterable[SignedRoot] = ()) -> Verdict:
    """Walk the chain from its first record, past each signed root; stop where one fails."""
    ahead = sorted(roots, key=lambda root: root.count)
    head, tree, covered, met = GENESIS, Tree(), 0, 0

    def verdict(broken: Broken | None) -> Verdict:
        return Verdict(tree.count, head, tree.root(), broken, met)

    if unsigned := first_unsigned(ahead):
        return verdict(Broken(1, f"{unsigned.name} does not bear the signature of its key"))
    for link in links:
        if reason := _why_broken(link, head, tree.count + 1):
            return verdict(Broken(link.position, reason))
        head = link.hash
        tree.add(link.content.encode())
        while met < len(ahead) and ahead[met].count == tree.count:
            if ahead[met].root != tree.root():
                why = f"records {covered + 1} to {tree.count} are not those of {ahead[met].name}"
                return verdict(Broken(covered + 1, why))
            covered, met = tree.count, met + 1
    if met < len(ahead):
        why = f"it is missing: {ahead[-1].name} covers {ahead[-1].count} records"
        return verdict(Broken(tree.count + 1, why))
    return verdict(None)


def _why_broken(link: Link, head: bytes, position: int) -> str | None:
    if link.position != position:
        return f"record {position} is missing"
    if link.previous != head:
        return "it does not follow the record before it"
    if link.hash != next_hash(head, link.content):
        return "its content is not what was recorded"
    return None
