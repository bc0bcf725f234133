"""What the owner of the database can do to the audit, triggers off, and what finds it."""

import json
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from subprocess import run
from zipfile import ZipFile

import pytest
import rfc8785
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.models import User
from audit.chain import GENESIS, next_hash
from audit.models import Entry, Root, Seal
from audit.queries import verify_chain
from audit.services import record
from cases.packs import anchors, keys, seal, tasks
from tests.audit.test_chain import seal_now, tamper


def signed_on(day: int, by: User) -> Root:
    """The root of a day of June, over two more records and what earlier days left."""
    with time_machine.travel(datetime(2026, 6, day, 12, tzinfo=UTC), tick=False):
        for number in range(2):
            record(by=by, action=f"thing.{number}", subject=f"day {day}")
        seal_now()
        root = anchors.sign_today()
        seal_now()
    assert root is not None
    return root


@pytest.fixture
def roots(lead: User) -> list[Root]:
    """Roots of two days: over 2 records, and over 6 with the first key's and the first root's."""
    return [signed_on(1, lead), signed_on(2, lead)]


def chain_again() -> None:
    """Compute the whole chain anew, as one who covers his tracks would."""
    head, rows = GENESIS, Seal.objects.select_related("entry").order_by("position")
    for position, link in enumerate(list(rows), 1):
        new = next_hash(head, link.entry.content)
        tamper(
            "UPDATE audit_seal SET position = %s, previous_hash = %s, hash = %s "
            "WHERE entry_id = %s",
            *(position, head, new, link.entry_id),
        )
        head = new


def why_broken() -> str:
    broken = verify_chain().broken
    assert broken is not None
    return f"{broken.position}: {broken.reason}"


def test_sign_today_signs_what_the_audit_holds(roots: list[Root]) -> None:
    verdict = verify_chain()

    assert [root.signed.count for root in roots] == [2, 6]
    assert verdict.holds
    assert (verdict.count, verdict.root_count) == (7, 2)


def test_sign_today_makes_one_root_a_day(roots: list[Root], lead: User) -> None:
    with time_machine.travel(datetime(2026, 6, 2, 23, tzinfo=UTC)):
        assert anchors.sign_today(by=lead) == roots[1]


def test_sign_today_signs_nothing_while_there_is_nothing(db: None) -> None:
    assert anchors.sign_today() is None


def test_openssl_accepts_a_root(roots: list[Root], tmp_path: Path) -> None:
    (tmp_path / "root").write_text(roots[0].statement)
    (tmp_path / "sig").write_bytes(bytes(roots[0].signature))
    (tmp_path / "key").write_text(roots[0].public_key)
    command = "openssl pkeyutl -verify -pubin -inkey key -rawin -in root -sigfile sig"

    assert run(command.split(), check=False, cwd=tmp_path, capture_output=True).returncode == 0


def test_an_edited_record_is_found_though_the_chain_was_computed_anew(roots: list[Root]) -> None:
    tamper("UPDATE audit_entry SET content = replace(content, 'thing.1', 'thing.9')")
    chain_again()

    assert why_broken() == ("1: records 1 to 2 are not those of the root signed on 2026-06-01")


def test_an_edit_between_two_roots_is_narrowed_to_what_lies_between(roots: list[Root]) -> None:
    tamper("UPDATE audit_entry SET content = replace(content, 'day 2', 'day 3')")
    chain_again()

    assert why_broken() == ("3: records 3 to 6 are not those of the root signed on 2026-06-02")


def test_a_deleted_record_is_found_though_the_chain_was_computed_anew(roots: list[Root]) -> None:
    gone = Seal.objects.get(position=5)
    tamper("DELETE FROM audit_seal WHERE position = 5")
    tamper("DELETE FROM audit_entry WHERE id = %s", gone.entry_id)
    chain_again()

    assert why_broken().startswith("3: records 3 to 6 are not those")


def test_two_records_that_changed_places_are_found(roots: list[Root]) -> None:
    tamper(
        "UPDATE audit_seal SET position = -1 WHERE position = 5;"
        "UPDATE audit_seal SET position = 5 WHERE position = 6;"
        "UPDATE audit_seal SET position = 6 WHERE position = -1"
    )
    chain_again()

    assert why_broken().startswith("3: records 3 to 6 are not those")


def test_a_tail_that_was_cut_off_is_found(roots: list[Root]) -> None:
    tamper("DELETE FROM audit_seal WHERE position > 3")
    tamper(
        "DELETE FROM audit_entry e "
        "WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id)"
    )

    assert why_broken() == "4: it is missing: the root signed on 2026-06-02 covers 6 records"


def test_an_edited_root_is_found(roots: list[Root]) -> None:
    tamper("UPDATE audit_root SET statement = replace(statement, '\"records\":2', '\"records\":1')")

    assert why_broken() == (
        "1: the root signed on 2026-06-01 does not bear the signature of its key"
    )


def test_a_root_signed_with_another_key_is_found(roots: list[Root]) -> None:
    private = seal.make_private_key()
    said = json.loads(roots[0].statement) | {"head": "00" * 32}
    statement = rfc8785.dumps(said)
    made = seal.sign(private, statement).signature
    tamper(
        "UPDATE audit_root SET statement = %s, signature = %s, public_key = %s WHERE id = %s",
        *(statement.decode(), made, seal.public_pem(private), roots[0].pk),
    )

    assert why_broken() == "4: root of 2026-06-01 is not there as it was signed"


def test_a_deleted_root_is_found(roots: list[Root]) -> None:
    tamper("DELETE FROM audit_root WHERE day = '2026-06-01'")

    assert why_broken() == "4: root of 2026-06-01 is not there as it was signed"


@pytest.mark.parametrize("sql", ["DELETE FROM audit_root", "TRUNCATE audit_root"])
def test_roots_cannot_be_removed(roots: list[Root], sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


def test_nothing_is_signed_over_an_audit_that_does_not_hold(
    roots: list[Root], caplog: pytest.LogCaptureFixture
) -> None:
    tamper("UPDATE audit_entry SET content = replace(content, 'thing.1', 'thing.9')")

    with pytest.raises(anchors.AuditBroken, match="record 2: its content is not what was recorded"):
        anchors.sign_today()
    tasks.sign_root_of_today()
    assert "No root is signed over an audit that does not hold" in caplog.text
    with pytest.raises(CommandError, match="No root is signed"):
        call_command("sign_audit")


def test_commands_sign_and_verify(lead: User) -> None:
    record(by=lead, action="thing.done", subject="a thing")
    seal_now()
    signed, verified = StringIO(), StringIO()

    call_command("sign_audit", stdout=signed)
    seal_now()
    call_command("audit", "verify", stdout=verified)

    assert json.loads(signed.getvalue())["records"] == 1
    assert "Signed roots that agree with it: 1." in verified.getvalue()
    assert keys.current().fingerprint in verified.getvalue()


def test_sign_audit_says_that_there_is_nothing(db: None) -> None:
    with pytest.raises(CommandError, match="no record yet"):
        call_command("sign_audit")


def test_audit_verify_finds_what_was_signed_by_a_stranger(roots: list[Root]) -> None:
    call_command("audit", "verify", fingerprint=[keys.current().fingerprint], stdout=StringIO())

    with pytest.raises(CommandError, match="A key that you did not name has signed roots"):
        call_command("audit", "verify", fingerprint=["00" * 32])


def test_audit_verify_finds_that_everything_was_replaced(roots: list[Root], tmp_path: Path) -> None:
    kept = tmp_path / "root.json"
    kept.write_text(roots[0].statement)
    call_command("audit", "verify", kept=[roots[0].statement], stdout=StringIO())
    call_command("audit", "verify", "--kept", str(kept), stdout=StringIO())
    tamper("DELETE FROM audit_root; DELETE FROM audit_seal; DELETE FROM audit_entry")

    assert verify_chain().holds
    with pytest.raises(CommandError, match="The root that you kept is not among the roots"):
        call_command("audit", "verify", "--kept", str(kept))
    with pytest.raises(CommandError, match="can't be read"):
        call_command("audit", "verify", "--kept", str(tmp_path / "none"))


def test_page_shows_roots_and_checks_them(client: Client, legal: User, roots: list[Root]) -> None:
    client.force_login(legal)

    page = client.get("/audit-roots/").content.decode()
    checked = client.get("/audit-roots/?check=1").content.decode()
    first = Seal.objects.filter(entry__action="thing.1").earliest("position").position
    tamper("UPDATE audit_entry SET content = replace(content, 'thing.1', 'thing.9')")
    broken = client.get("/audit-roots/?check=1").content.decode()

    assert roots[0].signed.root.hex() in page
    assert "2 signed roots agree" in checked
    assert f"Record {first}: its content is not what was recorded." in broken


def test_page_names_a_key_that_is_not_ours(client: Client, legal: User, roots: list[Root]) -> None:
    private = seal.make_private_key()
    made = seal.sign(private, roots[1].statement.encode()).signature
    tamper(
        "UPDATE audit_root SET signature = %s, public_key = %s WHERE id = %s",
        *(made, seal.public_pem(private), roots[1].pk),
    )
    client.force_login(legal)

    assert "none of the signing keys here" in client.get("/audit-roots/?check=1").content.decode()


def test_a_root_is_downloaded_whole(client: Client, legal: User, roots: list[Root]) -> None:
    client.force_login(legal)

    with ZipFile(BytesIO(client.get("/audit-roots/2026-06-01/").content)) as archive:
        assert archive.read("root.json").decode() == roots[0].statement
        assert archive.read("public-key.pem").decode() == roots[0].public_key
    assert client.get("/audit-roots/2026-06-09/").status_code == 404
    assert client.get("/audit-roots/2026-99-09/").status_code == 404


def test_roots_cover_the_roots_before_them(roots: list[Root]) -> None:
    position = Entry.objects.get(action="audit_root.signed", subject="root of 2026-06-01").seal

    assert position.position <= roots[1].signed.count
    assert roots[0].day == date(2026, 6, 1)
