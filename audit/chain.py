"""The chain that makes the audit tamper-evident: each link covers all that came before it.

The record is canonical JSON (RFC 8785); `hash = SHA-256(0x00 ‖ previous hash ‖ canonical bytes)`,
and the first link's previous hash is 32 zero bytes. The database computes the links when a
transaction commits; this module computes them again to see whether they still hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

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
    """How many records were read, the hash of the last one, and the first that fails, if any."""

    count: int
    head: bytes
    broken: Broken | None

    @property
    def holds(self) -> bool:
        return self.broken is None


def next_hash(previous: bytes, content: str) -> bytes:
    """The hash that links `content` to everything before it."""
    return sha256(b"\x00" + previous + content.encode()).digest()


def verify(links: Iterable[Link]) -> Verdict:
    """Walk the chain from its first record; stop at the first that does not hold."""
    head, count = GENESIS, 0
    for link in links:
        if reason := _why_broken(link, head, count + 1):
            return Verdict(count, head, Broken(link.position, reason))
        head, count = link.hash, count + 1
    return Verdict(count, head, None)


def _why_broken(link: Link, head: bytes, position: int) -> str | None:
    if link.position != position:
        return f"record {position} is missing"
    if link.previous != head:
        return "it does not follow the record before it"
    if link.hash != next_hash(head, link.content):
        return "its content is not what was recorded"
    return None
