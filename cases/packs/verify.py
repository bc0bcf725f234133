#!/usr/bin/env python3
"""Check an evidence pack, and say in plain words what holds and what does not.

    python verify.py PACK [--fingerprint HEX]

PACK is the ZIP file as you received it, or the folder that it was unpacked to. Nothing but Python
3.9 or later is needed, and nothing is sent anywhere. A pack can't vouch for itself: compare the
fingerprint with the one that its sender published elsewhere, and prefer a copy of this program
that you did not get out of the pack. Any other BagIt tool and OpenSSL must agree with it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import IO

from cases.packs.verify_proofs import fingerprint, is_proved, openssl_accepts

CHUNK = 1024 * 1024
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SIGNED = "tagmanifest-sha256.txt"
SIGNATURE = "signature/tagmanifest-sha256.txt.sig"
PUBLIC_KEY = "signature/public-key.pem"
AUDIT = "data/audit/entries.jsonl"
ROOT = "data/audit/root.json"
ROOT_SIGNATURE = "data/audit/root.json.sig"
ROOT_KEY = "data/audit/root-key.pem"
CONTENTS = "data/contents.json"
#: What no tag manifest can cover: the tag manifests themselves and the signature over one.
UNCOVERED = {
    SIGNED,
    "tagmanifest-sha512.txt",
    SIGNATURE,
    "signature/tagmanifest-sha256.txt.sshsig",
    "signature/allowed_signers",
    PUBLIC_KEY,
}


class Unreadable(Exception):
    """What was given is not a pack at all."""


class Folder:
    """A pack that was unpacked."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.odd: list[str] = []
        self.names: set[str] = set()
        for top, folders, files in os.walk(self.path):
            for name in folders + files:
                found = Path(top, name)
                relative = found.relative_to(self.path).as_posix()
                if found.is_symlink():
                    self.odd.append(f"LINK       {relative}: it points elsewhere.")
                elif name in files:
                    self.names.add(relative)

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")

    def close(self) -> None:
        """Nothing is held open."""


class Archive:
    """A pack as it was received: everything lies in one folder of a ZIP file."""

    def __init__(self, path: str | Path) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise Unreadable(f"{path} can't be read as a ZIP file: {error}") from error
        self.odd: list[str] = []
        self.names: set[str] = set()
        members = [name for name in self.zip.namelist() if not name.endswith("/")]
        roots = {name.split("/")[0] for name in members if "/" in name}
        self.root = min(roots) if roots else ""
        for name in members:
            inside = name[len(self.root) + 1 :]
            if not name.startswith(self.root + "/"):
                self.odd.append(f"UNEXPECTED {name}: it lies outside the pack's folder.")
            elif inside in self.names:
                self.odd.append(f"TWICE      {inside}: the ZIP holds two files of that name.")
            self.names.add(inside)

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(f"{self.root}/{name}")

    def close(self) -> None:
        self.zip.close()


class Check:
    """One run over a pack; `wrong` lists what does not hold, `notes` what else to know."""

    def __init__(self, pack: Folder | Archive) -> None:
        self.pack = pack
        self.wrong = list(pack.odd)
        self.notes: list[str] = []
        self.files = self.octets = 0
        self.fingerprint = ""
        self.is_signature_checked = False

    def everything(self, expected: str = "") -> bool:
        """Check all that can be checked; True if everything holds."""
        if self.read("bagit.txt") != DECLARATION:
            self.wrong.append("CHANGED    bagit.txt: it does not declare a BagIt 1.0 bag.")
        payload = {name for name in self.pack.names if name.startswith("data/")}
        tags = self.pack.names - payload - UNCOVERED
        self.listed("tagmanifest", tags)
        self.listed("manifest", payload)
        self.oxum(payload)
        self.signature(expected)
        self.audit()
        self.contents()
        return not self.wrong

    def read(self, name: str) -> bytes:
        """A small file's bytes; nothing if it isn't there or can't be read."""
        try:
            with self.pack.open(name) as file:
                return file.read()
        except (KeyError, OSError, zipfile.BadZipFile, zlib.error):
            return b""

    def listed(self, kind: str, present: set[str]) -> None:
        """Every file is in each manifest, every line of a manifest has its file, digests agree."""
        lists = {name: self.lines(f"{kind}-{name}.txt") for name in ("sha256", "sha512")}
        expected = set(lists["sha256"]) | set(lists["sha512"])
        for path in sorted(expected - present):
            self.wrong.append(f"MISSING    {path}: it is listed but not there.")
        for path in sorted(present - expected):
            self.wrong.append(f"UNEXPECTED {path}: it is there but not listed.")
        for path in sorted(expected & present):
            found = self.digests(path)
            unlisted = [name for name, lines in lists.items() if path not in lines]
            differ = [name for name in found if lists[name].get(path, found[name]) != found[name]]
            if len(differ) == len(lists):
                self.wrong.append(f"CHANGED    {path}: it is not what was listed.")
            for name in unlisted or (differ if len(differ) < len(lists) else []):
                self.wrong.append(f"CHANGED    {kind}-{name}.txt: it is wrong about {path}.")

    def lines(self, name: str) -> dict[str, str]:
        """A manifest: the digest of each path."""
        if name not in self.pack.names:
            self.wrong.append(f"MISSING    {name}: without it nothing proves the files.")
        lines: dict[str, str] = {}
        for line in self.read(name).decode("utf-8", "replace").split("\n")[:-1]:
            digest, _, path = line.partition("  ")
            path = path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
            if path in lines or not re.fullmatch("[0-9a-f]{64}|[0-9a-f]{128}", digest):
                self.wrong.append(f"CHANGED    {name}: the line “{line[:90]}” makes no sense.")
            lines[path] = digest
        return lines

    def digests(self, path: str) -> dict[str, str]:
        """Both digests of a file, read once."""
        found = {"sha256": hashlib.sha256(), "sha512": hashlib.sha512()}
        octets = 0
        try:
            with self.pack.open(path) as file:
                while chunk := file.read(CHUNK):
                    octets += len(chunk)
                    for digest in found.values():
                        digest.update(chunk)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            self.wrong.append(f"CHANGED    {path}: it can't be read ({error}).")
            return {}
        if path.startswith("data/"):
            self.files, self.octets = self.files + 1, self.octets + octets
        return {name: digest.hexdigest() for name, digest in found.items()}

    def oxum(self, payload: set[str]) -> None:
        """Payload-Oxum in bag-info.txt: so many bytes in so many files."""
        info = self.read("bag-info.txt").decode("utf-8", "replace")
        said = re.search(r"^Payload-Oxum: (\d+)\.(\d+)$", info, re.MULTILINE)
        counted = (str(self.octets), str(len(payload)))
        if not said:
            self.wrong.append("CHANGED    bag-info.txt: it does not say how much there is.")
        elif said.groups() != counted:
            self.wrong.append(
                f"COUNT      bag-info.txt says {said[1]} bytes in {said[2]} files; "
                f"there are {counted[0]} bytes in {counted[1]} files."
            )

    def signature(self, expected: str) -> None:
        """The signature over the tag manifest, by OpenSSL: the one thing Python can't check."""
        key, signature, signed = map(self.read, (PUBLIC_KEY, SIGNATURE, SIGNED))
        if not key or not signature:
            self.wrong.append("MISSING    signature/: the pack is not signed.")
            return
        self.fingerprint = fingerprint(key)
        if expected and expected.lower().replace(":", "") != self.fingerprint:
            self.wrong.append(f"KEY        The pack is signed by another key: {self.fingerprint}")
        if not expected:
            self.notes.append("Compare the key's fingerprint with the one its sender published.")
        outcome = openssl_accepts(key, signature, signed)
        self.is_signature_checked = outcome is not None
        if outcome is None:
            self.notes.append(
                "THE SIGNATURE WAS NOT CHECKED: no OpenSSL 3 on this machine. "
                "The files do agree with the lists; who made the lists is open."
            )
        elif not outcome:
            self.wrong.append(f"SIGNATURE  {SIGNED} is not what was signed with this key.")

    def root(self) -> dict[str, object]:
        """What was signed of the whole audit on a day; nothing if the pack holds no root."""
        statement, signature, key = map(self.read, (ROOT, ROOT_SIGNATURE, ROOT_KEY))
        if not statement:
            return {}
        if openssl_accepts(key, signature, statement) is False:
            self.wrong.append(f"AUDIT      {ROOT}: it is not what was signed with its key.")
        try:
            root = dict(json.loads(statement))
            self.notes.append(
                f"Audit: {root['records']} records were under the root signed on {root['day']} "
                f"with the key {fingerprint(key)}"
            )
        except (ValueError, KeyError, TypeError):
            self.wrong.append(f"AUDIT      {ROOT}: it can't be read.")
            return {}
        return root

    def audit(self) -> None:
        """Each audit record carries the hash that seals it, and its way to the signed root."""
        root = self.root()
        for number, line in enumerate(self.read(AUDIT).splitlines(), 1):
            proved = True
            try:
                record = json.loads(line)
                sealed = b"\x00" + bytes.fromhex(record["previous_hash"])
                again = hashlib.sha256(sealed + record["content"].encode()).hexdigest()
                holds = again == record["hash"]
                proved = not root or is_proved(record, root)
            except (ValueError, KeyError, TypeError, AttributeError):
                holds = False
            if not holds:
                self.wrong.append(f"AUDIT      {AUDIT}, line {number}: not what was sealed.")
            elif not proved:
                self.wrong.append(f"AUDIT      {AUDIT}, line {number}: not under the signed root.")

    def contents(self) -> None:
        """What was chosen for the pack is what was written to it, kind by kind."""
        try:
            parts = json.loads(self.read(CONTENTS) or b"{}").get("parts", [])
            for part in parts:
                if part["selected"] != part["written"]:
                    self.wrong.append(f"INCOMPLETE {part['title']}: fewer written than chosen.")
                self.notes.append(f"{part['title']}: {part['written']}")
        except (ValueError, KeyError, TypeError, AttributeError):
            self.wrong.append(f"CHANGED    {CONTENTS}: it can't be read.")


def open_pack(path: str | Path) -> Folder | Archive:
    """The pack at a path, packed or unpacked."""
    if not Path(path).is_dir():
        return Archive(path)
    inside = [found for found in Path(path).iterdir() if found.is_dir()]
    if not Path(path, "bagit.txt").exists() and len(inside) == 1:
        return Folder(inside[0])
    return Folder(path)


def main(arguments: list[str] | None = None) -> int:
    """Check the pack that was named, and print what was found."""
    parser = argparse.ArgumentParser(description="Check an evidence pack.")
    parser.add_argument("pack", nargs="?", default=str(Path(__file__).resolve().parent))
    parser.add_argument("--fingerprint", default="", help="the key's, as its sender published it")
    asked = parser.parse_args(arguments)
    try:
        pack = open_pack(asked.pack)
    except Unreadable as error:
        print(error)
        return 2
    with closing(pack):
        check = Check(pack)
        whole = check.everything(asked.fingerprint)
    for line in check.wrong + [""] * bool(check.wrong) + check.notes:
        print(line)
    print(f"\n{check.files:,} files, {check.octets:,} bytes. Key: {check.fingerprint or 'none'}")
    signed = "and signed with this key" if check.is_signature_checked else "NOT CHECKED: who signed"
    print(f"Whole and unchanged, {signed}." if whole else f"NOT WHOLE: {len(check.wrong)} faults.")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
