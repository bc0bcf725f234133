"""Roots: what was signed on a day about all records of the audit until then.

A root is a statement in canonical JSON (RFC 8785) with `day`, `at`, `records` (how many), `root`
(merkle.py, over their canonical bytes) and `head` (the last link of the chain). Whoever keeps one
elsewhere can tell later whether those records are still what they were.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import rfc8785

from audit import ed25519


@dataclass(frozen=True, slots=True)
class SignedRoot:
    """A statement about the audit, the signature over its bytes, and the key that made it."""

    statement: str
    signature: bytes
    public_key: str

    @property
    def name(self) -> str:
        return f"the root signed on {self._said('day')}"

    @property
    def count(self) -> int:
        """How many records it covers; none where it says no number."""
        said = self._said("records")
        return said if isinstance(said, int) else 0

    @property
    def root(self) -> bytes:
        try:
            return bytes.fromhex(str(self._said("root")))
        except ValueError:
            return b""

    @property
    def is_signed(self) -> bool:
        return ed25519.holds(self.public_key, self.signature, self.statement.encode())

    @property
    def fingerprint(self) -> str:
        return ed25519.fingerprint(self.public_key)

    def _said(self, what: str) -> object:
        try:
            return json.loads(self.statement)[what]
        except (ValueError, KeyError, TypeError):
            return None


def state(*, at: datetime, count: int, root: bytes, head: bytes) -> str:
    """The statement to be signed."""
    said: dict[str, str | int] = {
        "about": "Probata audit",
        "day": f"{at:%Y-%m-%d}",
        "at": at.isoformat(timespec="seconds"),
        "records": count,
        "root": root.hex(),
        "head": head.hex(),
    }
    return rfc8785.dumps(said).decode()


def first_unsigned(roots: Iterable[SignedRoot]) -> SignedRoot | None:
    """The first root whose signature is not that of its key."""
    return next((root for root in roots if not root.is_signed), None)
