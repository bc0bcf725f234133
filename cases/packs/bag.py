"""Writing a bag (BagIt 1.0, RFC 8493) straight into a ZIP, hashed as it streams by.

A bag is the form in which archives hand over files: the files themselves below `data/`, and lists
of their digests that any BagIt tool can check. Nothing here knows what the files are.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256, sha512
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
#: Names that Windows keeps for devices, whatever their extension.
DEVICES = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)
}
LONGEST_NAME = 100


class PathTaken(ValueError):
    """Two files of a bag would be one, at least on a disk that ignores case."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the bag, by its path from the bag's root."""

    path: str
    size: int
    sha256: str
    sha512: str


class Bag:
    """A bag being written into an archive, in one folder of it.

    Add the payload and the tag files, then `finish`, which returns what there is to sign, and then
    `add_beside` what lies outside the manifests, such as the signature.
    """

    def __init__(self, archive: ZipFile, root: str, *, made_at: datetime) -> None:
        self._archive = archive
        self._root = root
        self._made_at = made_at
        self._taken: set[str] = set()
        self.payload: list[Entry] = []
        self.tags: list[Entry] = []

    @property
    def oxum(self) -> str:
        """Payload-Oxum: octets and files (RFC 8493 §2.2.2)."""
        return f"{sum(entry.size for entry in self.payload)}.{len(self.payload)}"

    def add(self, path: str, chunks: Iterable[bytes], *, compress: bool = False) -> Entry:
        """Add a payload file; `path` is counted from data/."""
        entry = self._write(f"data/{path}", chunks, compress=compress)
        self.payload.append(entry)
        return entry

    def add_tag(self, path: str, content: bytes) -> None:
        """Add a file that speaks of the payload; the tag manifests cover it."""
        self.tags.append(self._write(path, [content], compress=True))

    def add_beside(self, path: str, content: bytes) -> None:
        """Add a file that no manifest covers."""
        self._write(path, [content], compress=True)

    def finish(self, about: Iterable[tuple[str, str]]) -> bytes:
        """Write the lists of digests; the first tag manifest, which covers all else, is returned.

        A tag manifest lists every tag file but the tag manifests (RFC 8493 §2.2.1).
        """
        self.add_tag("bagit.txt", DECLARATION)
        info = [*about, ("Payload-Oxum", self.oxum)]
        self.add_tag("bag-info.txt", "".join(_info_line(*pair) for pair in info).encode())
        self.add_tag("manifest-sha256.txt", manifest(self.payload, "sha256"))
        self.add_tag("manifest-sha512.txt", manifest(self.payload, "sha512"))
        covering, also = manifest(self.tags, "sha256"), manifest(self.tags, "sha512")
        self.add_beside("tagmanifest-sha256.txt", covering)
        self.add_beside("tagmanifest-sha512.txt", also)
        return covering

    def _write(self, path: str, chunks: Iterable[bytes], *, compress: bool) -> Entry:
        if path.casefold() in self._taken:
            raise PathTaken(path)
        self._taken.add(path.casefold())
        size, short, long = 0, sha256(), sha512()
        with self._archive.open(self._member(path, compress=compress), "w", force_zip64=True) as to:
            for chunk in chunks:
                size += len(chunk)
                short.update(chunk)
                long.update(chunk)
                to.write(chunk)
        return Entry(path, size, short.hexdigest(), long.hexdigest())

    def _member(self, path: str, *, compress: bool) -> ZipInfo:
        member = ZipInfo(f"{self._root}/{path}", self._made_at.timetuple()[:6])
        member.compress_type = ZIP_DEFLATED if compress else ZIP_STORED
        member.external_attr = 0o644 << 16
        return member


def manifest(entries: Iterable[Entry], algorithm: str) -> bytes:
    """The lines of a manifest, by path: digest, two spaces, encoded path (RFC 8493 §2.1.3)."""
    lines = sorted((encode_path(e.path), getattr(e, algorithm)) for e in entries)
    return "".join(f"{digest}  {path}\n" for path, digest in lines).encode()


def encode_path(path: str) -> str:
    """The path as a manifest writes it: only %, CR and LF are encoded (RFC 8493 §2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decode_path(text: str) -> str:
    """The path that a manifest's line means."""
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def safe_name(name: str) -> str:
    """The name as every common disk and archive tool can keep it; the true one is in the records.

    Letters and digits of any script stay; a percent sign goes, because BagIt tools differ on it.
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = re.sub(r"[^\w.+=@ ()-]", "_", plain).strip(". ")
    stem, dot, extension = plain.rpartition(".")
    if not stem:
        stem, dot, extension = plain, "", ""
    extension = extension[:16]
    stem = stem[: LONGEST_NAME - len(dot + extension)].strip(". ")
    if not stem or stem.split(".")[0].casefold() in DEVICES:
        stem = f"file_{stem}".rstrip("_")
    return f"{stem}{dot}{extension}"


def _info_line(label: str, value: str) -> str:
    return f"{label}: {' '.join(value.split())}\n"
