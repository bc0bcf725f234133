from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.packs.bag import Bag, PathTaken, decode_path, encode_path, safe_name

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """A bag of these files, unpacked into the folder."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        bag = Bag(archive, "pack", made_at=NOON)
        for path, content in files.items():
            bag.add(path, [content[:3], content[3:]])
        bag.add_tag("README.txt", b"Start here.")
        bag.finish([("Source-Organization", "A lab\nof ours")])
    ZipFile(held).extractall(folder)
    return folder / "pack"


def test_a_bag_is_valid_to_bagit(tmp_path: Path) -> None:
    folder = write(tmp_path, {"exhibits/E-1/log.csv": b"as received", "empty.txt": b""})

    bag = bagit.Bag(str(folder))
    assert bag.validate()
    assert bag.info["Payload-Oxum"] == "11.2"
    assert bag.info["Source-Organization"] == "A lab of ours"
    assert set(bag.tagfile_entries()) >= {"README.txt", "manifest-sha512.txt", "bag-info.txt"}


def test_bagit_finds_a_changed_byte(tmp_path: Path) -> None:
    folder = write(tmp_path, {"log.csv": b"as received"})
    (folder / "data/log.csv").write_bytes(b"as Received")

    with pytest.raises(bagit.BagValidationError, match=r"log\.csv"):
        bagit.Bag(str(folder)).validate()


def test_add_refuses_two_files_that_are_one_on_some_disks() -> None:
    with ZipFile(BytesIO(), "w") as archive:
        bag = Bag(archive, "pack", made_at=NOON)
        bag.add("Log.csv", [b""])
        with pytest.raises(PathTaken):
            bag.add("log.CSV", [b""])


@given(st.text())
def test_a_path_survives_its_encoding(path: str) -> None:
    encoded = encode_path(path)

    assert "\n" not in encoded
    assert "\r" not in encoded
    assert decode_path(encoded) == path


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("log.csv", "log.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\evidence\\log.csv", "log.csv"),
        ("100% sure?.csv", "100_ sure_.csv"),
        ("письмо 5.pdf", "письмо 5.pdf"),
        ("CON.txt", "file_CON.txt"),
        ("aux", "file_aux"),
        ("...", "file"),
        (".bashrc", "bashrc"),
        ("name. ", "name"),
    ],
)
def test_safe_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_safe_name_can_be_kept_anywhere(name: str) -> None:
    safe = safe_name(name)

    assert 0 < len(safe) <= 117
    assert not set(safe) & set('/\\:*?"<>|%\r\n\0')
    assert safe.strip(". ") == safe
