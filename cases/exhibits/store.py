"""The object store: files by the SHA-256 of their bytes, in a folder or in an S3 bucket.

What lands is hashed as it streams by, under a name of its own, and gets its place only when it is
whole: nobody ever sees half an object, and the same bytes are kept once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

CHUNK = 1024 * 1024


class TooLarge(ValueError):
    """The stream went on past the size that was allowed."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object that is whole and in its place; `size` in bytes."""

    sha256: str
    size: int


def put(stream: IO[bytes], *, limit: int | None = None) -> Stored:
    """Take in everything that the stream holds, a piece at a time.

    Raises TooLarge past `limit` bytes; nothing is kept then.
    """
    digest, size = sha256(), 0
    with NamedTemporaryFile(prefix="incoming-", dir=_incoming()) as landing:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if limit is not None and size > limit:
                raise TooLarge(f"more than {limit:,} bytes")
            digest.update(chunk)
            landing.write(chunk)
        landing.flush()
        landing.seek(0)
        key = _key(digest.hexdigest())
        if not _storage().exists(key):
            _storage().save(key, File(landing))
    return Stored(digest.hexdigest(), size)


def put_file(path: Path) -> Stored:
    """Take in a local file."""
    with path.open("rb") as file:
        return put(file)


def open_object(digest: str) -> IO[bytes]:
    """The object's bytes, to be read. Raises FileNotFoundError if the store has lost it."""
    return cast("IO[bytes]", _storage().open(_key(digest), "rb"))


def chunks(digest: str) -> Iterator[bytes]:
    """The object's bytes, a piece at a time."""
    with open_object(digest) as file:
        while chunk := file.read(CHUNK):
            yield chunk


@contextmanager
def local_path(digest: str) -> Iterator[Path]:
    """A path on this machine at which the object can be read: its own, or a passing copy."""
    storage = _storage()
    if isinstance(storage, FileSystemStorage):
        yield Path(storage.path(_key(digest)))
        return
    with NamedTemporaryFile(prefix="object-", dir=_incoming()) as copy:
        for chunk in chunks(digest):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def holds(digest: str) -> bool:
    """Whether the store has an object of that digest."""
    return _storage().exists(_key(digest))


def digest_now(digest: str) -> str | None:
    """The SHA-256 of the object as it is stored now; None if the store has lost it."""
    if not holds(digest):
        return None
    now = sha256()
    for chunk in chunks(digest):
        now.update(chunk)
    return now.hexdigest()


def _storage() -> Storage:
    return storages["objects"]


def _key(digest: str) -> str:
    return f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"


def _incoming() -> str | None:
    """Where files land: on the store's own disk where it has one, so that a place is no guess."""
    storage = _storage()
    if not isinstance(storage, FileSystemStorage):
        return None
    Path(storage.location).mkdir(parents=True, exist_ok=True)
    return str(storage.location)
