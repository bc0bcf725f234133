"""A Merkle tree over the audit's records: one hash that stands for all of them, in their order.

Hashes are those of RFC 9162 §2.1.1: `SHA-256(0x00 ‖ record)` for a leaf and
`SHA-256(0x01 ‖ left ‖ right)` for a node, split at the largest power of two below the count.
"""

from collections.abc import Sequence
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


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves: MTH (RFC 9162 §2.1.1)."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf at an index to the root: PATH (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"There is no leaf {index} among {len(leaves)}.")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*inclusion_proof(left, index), root_of(right)]
    return [*inclusion_proof(right, index - split), root_of(left)]


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
        """The same as inclusion_proof, without walking the whole tree."""
        proof = []
        for row in self._rows[:-1]:
            if index ^ 1 < len(row):
                proof.append(row[index ^ 1])
            index >>= 1
        return proof


def is_included(leaf: bytes, index: int, count: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf to the root of `count` leaves (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < count:
        return False
    place, last, node = index, count - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(step, node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, step)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """What shows that the first leaves' tree became this one by growing (RFC 9162 §2.1.4.1)."""
    if not 0 < first <= len(leaves):
        raise IndexError(f"There is no tree of {first} within {len(leaves)}.")
    return _subproof(first, leaves, is_whole=True)


def _subproof(first: int, leaves: Sequence[bytes], *, is_whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if is_whole else [root_of(leaves)]
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if first <= split:
        return [*_subproof(first, left, is_whole=is_whole), root_of(right)]
    return [*_subproof(first - split, right, is_whole=False), root_of(left)]


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree of `second` leaves is that of `first` with leaves added (§2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << (count - 1).bit_length() - 1
