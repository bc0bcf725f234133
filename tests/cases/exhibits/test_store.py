from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from cases.exhibits import store


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_put_keeps_the_same_bytes_once(folder: Path) -> None:
    first, second = store.put(BytesIO(b"bytes")), store.put(BytesIO(b"bytes"))

    assert first == second == store.Stored(sha256(b"bytes").hexdigest(), 5)
    assert len(files(folder)) == 1


def test_put_leaves_nothing_of_what_is_too_large(folder: Path) -> None:
    with pytest.raises(store.TooLarge):
        store.put(BytesIO(bytes(store.CHUNK * 2)), limit=store.CHUNK)

    assert files(folder) == []


def test_local_path_reads_the_object(folder: Path) -> None:
    stored = store.put(BytesIO(b"bytes"))

    with store.local_path(stored.sha256) as path:
        assert path.read_bytes() == b"bytes"


def test_local_path_copies_from_a_store_without_paths() -> None:
    stored = store.put(BytesIO(b"bytes"))

    with store.local_path(stored.sha256) as path:
        assert path.read_bytes() == b"bytes"
    assert not path.exists()


def test_digest_now_sees_a_changed_byte_and_a_lost_object(folder: Path) -> None:
    stored = store.put(BytesIO(b"bytes"))
    assert store.digest_now(stored.sha256) == stored.sha256

    (path,) = files(folder)
    path.chmod(0o600)
    path.write_bytes(b"bytEs")
    assert store.digest_now(stored.sha256) == sha256(b"bytEs").hexdigest()

    path.unlink()
    assert store.digest_now(stored.sha256) is None


def test_landing_leaves_nothing_unless_it_is_kept(folder: Path) -> None:
    with store.Landing() as landing:
        landing.write(b"half an obj")

    assert files(folder) == []


def test_put_mends_an_object_that_was_damaged(folder: Path) -> None:
    stored = store.put(BytesIO(b"bytes"))
    (path,) = files(folder)
    path.chmod(0o600)
    path.write_bytes(b"byt")

    store.put(BytesIO(b"bytes"))

    assert store.digest_now(stored.sha256) == stored.sha256


def test_adopt_moves_a_file_into_its_place(folder: Path) -> None:
    with store.passing_file() as path:
        path.write_bytes(b"written at leisure")
        stored = store.adopt(path)

    assert b"".join(store.chunks(stored.sha256)) == b"written at leisure"
    assert len(files(folder)) == 1


def test_sweep_removes_only_what_is_old(folder: Path) -> None:
    folder.mkdir()
    (folder / "incoming-left").write_bytes(b"left by a killed process")

    assert store.sweep(older_than=3600) == 0
    assert store.sweep(older_than=-1) == 1
    assert files(folder) == []
