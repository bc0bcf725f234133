"""The object store: files by the SHA-256 of their bytes, in a folder or in an S3 bucket.

What lands is hashed as it streams by, under a name of its own, and gets its place only when it is
whole: nobody ever sees half an object, and the same bytes are kept once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from os import fsync
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time
from typing import IO, Self, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

CHUNK = 1024 * 1024
#: The names of files on their way in.
PREFIX = "incoming-"


class TooLarge(ValueError):
    """The stream went on past the size that was allowed."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object that is whole and in its place; `size` in bytes."""

    sha256: str
    size: int


class Landing:
    """An object on its way in: hashed as it is written, and nowhere to be seen until it is kept.

    Used as a context manager it leaves nothing behind, unless it was kept.
    """

    def __init__(self, *, limit: int | None = None) -> None:
        self.size = 0
        self._limit = limit
        self._digest = sha256()
        self._file = NamedTemporaryFile(  # noqa: SIM115 (closed by discard)
            prefix=PREFIX, dir=_incoming(), delete=False
        )

    def write(self, chunk: bytes) -> None:
        """Take in a piece. Raises TooLarge past the limit."""
        self.size += len(chunk)
        if self._limit is not None and self.size > self._limit:
            raise TooLarge(f"more than {self._limit:,} bytes")
        self._digest.update(chunk)
        self._file.write(chunk)

    def take(self, stream: IO[bytes]) -> None:
        """Take in everything that the stream holds. Raises TooLarge past the limit."""
        while chunk := stream.read(CHUNK):
            self.write(chunk)

    @property
    def sha256(self) -> str:
        """The digest of what landed so far."""
        return self._digest.hexdigest()

    def keep(self) -> Stored:
        """Give what landed its place in the store."""
        self._file.flush()
        fsync(self._file.fileno())
        stored = Stored(self.sha256, self.size)
        _place(Path(self._file.name), stored.sha256)
        return stored

    def discard(self) -> None:
        """Leave nothing behind of what was not kept."""
        self._file.close()
        Path(self._file.name).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()


def put(stream: IO[bytes], *, limit: int | None = None) -> Stored:
    """Take in everything that the stream holds, a piece at a time.

    Raises TooLarge past `limit` bytes; nothing is kept then.
    """
    with Landing(limit=limit) as landing:
        landing.take(stream)
        return landing.keep()


def put_file(path: Path) -> Stored:
    """Take in a local file."""
    with path.open("rb") as file:
        return put(file)


@contextmanager
def passing_file() -> Iterator[Path]:
    """A file to write at leisure, on the store's own disk; see `adopt`. It is gone afterwards."""
    with NamedTemporaryFile(prefix=PREFIX, dir=_incoming(), delete=False) as file:
        path = Path(file.name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def adopt(path: Path) -> Stored:
    """Hash a passing file that is whole and give it its place, without writing it once more."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
        fsync(file.fileno())
    _place(path, digest.hexdigest())
    return Stored(digest.hexdigest(), size)


def sweep(*, older_than: float) -> int:
    """Remove what a killed process left on its way in, older than that many seconds."""
    folder, removed = _incoming(), 0
    for path in Path(folder).glob(f"{PREFIX}*") if folder else ():
        if time() - path.stat().st_mtime > older_than:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def open_object(digest: str) -> IO[bytes]:
    """The object's bytes, to be read. Raises FileNotFoundError if the store has lost it."""
    return cast("IO[bytes]", _storage().open(_key(digest), "rb"))


def chunks(digest: str, first: int = 0, size: int | None = None) -> Iterator[bytes]:
    """The object's bytes, a piece at a time: all, or so many from the first that is wanted."""
    with open_object(digest) as file:
        file.seek(first)
        while chunk := file.read(CHUNK if size is None else min(CHUNK, size)):
            yield chunk
            size = None if size is None else size - len(chunk)


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


def url(digest: str) -> str:
    """Where machines that share the store find the object: a file: or an s3: URL."""
    storage = _storage()
    if isinstance(storage, FileSystemStorage):
        return Path(storage.path(_key(digest))).as_uri()
    return f"{settings.OBJECT_STORE_URL.rstrip('/')}/{_key(digest)}"


def holds(digest: str) -> bool:
    """Whether the store has an object of that digest."""
    return _storage().exists(_key(digest))


def digest_of(stream: IO[bytes]) -> str:
    """The SHA-256 of everything that the stream holds; nothing is kept."""
    digest = sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def digest_now(digest: str, *, seen: Callable[[int], None] | None = None) -> str | None:
    """The SHA-256 of the object as it is stored now; None if the store has lost it.

    `seen` is told, after each piece, how many bytes were read.
    """
    if not holds(digest):
        return None
    now, size = sha256(), 0
    for chunk in chunks(digest):
        now.update(chunk)
        size += len(chunk)
        if seen:
            seen(size)
    return now.hexdigest()


def _storage() -> Storage:
    return storages["objects"]


def _place(path: Path, digest: str) -> None:
    """Give a file that is whole its place: by one rename on a disk, by one upload elsewhere."""
    storage, key = _storage(), _key(digest)
    if isinstance(storage, FileSystemStorage):
        place = Path(storage.path(key))
        place.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o440)
        path.replace(place)
    elif not storage.exists(key):
        with path.open("rb") as file:
            storage.save(key, File(file))


def _key(digest: str) -> str:
    return f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"


def _incoming() -> str | None:
    """Where files land: on the store's own disk where it has one, so that a place is no guess."""
    storage = _storage()
    if not isinstance(storage, FileSystemStorage):
        return None
    Path(storage.location).mkdir(parents=True, exist_ok=True)
    return str(storage.location)
