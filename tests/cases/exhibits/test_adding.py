"""Many files at once: `manage.py add_exhibits`."""

import os
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from audit.models import Entry
from cases.core import services as cases
from cases.core.models import Case
from cases.exhibits import adding, addresses, ingest, store
from tests.factories.together import at_once

BARE = ingest.Account("", "")


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A folder with all that a folder may hold."""
    root = tmp_path / "drop"
    for name, content in {
        "b.csv": b"two",
        "a.csv": b"one",
        "deep/c.jsonl": b"three",
        "deep/again.csv": b"one",
        "none.csv": b"",
        ".hidden/x.csv": b"hidden",
        ".secret": b"hidden",
        "../outside": b"not for anyone",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "up").symlink_to(tmp_path)
    (root / "deep/loop").symlink_to(root)
    os.mkfifo(root / "pipe")
    return root


def run(case: Case, by: User, *named: object, **options: Any) -> tuple[list[str], str]:
    """The lines for the files, and the counts; what is refused ends the command with 1."""
    out = StringIO()
    try:
        call_command("add_exhibits", case.reference, *named, by=by.email, stdout=out, **options)
    except CommandError as error:
        ended = error.returncode, str(error)
    else:
        ended = 0, ""
    *lines, counts = out.getvalue().splitlines()
    refused = any(line.startswith("refused") for line in lines)
    assert ended == ((1, "Some files were refused.") if refused else (0, ""))
    return lines, counts


def test_a_folder_is_taken_in_order_and_what_is_not_is_named(
    drop: Path, case: Case, analyst: User
) -> None:
    lines, counts = run(case, analyst, drop, how="Handed over on a disk.")

    assert lines == [
        f"refused: {drop}/.hidden (0 bytes): It is hidden.",
        f"refused: {drop}/.secret (0 bytes): It is hidden.",
        f"added: {drop}/a.csv (3 bytes): E-1",
        f"added: {drop}/b.csv (3 bytes): E-2",
        f"already there: {drop}/deep/again.csv (3 bytes): E-1",
        f"added: {drop}/deep/c.jsonl (5 bytes): E-3",
        f"refused: {drop}/deep/loop (0 bytes): It is a link: only a file itself is taken.",
        f"refused: {drop}/none.csv (0 bytes): It is empty.",
        f"refused: {drop}/out (0 bytes): It is a link that leads out of the folder.",
        f"refused: {drop}/pipe (0 bytes): It is not a file.",
        f"refused: {drop}/up (0 bytes): It is a link that leads out of the folder.",
    ]
    assert counts == "11 found = 3 added + 1 already there + 7 refused"
    first = case.exhibits.get(number=1)
    assert (first.name, first.received_by) == ("a.csv", analyst)
    assert b"".join(store.chunks(first.sha256)) == b"one"
    entry = first.custody_entries.get()
    assert entry.what == f"Handed over on a disk. Added from {drop}/a.csv."
    assert "Ana Analyst <analyst@lab.example>, Analyst" in entry.by_name
    assert Entry.objects.filter(content__contains='"action":"exhibit.received"').count() == 3


def test_a_second_run_adds_only_what_is_missing(drop: Path, case: Case, analyst: User) -> None:
    run(case, analyst, drop / "a.csv")

    assert run(case, analyst, drop / "*.csv", drop / "b.csv")[1] == (
        "3 found = 1 added + 1 already there + 1 refused"
    )
    assert run(case, analyst, drop / "b.csv")[1] == (
        "1 found = 0 added + 1 already there + 0 refused"
    )


def test_a_glob_reaches_neither_what_is_hidden_nor_what_is_elsewhere(
    drop: Path, case: Case, analyst: User
) -> None:
    lines, counts = run(case, analyst, drop / "**/*.csv", drop / "*/outside", drop / "*.parquet")

    taken = [line for line in lines if not line.startswith("refused")]
    assert [line.split(" (")[0].rsplit("/", 1)[1] for line in taken] == [
        "a.csv",
        "b.csv",
        "again.csv",
    ]
    assert f"refused: {drop}/.hidden/x.csv (0 bytes): It is hidden." in lines
    leads_out = "It is a link that leads out of the folder."
    assert f"refused: {drop}/up/outside (0 bytes): {leads_out}" in lines
    assert f"refused: {drop}/*.parquet (0 bytes): Nothing matches." in lines
    assert counts == "7 found = 2 added + 1 already there + 4 refused"


def test_a_dry_run_foresees_the_run_and_writes_nothing(
    drop: Path, case: Case, analyst: User
) -> None:
    run(case, analyst, drop / "deep/c.jsonl")
    before = Entry.objects.count()

    lines, counts = run(case, analyst, drop, dry_run=True)

    assert (case.exhibits.count(), Entry.objects.count()) == (1, before)
    assert f"already there: {drop}/deep/again.csv (3 bytes): {drop}/a.csv" in lines
    assert f"already there: {drop}/deep/c.jsonl (5 bytes): E-1" in lines
    assert counts.removeprefix("Dry run, nothing was written: ") == run(case, analyst, drop)[1]


def test_an_s3_prefix_is_taken_key_by_key(bucket: Any, case: Case, analyst: User) -> None:
    for key, body in {"drop/b.csv": b"two", "drop/.tmp/x": b"x", "drop/sub/": b""}.items():
        bucket.put_object(Bucket="evidence", Key=key, Body=body)

    lines, counts = run(case, analyst, "s3://evidence/drop/")

    assert lines == [
        "refused: s3://evidence/drop/.tmp/x (1 bytes): It is hidden.",
        "added: s3://evidence/drop/b.csv (3 bytes): E-1",
        "added: s3://evidence/drop/log.csv (11 bytes): E-2",
        "refused: s3://evidence/drop/sub/ (0 bytes): It stands for a folder and holds nothing.",
    ]
    assert counts == "4 found = 2 added + 0 already there + 2 refused"
    assert case.exhibits.get(number=2).how == "Added from s3://evidence/drop/log.csv."


def test_a_whole_key_is_one_object_and_not_a_prefix(bucket: Any) -> None:
    bucket.put_object(Bucket="evidence", Key="drop/log.csv.old", Body=b"older")

    (found,) = addresses.find(["s3://evidence/drop/log.csv"])
    assert (found.address, found.size) == ("s3://evidence/drop/log.csv", 11)


def test_what_cannot_be_listed_is_refused_and_the_rest_goes_on(
    bucket: Any, drop: Path, case: Case, analyst: User
) -> None:
    lines, counts = run(
        case, analyst, "s3://nobodys/x", "s3://evidence/none", drop / "gone", drop / "a.csv"
    )

    assert "s3://nobodys/x (0 bytes): It can't be listed" in lines[0]
    assert lines[1] == "refused: s3://evidence/none (0 bytes): There is nothing here."
    assert counts == "4 found = 1 added + 0 already there + 3 refused"


def test_a_name_can_forge_no_line(drop: Path, case: Case, analyst: User) -> None:
    folder = drop / "deep"
    (folder / "x\nadded: y\udcff.csv").write_bytes(b"four")

    lines, _ = run(case, analyst, f"{folder}/x*")

    assert lines == [rf"added: {folder}/x\nadded: y\udcff.csv (4 bytes): E-1"]
    assert case.exhibits.get().name == "xadded: y.csv"


@pytest.mark.parametrize("size", [2, 4])
def test_a_file_that_changed_since_it_was_found_does_not_land(size: int) -> None:
    with (
        pytest.raises(ingest.FileChanged, match=f"{size} bytes were found, 3 read"),
        ingest.landing(BytesIO(b"one"), "a.csv", size),
    ):
        pass


def test_a_link_that_took_a_files_place_is_not_followed(drop: Path) -> None:
    (found,) = addresses.find([str(drop / "a.csv")])
    (drop / "a.csv").unlink()
    (drop / "a.csv").symlink_to(drop / "../outside")

    with pytest.raises(addresses.AddressUnreadable):
        addresses.open_file(found)


@pytest.mark.parametrize("options", [{}, {"dry_run": True}])
def test_who_may_not_add_reads_nothing(
    drop: Path, case: Case, policy: User, lead: User, options: dict[str, bool]
) -> None:
    with pytest.raises(CommandError, match="may not"):
        call_command("add_exhibits", case.reference, drop, by=policy.email, **options)
    cases.close_case(case=case, reason="Done.", by=lead)
    with pytest.raises(CommandError, match="closed"):
        call_command("add_exhibits", case.reference, drop, by=lead.email, **options)
    with pytest.raises(CommandError, match="nobody"):
        call_command("add_exhibits", case.reference, drop, by="x@y.example", **options)


def test_a_file_past_the_bound_is_refused(
    drop: Path, case: Case, analyst: User, settings: Any
) -> None:
    settings.EXHIBIT_MAX_BYTES = 4

    lines, _ = run(case, analyst, drop / "deep/c.jsonl")

    assert lines == [f"refused: {drop}/deep/c.jsonl (5 bytes): It is larger than 4 bytes."]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_add_a_file_once(drop: Path, case: Case, analyst: User) -> None:
    def add() -> list[str]:
        return [
            each.word for each in adding.add(case, [str(drop / "a.csv")], account=BARE, by=analyst)
        ]

    assert at_once(add, add, add) == [["E-1"]] * 3
    assert case.exhibits.count() == 1
