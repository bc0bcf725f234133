"""Files that a job puts by while it works, where the next worker finds them if it is killed.

They lie beside the objects of the store, by name: they are no evidence, and gone when the job ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import move
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from cases.exhibits.store import CHUNK


def put_by(path: Path, name: str) -> None:
    """Take a local file that is whole; it is gone from where it was."""
    storage = _storage()
    if isinstance(storage, FileSystemStorage):
        place = Path(storage.path(_key(name)))
        place.parent.mkdir(parents=True, exist_ok=True)
        move(path, place)
        return
    drop(name)
    with path.open("rb") as file:
        storage.save(_key(name), File(file))
    path.unlink()


def size(name: str) -> int | None:
    """How many bytes lie there under the name; None if nothing does."""
    storage = _storage()
    return storage.size(_key(name)) if storage.exists(_key(name)) else None


@contextmanager
def local_path(name: str) -> Iterator[Path]:
    """A path on this machine at which the file can be read: its own, or a passing copy."""
    storage = _storage()
    if isinstance(storage, FileSystemStorage):
        yield Path(storage.path(_key(name)))
        return
    with NamedTemporaryFile(prefix="shelf-") as copy, storage.open(_key(name), "rb") as file:
        while chunk := file.read(CHUNK):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def drop(name: str) -> None:
    """Take it away, if it is there."""
    if _storage().exists(_key(name)):
        _storage().delete(_key(name))


def _storage() -> Storage:
    return storages["objects"]


def _key(name: str) -> str:
    return f"unfinished/{name}"
