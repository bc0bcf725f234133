"""Tools that are not ours, run as commands in their own environment (`scripts/install judges`)."""

import atexit
import json
import subprocess
import sys
from base64 import b64encode
from functools import cache
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


def outside(script: str | Path, content: bytes) -> Any:
    """What the `judge` of a script of `outside/` says of the content, in their environment."""
    court, asked = _court(), {"script": str(_OUTSIDE / script), "content": b64encode(content)}
    assert court.stdin is not None
    assert court.stdout is not None
    court.stdin.write(json.dumps(asked, default=bytes.decode) + "\n")
    court.stdin.flush()
    answer = json.loads(court.stdout.readline() or '{"raised": "The judges ended."}')
    assert "said" in answer, answer["raised"]
    return answer["said"]


@cache
def _court() -> "subprocess.Popen[str]":
    """The process in which judges sit until the tests end; it ends with its stdin."""
    command = [_BIN / "python", _OUTSIDE / "serve.py"]
    assert command[0].exists(), "The judges are not installed: run scripts/install judges"
    court = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(court.communicate)
    return court


def pandoc(content: bytes, read: str, write: str = "plain") -> str:
    """The content as pandoc reads it; Word's files keep their comments."""
    flags = ["--track-changes=all", "--wrap=none", "--sandbox"]
    done = subprocess.run(
        [_pandoc(), "-f", read, "-t", write, *flags],
        input=content,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@cache
def _pandoc() -> str:
    return run("python", "-c", _PANDOC).stdout.decode().strip()
