"""A pack is judged by tools that are not ours, and is whole or not there at all."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from cases.core import services as cases
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.jobs import services as jobs
from cases.jobs import worker
from cases.packs import build, services, verify
from cases.packs.audience import Audience
from cases.packs.models import Pack, SigningKey
from cases.packs.parts import Made
from cases.reports.exporters import FORMATS
from tests.cases.packs.conftest import make_pack, unpack


def records(folder: Path, path: str) -> Any:
    return json.loads((folder / "data" / path).read_text())["rows"]


def check(folder: Path) -> list[str]:
    done = verify.Check(verify.open_pack(folder))
    done.everything()
    return done.wrong


def test_a_pack_satisfies_bagit_openssl_and_its_own_program(
    full: Case, legal: User, tmp_path: Path
) -> None:
    folder = unpack(make_pack(full, legal), tmp_path)

    assert bagit.Bag(str(folder)).validate()
    command = (
        "openssl pkeyutl -verify -pubin -inkey signature/public-key.pem -rawin "
        "-in tagmanifest-sha256.txt -sigfile signature/tagmanifest-sha256.txt.sig"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    assert check(folder) == []


def test_the_commands_of_the_readme_all_hold(full: Case, legal: User, tmp_path: Path) -> None:
    folder = unpack(make_pack(full, legal), tmp_path)
    commands = Path("templates/cases/packs/pack/commands.txt").read_text().splitlines()
    programs = Path(sys.executable).parent

    for command in commands:
        assert command in (folder / "README.txt").read_text()
        done = subprocess.run(
            ["bash", "-c", f'PATH="{programs}:$PATH" {command}'],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def test_a_pack_holds_what_was_chosen_and_says_so(
    full: Case, exhibit: Exhibit, legal: User, tmp_path: Path
) -> None:
    pack = make_pack(full, legal)
    folder = unpack(pack, tmp_path)

    counts = {held["title"]: held["written"] for held in pack.holds}
    assert all(held["written"] == held["selected"] for held in pack.holds)
    assert (counts["Claims"], counts["Exhibits"], counts["Samples"]) == (3, 1, 2)
    assert (folder / "data/exhibits/E-1/100_ log.csv").read_bytes() == b"as received"
    (listed,) = records(folder, "exhibits/exhibits.json")
    assert listed["name as received"] == "100% log.csv"
    assert listed["sha256"] == exhibit.sha256
    about = json.loads((folder / "data/ledger/claims.json").read_text())["about"]
    assert (about["marking"], about["synthetic"]) == (full.marking, True)
    assert "SYNTHETIC" in folder.name
    assert exhibit.custody_entries.last().action == "packed"


def test_the_readme_says_what_is_only_alleged_and_what_is_invented(
    full: Case, legal: User, tmp_path: Path
) -> None:
    page = (unpack(make_pack(full, legal), tmp_path) / "README.html").read_text()

    assert "&lt;b&gt;Many&lt;/b&gt; accounts were used." in page
    assert "SYNTHETIC" in page
    assert page.count(full.marking) == 2
    assert "Not established" in page
    assert SigningKey.objects.get().fingerprint in page


def test_an_approved_report_goes_in_in_every_format(
    full: Case, legal: User, tmp_path: Path
) -> None:
    folder = unpack(make_pack(full, legal), tmp_path)

    found = {path.name for path in (folder / "data/reports").iterdir()}
    assert {f"R-1-revision-1.{form.extension}" for form in FORMATS.values()} <= found
    assert (folder / "data/reports/R-1-revision-1.pdf").read_bytes().startswith(b"%PDF")
    assert records(folder, "reports/revisions.json")[0]["approved by"].startswith("Rea Reviewer")
    (event,) = records(folder, "timeline/events.json")
    assert event["happened, in words"] == "June 2026"


def test_samples_are_masked_in_every_pack(full: Case, legal: User, tmp_path: Path) -> None:
    folder = unpack(make_pack(full, legal, Audience.INTERNAL), tmp_path)

    sample = records(folder, "samples/samples.json")[0]
    assert "[e-mail address removed]" in sample["prompt"]
    everything = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    assert b"someone@example.com" not in everything
    assert b"sk-live-abc" not in everything


def test_a_regulator_gets_no_disturbing_sample_and_is_told(full: Case, legal: User) -> None:
    pack = make_pack(full, legal, Audience.REGULATOR)

    assert {h["title"]: h["written"] for h in pack.holds}["Samples"] == 1
    assert {"what": "disturbing samples", "why": "Marked as disturbing.", "count": 1} in (
        pack.withheld
    )


def test_the_public_gets_no_evidence_and_nobodys_name(
    full: Case, lead: User, legal: User, tmp_path: Path
) -> None:
    with pytest.raises(services.AudienceRefused, match="TLP:CLEAR"):
        services.request_pack(case=full, audience=Audience.PUBLIC, purpose="x", by=legal)
    Case.objects.filter(pk=full.pk).update(marking="TLP:CLEAR")
    full.refresh_from_db()

    pack = make_pack(full, legal, Audience.PUBLIC)
    folder = unpack(pack, tmp_path)

    everything = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    assert b"as received\x00" not in everything
    assert not list((folder / "data/exhibits").glob("E-*"))
    assert b"@lab.example" not in everything
    withheld = {item["what"] for item in pack.withheld}
    assert {"exhibits", "samples", "custody entries", "audit records"} <= withheld
    assert not pack.exhibits.exists()


def test_what_was_left_out_is_said(full: Case, legal: User, tmp_path: Path) -> None:
    pack = make_pack(full, legal, contents=["exhibits"])

    left_out = {w["what"] for w in pack.withheld if w["why"].startswith("Left out")}
    assert {"ledger", "samples", "custody", "audit records"} <= left_out
    assert check(unpack(pack, tmp_path)) == []


def test_a_damaged_exhibit_stops_the_pack_and_raises_the_alarm(
    full: Case, exhibit: Exhibit, legal: User, tmp_path: Path
) -> None:
    (path,) = (tmp_path / "objects").rglob(exhibit.sha256)
    path.chmod(0o600)
    path.write_bytes(b"as Received")

    pack = make_pack(full, legal)

    assert pack.job.state == "failed"
    assert "E-1 100% log.csv is damaged" in pack.job.error
    assert (pack.built_at, pack.sha256) == (None, "")
    assert exhibit.alarms.exists()
    assert left_in(tmp_path / "objects") == [exhibit.sha256]


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_a_part_that_wrote_less_than_was_chosen_stops_the_pack(
    full: Case, legal: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.packs.parts.Files.write", lambda part, stage: 0)

    pack = make_pack(full, legal)

    assert pack.job.error.startswith("Exhibits: 1 chosen, 0 written.")
    assert pack.built_at is None


def test_a_job_that_ran_twice_has_built_once(full: Case, legal: User) -> None:
    pack = make_pack(full, legal)
    type(pack.job).objects.filter(pk=pack.job_id).update(state="queued", finished_at=None)

    worker.do(pack.job_id)

    assert Pack.objects.get(pk=pack.pk).built_at == pack.built_at


def test_a_cancelled_pack_leaves_nothing(
    full: Case, exhibit: Exhibit, legal: User, tmp_path: Path
) -> None:
    pack = services.request_pack(case=full, audience=Audience.COUNSEL, purpose="x", by=legal)
    jobs.cancel_job(job=pack.job, by=legal)
    worker.do(pack.job_id)

    pack.refresh_from_db()
    assert (pack.state, pack.built_at) == ("Cancelled", None)
    assert left_in(tmp_path / "objects") == [exhibit.sha256]


def test_the_database_refuses_to_change_a_built_pack(full: Case, legal: User) -> None:
    pack = make_pack(full, legal)

    for change in (lambda: Pack.objects.update(purpose="Another"), pack.delete):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()


def test_a_closed_case_can_still_be_packed(full: Case, lead: User, legal: User) -> None:
    cases.close_case(case=full, reason="Done.", by=lead)

    assert make_pack(full, legal).state == "Ready"


EDITS = {
    "data/ledger/claims.json": ("not_established", "confirmed"),
    "data/exhibits/exhibits.json": ("By hand", "By post"),
    "data/custody/custody.json": ("Ana Analyst", "Rea Reviewer"),
    "data/samples/samples.json": ("ugly", "fine"),
    "data/audit/entries.jsonl": ("sample.added", "sample.moved"),
    "data/contents.json": ("Left out", "Let out"),
    "README.html": ("Not established", "Confirmed"),
}


@pytest.fixture
def packed(full: Case, legal: User, tmp_path: Path) -> Path:
    return unpack(
        make_pack(full, legal, contents=["ledger", "exhibits", "custody", "samples", "audit"]),
        tmp_path,
    )


@pytest.mark.parametrize("path", sorted(EDITS))
def test_an_edited_record_of_any_kind_is_found_and_named(packed: Path, path: str) -> None:
    before, after = EDITS[path]
    text = (packed / path).read_text()
    if before not in text:
        before, after = "title", "Title"
    (packed / path).write_text(text.replace(before, after, 1))

    assert any(line.startswith(f"CHANGED    {path}:") for line in check(packed))
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(packed)).validate()


def test_made_files_are_counted(tmp_path: Path) -> None:
    part = Made("Reports", "reports/", [("reports/R-1.md", lambda: b"# R-1")])
    stage = build.Stage(tmp_path, {})

    assert (part.selected, part.write(stage)) == (1, 1)
    assert b"".join(stage.files[0].chunks()) == b"# R-1"
