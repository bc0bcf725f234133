import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from audit.chain import GENESIS, Link, next_hash, verify
from audit.models import Entry, Seal
from audit.queries import verify_chain
from audit.services import record


def seal_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tamper(sql: str, *values: object) -> None:
    """What a database owner could do: switch the triggers off and write."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values or None)
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def three(lead: User) -> list[Entry]:
    entries = [record(by=lead, action=f"thing.{n}", subject="a thing") for n in range(3)]
    seal_now()
    return entries


def test_the_database_seals_entries_as_python_would(three: list[Entry]) -> None:
    head = GENESIS
    for seal in Seal.objects.order_by("position").select_related("entry"):
        assert bytes(seal.previous_hash) == head
        head = next_hash(head, seal.entry.content)
        assert bytes(seal.hash) == head
    assert verify_chain().holds
    assert verify_chain().count == 3


def test_columns_are_read_from_the_record(lead: User) -> None:
    entry = record(by=lead, action="case.opened", subject="it", case="PRB-1", detail={"n": 1})
    entry.refresh_from_db()

    assert (entry.action, entry.subject, entry.case) == ("case.opened", "it", "PRB-1")
    assert entry.detail == {"n": 1}
    assert "Lena Lead <lead@lab.example>" in entry.actor


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_rows_cannot_be_removed(three: list[Entry], table: str, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql.format(table))


def test_an_entry_cannot_be_changed(three: list[Entry]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(content="{}")


@pytest.mark.parametrize(
    ("sql", "position"),
    [
        ("UPDATE audit_entry SET content = replace(content, 'thing.1', 'thing.9')", 2),
        ("DELETE FROM audit_seal WHERE position = 2", 3),
        (
            """UPDATE audit_seal SET position = 7 - position WHERE position > 1;
               UPDATE audit_seal SET position = position - 2""",
            1,
        ),
    ],
)
def test_tampering_is_found_and_named(three: list[Entry], sql: str, position: int) -> None:
    tamper(sql)

    verdict = verify_chain()
    assert not verdict.holds
    assert verdict.broken is not None


def test_an_unsealed_entry_is_found(three: list[Entry]) -> None:
    tamper("DELETE FROM audit_seal WHERE position = 3")

    broken = verify_chain().broken
    assert broken is not None
    assert "never sealed" in broken.reason


def test_verify_names_the_first_record_that_fails() -> None:
    first = Link(1, "{}", GENESIS, next_hash(GENESIS, "{}"))
    second = Link(2, "[]", first.hash, next_hash(first.hash, "{}"))

    verdict = verify([first, second])
    assert verdict.broken is not None
    assert (verdict.count, verdict.broken.position) == (1, 2)
