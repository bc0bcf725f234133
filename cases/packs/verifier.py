"""The program that goes into every pack: one file, though it is written in two."""

import re
from pathlib import Path

from cases.packs import verify, verify_proofs

OWN_IMPORT = re.compile(r"^from cases\.packs\.verify_proofs import .*\n", re.MULTILINE)
FUTURE = "from __future__ import annotations\n"


def program() -> bytes:
    """verify.py with what it takes from us written into it."""
    proofs = Path(verify_proofs.__file__).read_text().replace(FUTURE, "")
    whole = OWN_IMPORT.sub(lambda _: proofs, Path(verify.__file__).read_text())
    return whole.encode()
