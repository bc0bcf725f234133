"""How a file comes in: as it is, hashed as it lands, its custody begun. All of it, or nothing."""

import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.db import transaction

from accounts.models import User
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.exhibits import addresses, store
from cases.exhibits.addresses import AddressUnreadable
from cases.exhibits.custody import record_custody
from cases.exhibits.models import CustodyEntry, Exhibit
from cases.jobs.run import Run


class ExhibitTooLarge(Refused):
    pass


class ExhibitEmpty(Refused):
    pass


class FileChanged(Refused):
    pass


class AddressRefused(Refused):
    pass


@dataclass(frozen=True, slots=True)
class Account:
    """What is said of a file beside its bytes: its name and how it was collected."""

    name: str
    how: str
    media_type: str = "application/octet-stream"
    collected_by: str = ""
    collected_on: str = ""
    note: str = ""


class Counted:
    """A stream that tells a run how much of it was read."""

    def __init__(self, stream: IO[bytes], run: Run, total: int) -> None:
        self.stream, self.run, self.total, self.done = stream, run, total, 0

    def read(self, size: int = -1) -> bytes:
        """The next piece, once the run has had a chance to stop."""
        chunk = self.stream.read(size)
        self.done += len(chunk)
        self.run.progress(self.done, self.total, "bytes")
        return chunk


def land(file: IO[bytes] | store.Landing, name: str) -> store.Stored:
    """Put the bytes into the object store. Raises ExhibitTooLarge or ExhibitEmpty."""
    limit = settings.EXHIBIT_MAX_BYTES
    try:
        landed = file.keep() if isinstance(file, store.Landing) else store.put(file, limit=limit)
    except store.TooLarge as error:
        raise ExhibitTooLarge(too_large(name)) from error
    if not landed.size:
        raise ExhibitEmpty(f"“{displayable(name)}” is empty: nothing was received.")
    return landed


@contextmanager
def landing(file: IO[bytes], name: str, size: int) -> Iterator[store.Landing]:
    """All of the file, landed and hashed; gone afterwards unless it was kept.

    Raises ExhibitTooLarge, and FileChanged where other than `size` bytes come.
    """
    with store.Landing(limit=settings.EXHIBIT_MAX_BYTES) as landed:
        try:
            landed.take(file)
        except store.TooLarge as error:
            raise ExhibitTooLarge(too_large(name)) from error
        if landed.size != size:
            raise FileChanged(f"It changed: {size:,} bytes were found, {landed.size:,} read.")
        yield landed


def too_large(name: str) -> str:
    """What is said of a file past the bound."""
    return f"“{displayable(name)}” is larger than {settings.EXHIBIT_MAX_BYTES:,} bytes."


@transaction.atomic
def keep(
    *, case: Case, stored: store.Stored, account: Account, by: User, run: Run | None = None
) -> Exhibit:
    """Make what landed an exhibit, and begin its custody."""
    exhibit = Exhibit.objects.create(
        case=case,
        number=next_number(case, "exhibit"),
        name=displayable(account.name),
        media_type=account.media_type[:100],
        sha256=stored.sha256,
        size=stored.size,
        is_synthetic=case.is_synthetic,
        how=account.how,
        collected_by=account.collected_by,
        collected_on=account.collected_on,
        note=account.note,
        received_by=by,
        job=run.job if run else None,
    )
    record_custody(
        exhibit=exhibit,
        action=CustodyEntry.Action.RECEIVED,
        what=account.how,
        by=by,
        after=stored.sha256,
    )
    return exhibit


def fetch(run: Run, *, address: str, account: Account) -> Exhibit:
    """Fetch a file from a path or an S3 address; a second run finds it done."""
    if exhibit := Exhibit.objects.filter(job=run.job).first():
        return exhibit
    stream, size = _open_s3(address) if address.startswith("s3://") else _open_path(address)
    with closing(stream):
        if size > settings.EXHIBIT_MAX_BYTES:
            raise ExhibitTooLarge(too_large(account.name))
        stored = land(cast("IO[bytes]", Counted(stream, run, size)), account.name)
    with run.holding():
        return keep(
            case=run.job.case,
            stored=stored,
            account=account,
            by=cast(User, run.requested_by),
            run=run,
        )


def why_not_address(address: str) -> str | None:
    """Why nothing is imported from this address, whatever lies there."""
    if address.startswith("s3://"):
        if addresses.split_s3(address)[0] in settings.IMPORT_BUCKETS:
            return None
        return "Imports are allowed only from the buckets that the administrator has named."
    if not settings.IMPORT_ROOT:
        return "The administrator has named no folder to import from."
    root = Path(settings.IMPORT_ROOT).resolve()
    if not (root / address).resolve().is_relative_to(root):
        return "The path leads out of the folder that imports are allowed from."
    return None


def guessed_type(name: str) -> str:
    """The media type that the name suggests; nothing is ever run or shown because of it."""
    return guess_type(name)[0] or "application/octet-stream"


def displayable(name: str) -> str:
    """A file's name as text that can be shown: no control or bidirectional characters, no path."""
    plain = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    return plain.replace("\\", "/").rsplit("/", 1)[-1].strip()[:255] or "unnamed"


def _open_path(address: str) -> tuple[IO[bytes], int]:
    if reason := why_not_address(address):
        raise AddressRefused(reason)
    path = (Path(settings.IMPORT_ROOT) / address).resolve()
    if not path.is_file():
        raise AddressUnreadable(f"There is no file at “{address}”.")
    try:
        return path.open("rb"), path.stat().st_size
    except OSError as error:
        raise AddressUnreadable(f"“{address}” can't be read: {error.strerror}.") from error


def _open_s3(address: str) -> tuple[IO[bytes], int]:
    if reason := why_not_address(address):
        raise AddressRefused(reason)
    return addresses.open_s3(address)
