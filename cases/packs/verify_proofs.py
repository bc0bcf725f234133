"""What keys and hashes prove; written into each pack's verify.py, so Python 3.9 must do."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any


def is_proved(record: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether an audit record's proof leads to the root (RFC 9162, section 2.1.3.2).

    Records that are newer than the root have no proof: the next day's covers them.
    """
    place, last = record["position"] - 1, root["records"] - 1
    if place > last:
        return "proof" not in record
    node = hashlib.sha256(b"\x00" + record["content"].encode()).digest()
    for step in map(bytes.fromhex, record["proof"]):
        if last == 0:
            return False
        if place & 1 or place == last:
            node = hashlib.sha256(b"\x01" + step + node).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + step).digest()
        place, last = place >> 1, last >> 1
    return bool(last == 0 and node.hex() == root["root"])


def fingerprint(pem: bytes) -> str:
    """SHA-256 of the public key in DER."""
    body = b"".join(line for line in pem.splitlines() if not line.startswith(b"-----"))
    try:
        return hashlib.sha256(base64.b64decode(body)).hexdigest()
    except ValueError:
        return "unreadable"


def openssl_accepts(key: bytes, signature: bytes, signed: bytes) -> bool | None:
    """Whether OpenSSL accepts the signature; None where there is no OpenSSL that could tell."""
    program = shutil.which("openssl") or ""
    version = subprocess.run([program, "version"], capture_output=True).stdout if program else b""
    if not re.match(rb"OpenSSL ([3-9]|\d\d)", version):
        return None
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key", key), ("signature", signature), ("signed", signed)):
            Path(folder, name).write_bytes(content)
        command = [program, "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-rawin"]
        command += ["-in", "signed", "-sigfile", "signature"]
        return subprocess.run(command, cwd=folder, capture_output=True).returncode == 0
