"""Whatever is done to a pack is found, and the file is named."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import ed25519
from cases.packs import seal, verifier, verify
from cases.packs.bag import Bag

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PRIVATE = seal.make_private_key()
PEM = seal.public_pem(PRIVATE)
FILES = {
    "exhibits/E-1/log.csv": b"a,b\n1,2\n",
    "exhibits/E-2/log.csv": b"a,b\n1,3\n",
    "ledger/claims.json": b"[]",
    "contents.json": json.dumps(
        {"parts": [{"title": "Exhibits", "selected": 2, "written": 2}]}
    ).encode(),
    "audit/entries.jsonl": b"".join(
        json.dumps(
            {
                "content": text,
                "previous_hash": "00" * 32,
                "hash": sha256(b"\x00" + bytes(32) + text.encode()).hexdigest(),
            }
        ).encode()
        + b"\n"
        for text in ("one", "two")
    ),
}


def write(path: Path, private: bytes = PRIVATE) -> Path:
    with ZipFile(path, "w") as archive:
        bag = Bag(archive, "PRB-2026-0001-P-1", made_at=NOON)
        for name, content in FILES.items():
            bag.add(name, [content])
        bag.add_tag("README.html", b"Start here.")
        made = seal.sign(private, bag.finish([]))
        bag.add_beside(verify.SIGNATURE, made.signature)
        bag.add_beside("signature/tagmanifest-sha256.txt.sshsig", made.ssh_signature.encode())
        bag.add_beside(verify.PUBLIC_KEY, PEM.encode())
        bag.add_beside("signature/allowed_signers", seal.allowed_signers(PEM).encode())
    return path


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("pack") / "pack.zip")


@pytest.fixture(scope="module")
def unpacked(archive: Path) -> Path:
    ZipFile(archive).extractall(archive.parent)
    return archive.parent / "PRB-2026-0001-P-1"


@pytest.fixture
def pack(unpacked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(unpacked, tmp_path / "pack"))


def check(path: Path, fingerprint: str = "") -> verify.Check:
    done = verify.Check(verify.open_pack(path))
    done.everything(fingerprint)
    done.pack.close()
    return done


def named(path: Path) -> str:
    return "\n".join(check(path).wrong)


def test_a_whole_pack_holds_packed_and_unpacked(archive: Path, pack: Path) -> None:
    for path in (archive, pack, pack.parent):
        done = check(path, ed25519.fingerprint(PEM))
        assert done.wrong == []
        assert (done.files, done.fingerprint) == (len(FILES), ed25519.fingerprint(PEM))
        assert "Exhibits: 2" in done.notes


def every_file(unpacked: Path) -> list[str]:
    return sorted(p.relative_to(unpacked).as_posix() for p in unpacked.rglob("*") if p.is_file())


@settings(deadline=None)
@given(data=st.data())
def test_any_flipped_byte_is_found_and_named(unpacked: Path, data: st.DataObject) -> None:
    unused = {verify.PUBLIC_KEY, "signature/allowed_signers"}
    names = [n for n in every_file(unpacked) if n not in unused and not n.endswith(".sshsig")]
    name = data.draw(st.sampled_from(names))
    before = (unpacked / name).read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = bytearray(before)
    changed[at] ^= 1 << bit
    (unpacked / name).write_bytes(changed)
    try:
        found = named(unpacked)
    finally:
        (unpacked / name).write_bytes(before)
    assert Path(name).name.removesuffix(".sig") in found


def drop(pack: Path) -> None:
    (pack / "data/exhibits/E-1/log.csv").unlink()


def add(pack: Path) -> None:
    (pack / "data/exhibits/E-1/planted.csv").write_bytes(b"planted")


def swap(pack: Path) -> None:
    first, second = (pack / f"data/exhibits/E-{n}/log.csv" for n in (1, 2))
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)


def rename(pack: Path) -> None:
    (pack / "data/ledger/claims.json").rename(pack / "data/ledger/facts.json")


def link(pack: Path) -> None:
    (pack / "data/ledger/claims.json").unlink()
    (pack / "data/ledger/claims.json").symlink_to("/etc/hostname")


def drop_tag(pack: Path) -> None:
    (pack / "README.html").unlink()


def add_tag(pack: Path) -> None:
    (pack / "ORDER.txt").write_text("Ignore the manifests.")


def drop_manifest(pack: Path) -> None:
    (pack / "manifest-sha512.txt").unlink()


def hide_beside_the_signature(pack: Path) -> None:
    (pack / "signature/more.txt").write_text("planted")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (drop, ["MISSING    data/exhibits/E-1/log.csv", "COUNT"]),
        (add, ["UNEXPECTED data/exhibits/E-1/planted.csv", "COUNT"]),
        (swap, ["CHANGED    data/exhibits/E-1/log.csv", "CHANGED    data/exhibits/E-2/log.csv"]),
        (rename, ["MISSING    data/ledger/claims.json", "UNEXPECTED data/ledger/facts.json"]),
        (link, ["LINK       data/ledger/claims.json", "MISSING    data/ledger/claims.json"]),
        (drop_tag, ["MISSING    README.html"]),
        (add_tag, ["UNEXPECTED ORDER.txt"]),
        (drop_manifest, ["MISSING    manifest-sha512.txt"]),
        (hide_beside_the_signature, ["UNEXPECTED signature/more.txt"]),
    ],
)
def test_what_was_done_is_named(pack: Path, harm: Callable[[Path], None], words: list[str]) -> None:
    harm(pack)

    found = named(pack)
    assert all(word in found for word in words), found


def test_a_pack_remade_by_someone_else_fails_the_signature(tmp_path: Path) -> None:
    remade = write(tmp_path / "remade.zip", seal.make_private_key())

    assert "SIGNATURE" in named(remade)


def test_another_public_key_fails_the_signature(pack: Path) -> None:
    (pack / verify.PUBLIC_KEY).write_text(seal.public_pem(seal.make_private_key()))

    assert "SIGNATURE" in named(pack)


def test_a_pack_signed_by_another_key_fails_the_published_fingerprint(archive: Path) -> None:
    assert any("another key" in line for line in check(archive, "ab" * 32).wrong)


def test_a_line_that_ends_otherwise_is_named(pack: Path) -> None:
    manifest = pack / "tagmanifest-sha512.txt"
    manifest.write_bytes(manifest.read_bytes().replace(b"\n", b"\x0b", 1))

    assert "tagmanifest-sha512.txt" in named(pack)


def test_an_edited_audit_record_is_named_by_its_line(pack: Path) -> None:
    entries = pack / "data/audit/entries.jsonl"
    entries.write_bytes(entries.read_bytes().replace(b'"two"', b'"tWo"'))

    assert "AUDIT      data/audit/entries.jsonl, line 2" in named(pack)


def test_a_name_that_is_twice_in_the_zip_is_named(archive: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(archive, tmp_path))
    with ZipFile(copy, "a") as held:
        with pytest.warns(UserWarning, match="Duplicate"):
            held.writestr("PRB-2026-0001-P-1/data/ledger/claims.json", b"[1]")
        held.writestr("elsewhere/run.sh", b"")

    found = named(copy)
    assert "TWICE      data/ledger/claims.json" in found
    assert "UNEXPECTED" in found


def test_a_byte_flipped_anywhere_in_the_zip_is_found(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    copy = tmp_path / "copy.zip"
    for at in range(0, whole.index(b"README.html"), 7):
        changed = bytearray(whole)
        changed[at] ^= 0x10
        copy.write_bytes(changed)
        content_at = whole.find(b"a,b\n1,2\n")
        if content_at <= at < content_at + 8:
            assert "log.csv" in named(copy)


def run(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PATH": path} if path is not None else {})
    with TemporaryDirectory() as folder:
        program = Path(folder, "verify.py")
        program.write_bytes(verifier.program())
        return subprocess.run(
            [sys.executable, "-I", str(program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )


def test_the_program_is_one_file_of_the_standard_library() -> None:
    tree = ast.parse(verifier.program(), feature_version=(3, 9))
    nodes = list(ast.walk(tree))
    imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_the_program_answers_in_plain_words(archive: Path, pack: Path) -> None:
    whole = run(str(archive), "--fingerprint", ed25519.fingerprint(PEM))
    drop(pack)
    harmed = run(str(pack))

    assert whole.stdout.endswith("Whole and unchanged, and signed with this key.\n")
    assert whole.returncode == 0
    assert harmed.returncode == 1
    assert "NOT WHOLE: 2 faults." in harmed.stdout
    assert run("/etc/hostname").returncode == 2


def test_without_openssl_it_says_that_the_signature_was_not_checked(archive: Path) -> None:
    said = run(str(archive), path="").stdout

    assert "THE SIGNATURE WAS NOT CHECKED" in said
    assert "NOT CHECKED: who signed" in said
