import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.merkle import EMPTY, Proofs, Tree, leaf_hash, node_hash
from cases.packs.verify_proofs import is_proved

# The vectors that implementations of certificate transparency (RFC 6962, RFC 9162) test with.
RECORDS = [
    bytes.fromhex(text)
    for text in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
FIRST_OF_EIGHT = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
LEAVES = [leaf_hash(record) for record in RECORDS]


def split(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << (count - 1).bit_length() - 1


def mth(leaves: list[bytes]) -> bytes:
    """The root as RFC 9162 §2.1.1 defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    k = split(len(leaves))
    return node_hash(mth(leaves[:k]), mth(leaves[k:]))


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """The proof of inclusion as RFC 9162 §2.1.3.1 defines it."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), mth(leaves[k:])]
    return [*path(index - k, leaves[k:]), mth(leaves[:k])]


@pytest.mark.parametrize("count", range(9))
def test_roots_are_those_of_certificate_transparency(count: int) -> None:
    tree = Tree()
    for record in RECORDS[:count]:
        tree.add(record)

    assert tree.root().hex() == Proofs(LEAVES[:count]).root.hex() == ROOTS[count]


def test_inclusion_proof_is_that_of_certificate_transparency() -> None:
    assert [step.hex() for step in Proofs(LEAVES).of(0)] == FIRST_OF_EIGHT


@given(count=st.integers(1, 70))
def test_proofs_and_roots_are_those_of_the_standard(count: int) -> None:
    tree, leaves = Tree(), []
    for number in range(count):
        tree.add(str(number).encode())
        leaves.append(leaf_hash(str(number).encode()))
    proofs = Proofs(leaves)

    assert tree.root() == proofs.root == mth(leaves)
    assert [proofs.of(index) for index in range(count)] == [path(i, leaves) for i in range(count)]


@given(count=st.integers(1, 70), data=st.data())
def test_every_record_is_proved_and_no_other(count: int, data: st.DataObject) -> None:
    index, other = (data.draw(st.integers(0, count - 1)) for _ in range(2))
    proofs = Proofs([leaf_hash(str(number).encode()) for number in range(count)])
    root = {"records": count, "root": proofs.root.hex()}
    proof = [step.hex() for step in proofs.of(index)]
    record = {"position": index + 1, "content": str(index), "proof": proof}

    assert is_proved(record, root)
    assert not is_proved(record | {"content": "other"}, root)
    assert not is_proved(record | {"proof": [*proof, EMPTY.hex()]}, root)
    assert not is_proved(record | {"position": count + 1}, root)
    if other != index:
        assert not is_proved(record | {"position": other + 1}, root)
