"""The audit records of a pack lead to a signed root, and what doesn't is named."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from audit.models import Root
from cases.core.models import Case
from cases.packs import anchors, seal, verify
from cases.packs.models import Pack
from cases.timeline import services as timeline
from tests.audit.test_chain import tamper
from tests.cases.packs.conftest import make_pack, seal_audit, unpack

ENTRIES = "data/audit/entries.jsonl"


@pytest.fixture
def anchored(full: Case, analyst: User, legal: User) -> Pack:
    """A pack with records under a root and one that is newer."""
    seal_audit()
    root = anchors.sign_today()
    assert root is not None
    timeline.add_event(case=full, lane="public", title="Later", happened="2026-07", by=analyst)
    seal_audit()
    return make_pack(full, legal)


@pytest.fixture
def folder(anchored: Pack, tmp_path: Path) -> Path:
    return unpack(anchored, tmp_path)


def audit_faults(folder: Path) -> list[str]:
    """What is wrong with the audit alone, as if every list and signature had been made anew."""
    with closing(verify.open_pack(folder)) as pack:
        check = verify.Check(pack)
        check.audit()
    return check.wrong


def change(folder: Path, number: int, **values: Any) -> None:
    lines = (folder / ENTRIES).read_text().splitlines()
    record = json.loads(lines[number - 1]) | values
    lines[number - 1] = json.dumps({k: v for k, v in record.items() if v is not None})
    (folder / ENTRIES).write_text("\n".join(lines))


def test_records_are_proved_up_to_the_root(folder: Path) -> None:
    records = [json.loads(line) for line in (folder / ENTRIES).read_text().splitlines()]
    count = json.loads((folder / "data/audit/root.json").read_text())["records"]

    assert {record["position"] <= count for record in records} == {True, False}
    for record in records:
        assert ("proof" in record) == (record["position"] <= count)
    assert audit_faults(folder) == []


def test_the_packs_own_program_says_which_root_it_was(folder: Path) -> None:
    command = [sys.executable, "-I", str(folder / "verify.py"), str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout

    root = Root.objects.get()
    assert said.endswith("Whole and unchanged, and signed with this key.\n")
    assert f"Audit: {root.signed.count} records were under the root signed on {root.day}" in said
    assert f"with the key {root.signed.fingerprint}" in said


def test_a_record_rewritten_with_its_hash_is_named(folder: Path) -> None:
    record = json.loads((folder / ENTRIES).read_text().splitlines()[1])
    content = record["content"].replace("PRB", "PRX")
    sealed = b"\x00" + bytes.fromhex(record["previous_hash"]) + content.encode()
    change(folder, 2, content=content, hash=verify.hashlib.sha256(sealed).hexdigest())

    assert audit_faults(folder) == [f"AUDIT      {ENTRIES}, line 2: not under the signed root."]


@pytest.mark.parametrize("values", [{"proof": []}, {"proof": ["00" * 32] * 8}, {"position": 1}])
def test_a_proof_that_leads_elsewhere_is_named(folder: Path, values: dict[str, Any]) -> None:
    change(folder, 2, **values)

    assert audit_faults(folder) == [f"AUDIT      {ENTRIES}, line 2: not under the signed root."]


def test_a_proof_that_was_taken_out_is_named(folder: Path) -> None:
    change(folder, 2, proof=None)

    assert audit_faults(folder) == [f"AUDIT      {ENTRIES}, line 2: not what was sealed."]


def test_a_record_moved_beyond_the_root_keeps_no_proof(folder: Path) -> None:
    change(folder, 2, position=10_000)

    assert audit_faults(folder) == [f"AUDIT      {ENTRIES}, line 2: not under the signed root."]


def test_another_root_is_found(folder: Path) -> None:
    root = folder / "data/audit/root.json"
    root.write_text(root.read_text().replace('"records":', '"records": '))

    assert audit_faults(folder) == [
        "AUDIT      data/audit/root.json: it is not what was signed with its key."
    ]


def test_a_root_that_makes_no_sense_is_found(folder: Path) -> None:
    private = seal.make_private_key()
    (folder / "data/audit/root.json").write_bytes(b"[]")
    (folder / "data/audit/root.json.sig").write_bytes(seal.sign(private, b"[]").signature)
    (folder / "data/audit/root-key.pem").write_text(seal.public_pem(private))

    assert audit_faults(folder) == ["AUDIT      data/audit/root.json: it can't be read."]


def test_no_pack_is_made_of_an_audit_that_left_its_root(full: Case, legal: User) -> None:
    seal_audit()
    anchors.sign_today()
    seal_audit()
    tamper("UPDATE audit_entry SET content = replace(content, 'sample.added', 'sample.moved')")

    pack = make_pack(full, legal)

    assert pack.built_at is None
    assert "no longer agrees with the root signed on" in pack.job.error
