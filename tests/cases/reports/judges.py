"""Tools that are not ours, run as commands in their own environment (`scripts/install judges`)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_BIN = Path(sys.prefix) / "judges" / "bin"
_OUTSIDE = Path(__file__).parent / "outside"
_PANDOC = "import sys, pypandoc; print(pypandoc.get_pandoc_path())"


def run(command: str, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    tool = _BIN / command
    assert tool.exists(), f"{command} is not installed: run scripts/install judges"
    return subprocess.run(
        [tool, *arguments], input=stdin, capture_output=True, timeout=120, check=False
    )


def stix(bundle: bytes, folder: Path) -> str:
    """What the OASIS validator objects to; nothing where the bundle passes.

    103 wants UUIDv4, which §2.9 only recommends: ours are made of names, so that versions work.
    202 suggests a threat actor or an intrusion set as what a campaign is attributed to (§4.2): a
    party stays an identity here, since either would add intent that no claim of ours states.
    """
    path = folder / "bundle.json"
    path.write_bytes(bundle)
    flags = ("--version", "2.1", "--enforce-refs", "--strict", "--strict-types", "--no-cache")
    done = run("stix2_validator", *flags, "--strict-properties", "--disable", "103,202", str(path))
    return "" if done.returncode == 0 else (done.stdout + done.stderr).decode()


def outside(script: str, content: bytes) -> Any:
    """What a script of `outside/` prints about the content, in the judges' environment."""
    done = run("python", str(_OUTSIDE / script), stdin=content)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def pandoc(content: bytes, read: str, write: str = "plain") -> str:
    """The content as pandoc reads it; Word's files keep their comments."""
    path = run("python", "-c", _PANDOC).stdout.decode().strip()
    flags = ["--track-changes=all", "--wrap=none", "--sandbox"]
    done = subprocess.run(
        [path, "-f", read, "-t", write, *flags], input=content, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
