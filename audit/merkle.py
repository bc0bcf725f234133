"""A Merkle tree over the audit's records: one hash that stands for all of them, in their order.

Hashes are those of RFC 9162 §2.1.1: `SHA-256(0x00 ‖ record)` for a leaf and
`SHA-256(0x01 ‖ left ‖ right)` for a node, split at the largest power of two below the count.
"""

from hashlib import sha256

EMPTY = sha256().digest()


def leaf_hash(record: bytes) -> bytes:
    """The hash of one record."""
    return sha256(b"\x00" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees, side by side."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows at its end; it holds one hash for each power of two in its count."""

    def __init__(self) -> None:
        self.count = 0
        self._whole: list[bytes] = []

    def add(self, record: bytes) -> None:
        """Put a record at the end."""
        node, size = leaf_hash(record), self.count
        while size & 1:
            node, size = node_hash(self._whole.pop(), node), size >> 1
        self._whole.append(node)
        self.count += 1

    def root(self) -> bytes:
        """The hash that stands for all records so far."""
        if not self._whole:
            return EMPTY
        node = self._whole[-1]
        for left in reversed(self._whole[:-1]):
            node = node_hash(left, node)
        return node


class Proofs:
    """Inclusion proofs for many leaves of one tree: each row holds the nodes above the last."""

    def __init__(self, leaves: list[bytes]) -> None:
        self._rows = [leaves]
        while len(row := self._rows[-1]) > 1:
            above = [node_hash(*row[at : at + 2]) for at in range(0, len(row) - 1, 2)]
            self._rows.append(above + row[len(above) * 2 :])

    @property
    def root(self) -> bytes:
        return self._rows[-1][0] if self._rows[-1] else EMPTY

    def of(self, index: int) -> list[bytes]:
        """The hashes that lead from the leaf at an index to the root: PATH (RFC 9162 §2.1.3.1)."""
        proof = []
        for row in self._rows[:-1]:
            if index ^ 1 < len(row):
                proof.append(row[index ^ 1])
            index >>= 1
        return proof
