from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.merkle import (
    EMPTY,
    Proofs,
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

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

trees = st.integers(1, 70).map(lambda n: [leaf_hash(str(i).encode()) for i in range(n)])


@pytest.mark.parametrize("count", range(9))
def test_roots_are_those_of_certificate_transparency(count: int) -> None:
    tree = Tree()
    for record in RECORDS[:count]:
        tree.add(record)

    assert tree.root().hex() == root_of(LEAVES[:count]).hex() == ROOTS[count]


def test_inclusion_proof_is_that_of_certificate_transparency() -> None:
    proof = inclusion_proof(LEAVES, 0)

    assert [step.hex() for step in proof] == FIRST_OF_EIGHT


def test_consistency_proof_is_that_of_certificate_transparency() -> None:
    assert [step.hex() for step in consistency_proof(LEAVES, 1)] == FIRST_OF_EIGHT


@given(leaves=trees, data=st.data())
def test_every_leaf_is_proved_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, proof = root_of(leaves), inclusion_proof(leaves, index)

    assert is_included(leaves[index], index, len(leaves), proof, root)
    assert not is_included(leaf_hash(b"other"), index, len(leaves), proof, root)
    assert not is_included(leaves[index], len(leaves), len(leaves), proof, root)
    assert not is_included(leaves[index], index, len(leaves), [*proof, EMPTY], root)
    other = data.draw(st.integers(0, len(leaves) - 1))
    if other != index:
        assert not is_included(leaves[index], other, len(leaves), proof, root)


@given(leaves=trees, data=st.data())
def test_growth_is_proved_and_rewriting_is_not(leaves: list[bytes], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, first - 1))
    proof, count = consistency_proof(leaves, first), len(leaves)
    rewritten = [*leaves[:changed], leaf_hash(b"other"), *leaves[changed + 1 :]]
    old, new = root_of(leaves[:first]), root_of(leaves)

    assert is_consistent(first, count, old, new, proof)
    forged = consistency_proof(rewritten, first)
    assert not is_consistent(first, count, old, root_of(rewritten), forged)
    assert not is_consistent(first, count, old, new, [*proof, EMPTY])


@given(leaves=trees)
def test_many_proofs_are_those_made_one_by_one(leaves: list[bytes]) -> None:
    proofs = Proofs(leaves)

    assert proofs.root == root_of(leaves)
    for index in range(len(leaves)):
        assert proofs.of(index) == inclusion_proof(leaves, index)


@given(leaves=trees)
def test_a_growing_tree_has_the_root_of_its_leaves(leaves: list[bytes]) -> None:
    tree = Tree()
    for number in range(len(leaves)):
        tree.add(str(number).encode())

    assert tree.root() == root_of(leaves)


def test_there_are_no_proofs_beyond_the_tree() -> None:
    with pytest.raises(IndexError, match="no leaf 8 among 8"):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError, match="no tree of 9"):
        consistency_proof(LEAVES, 9)
    assert not is_consistent(0, 8, EMPTY, root_of(LEAVES), [])
    assert not is_consistent(3, 8, root_of(LEAVES[:3]), root_of(LEAVES), [])
    assert sha256().digest() == EMPTY
