"""A pseudonym is the same through one pack, tells nothing, and is in no other pack."""

from dataclasses import dataclass

import pytest

from cases.packs.pseudonyms import Pseudonyms

ACCOUNTS = ["pa_0001", "pa_0001-b", "12", "4711123", "@bob", "Éva Müller"]


def told(key: bytes = b"k" * 32) -> Pseudonyms:
    names = Pseudonyms(key)
    for account in ACCOUNTS:
        names.add("Account", account)
    names.add("Person", "ana@lab.example", "Ana Analyst", "Ana Analyst <ana@lab.example>")
    return names


NAMES = told()
ONE, TWO, BOB = (NAMES.of("Account", each) for each in ("pa_0001", "pa_0001-b", "@bob"))
ANA = NAMES.of("Person", "ana@lab.example")


def test_one_identity_has_one_pseudonym_in_a_pack_and_another_in_the_next() -> None:
    assert told().of("Account", "pa_0001") == ONE
    assert told(b"l" * 32).of("Account", "pa_0001") != ONE
    assert len({NAMES.of(kind, "pa_0001") for kind in ("Account", "Person")}) == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pa_0001", ONE),
        ("PA_0001 and pa_0001-b.", f"{ONE} and {TWO}."),
        ("x_pa_0001/pa_0001,", f"x_{ONE}/{ONE},"),
        ("pa_00012 and spa_0001", "pa_00012 and spa_0001"),
        ("Ana Analyst <ana@lab.example>, Analyst", f"{ANA}, Analyst"),
        ("ANA ANALYST asked @bob and bob", f"{ANA} asked {BOB} and bob"),
        ("İ ana@lab.example", f"i̇ {ANA}"),
        ("12 of 120 on 2026-06-12", "12 of 120 on 2026-06-12"),
        ("Nobody", "Nobody"),
        ("", ""),
    ],
)
def test_whoever_stands_in_text_is_replaced_and_nobody_else(words: str, expected: str) -> None:
    assert NAMES.told(words) == expected


def test_a_whole_value_is_replaced_however_short() -> None:
    assert NAMES.told("12") == NAMES.of("Account", "12")
    assert NAMES.told("Account 4711123") == f"Account {NAMES.of('Account', '4711123')}"


def test_text_is_found_however_deep_it_lies() -> None:
    @dataclass(frozen=True)
    class Note:
        by: str
        at: int

    before = {"pa_0001": [("Éva Müller", 1, None)], "note": Note("Ana Analyst", 3)}
    eva = NAMES.of("Account", "Éva Müller")

    assert NAMES.told(before) == {ONE: [(eva, 1, None)], "note": Note(ANA, 3)}


def test_without_a_key_everything_stays_as_it_is() -> None:
    assert Pseudonyms().told({"by": "Ana Analyst"}) == {"by": "Ana Analyst"}


def test_bytes_are_searched_across_the_pieces_they_come_in() -> None:
    assert NAMES.occur_in([b"\xff\x00 mail ana@lab.ex", b"ample now"])
    assert not NAMES.occur_in([b"\xff\x00 mail bea@lab.ex", b"ample now"])
