"""Files named together: a file, a folder, a glob or an S3 prefix, in an order that stays the same.

Whoever may run commands on the server names them, so they may lie anywhere that the server reads.
Pages and the API name one file at a time, in the places that settings allow: see `ingest`.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import has_magic
from itertools import takewhile
from pathlib import Path
from stat import S_ISREG
from typing import IO, Any, cast

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from cases.core.errors import Refused

S3 = "s3://"


class AddressUnreadable(Refused):
    pass


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file at an address, or why it is not taken; `size` as it was when it was found."""

    address: str
    size: int = 0
    refusal: str = ""

    @property
    def shown(self) -> str:
        """The address as it is printed and put on record."""
        return printable(self.address)


def printable(text: str) -> str:
    """The text with what can't be printed spelled out, so that it can't forge a line."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def find(named: Sequence[str]) -> Iterator[FoundFile]:
    """Every file at the addresses, each once, also those that are not taken."""
    seen: set[str] = set()
    for address in named:
        for file in _in_bucket(address) if address.startswith(S3) else _on_disk(address):
            if file.address not in seen:
                seen.add(file.address)
                yield file


def open_file(file: FoundFile) -> IO[bytes]:
    """The file's bytes. Raises AddressUnreadable where it is gone, or is no longer a file."""
    if file.address.startswith(S3):
        return open_s3(file.address)[0]
    try:
        # Not through a link that took its place since, and without waiting for a pipe's other end.
        handle = os.open(file.address, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise AddressUnreadable(f"It can't be read: {error.strerror}.") from error
    stream = os.fdopen(handle, "rb")
    if S_ISREG(os.fstat(handle).st_mode):
        return stream
    stream.close()
    raise AddressUnreadable("It is not a file.")


def open_s3(address: str) -> tuple[IO[bytes], int]:
    """An object's bytes and how many there are. Raises AddressUnreadable."""
    bucket, key = split_s3(address)
    try:
        found = _client().get_object(Bucket=bucket, Key=key)
    except (ClientError, BotoCoreError) as error:
        raise AddressUnreadable(f"“{address}” can't be read: {error}") from error
    return cast("IO[bytes]", found["Body"]), int(found["ContentLength"])


def split_s3(address: str) -> tuple[str, str]:
    """Bucket and key; a key may hold what would end the path of a web address."""
    bucket, _, key = address.removeprefix(S3).partition("/")
    return bucket, key


def _client() -> Any:
    return boto3.client("s3", endpoint_url=settings.S3_ENDPOINT_URL or None)


def _on_disk(address: str) -> Iterator[FoundFile]:
    path = Path(os.path.realpath(address))
    if path.is_dir():
        yield from _in_folder(path, path)
    elif os.path.lexists(address):
        yield _file(path)
    elif has_magic(address):
        yield from _matching(address)
    else:
        yield FoundFile(address, refusal="There is nothing here.")


def _in_folder(folder: Path, root: Path) -> Iterator[FoundFile]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        yield FoundFile(str(folder), refusal=f"It can't be read: {error.strerror}.")
        return
    for path in paths:
        yield from _below(path, root)


def _matching(pattern: str) -> Iterator[FoundFile]:
    """What a glob matches; a folder that matches is walked, as a shell's would be."""
    parts = Path(pattern).parts
    fixed = list(takewhile(lambda part: not has_magic(part), parts))
    root = Path(os.path.realpath(Path(*fixed)))
    paths = sorted(root.glob(str(Path(*parts[len(fixed) :])))) if root.is_dir() else []
    for path in paths:
        yield from _below(path, root)
    if not paths:
        yield FoundFile(pattern, refusal="Nothing matches.")


def _below(path: Path, root: Path) -> Iterator[FoundFile]:
    if reason := _why_not(path, root):
        yield FoundFile(str(path), refusal=reason)
    elif path.is_dir():
        yield from _in_folder(path, root)
    else:
        yield _file(path)


def _why_not(path: Path, root: Path) -> str:
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(root):
        return "It is a link that leads out of the folder."
    if real != path:
        return "It is a link: only a file itself is taken."
    return _hidden(path.relative_to(root).parts)


def _hidden(parts: Sequence[str]) -> str:
    return "It is hidden." if any(part.startswith(".") for part in parts) else ""


def _file(path: Path) -> FoundFile:
    try:
        status = path.stat()
    except OSError as error:
        return FoundFile(str(path), refusal=f"It can't be read: {error.strerror}.")
    if not S_ISREG(status.st_mode):
        return FoundFile(str(path), refusal="It is not a file.")
    return FoundFile(str(path), status.st_size)


def _in_bucket(address: str) -> Iterator[FoundFile]:
    """One object where its whole key is given, or else all whose keys begin so."""
    bucket, prefix = split_s3(address)
    found = False
    try:
        pages = _client().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for each in (each for page in pages for each in page.get("Contents", [])):
            found, key = True, each["Key"]
            yield FoundFile(f"{S3}{bucket}/{key}", each["Size"], _why_not_key(key, prefix))
            if key == prefix and not key.endswith("/"):
                return
    except (ClientError, BotoCoreError) as error:
        yield FoundFile(address, refusal=f"It can't be listed: {error}")
    else:
        if not found:
            yield FoundFile(address, refusal="There is nothing here.")


def _why_not_key(key: str, prefix: str) -> str:
    if key.endswith("/"):
        return "It stands for a folder and holds nothing."
    return "" if key == prefix else _hidden(key[prefix.rfind("/") + 1 :].split("/"))
