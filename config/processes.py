"""The processes that make up the app on one machine, started together and stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

#: How long a process may take to stop before it is told again, more plainly.
PATIENCE = 3.0
#: Finish what you do; leave it (a job left in the middle is taken up again); be gone.
STEPS = [signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL]


class Processes:
    """Child processes, each the head of a group of its own, so that none outlives the app."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, module: str, *arguments: str) -> None:
        """Start a Python module as a process; Ctrl-C reaches it through us alone."""
        self._running[name] = subprocess.Popen(  # noqa: S603  our own words, and no shell
            [sys.executable, "-m", module, *arguments],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def ended(self) -> str | None:
        """The name of a process that has ended, if one has."""
        return next((name for name, p in self._running.items() if p.poll() is not None), None)

    def stop(self) -> None:
        """Stop all of them, the quickest way that each of them takes."""
        for step in STEPS:
            for process in self._running.values():
                _send(process, step)
            if _all_end(list(self._running.values())):
                break
        for process in self._running.values():
            _kill_group(process)


def _send(process: subprocess.Popen[bytes], step: signal.Signals) -> None:
    if process.poll() is not None:
        return
    if step == signal.SIGKILL:
        _kill_group(process)
    else:
        process.send_signal(step)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what the process left behind: its group outlives it only by its children."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _all_end(processes: Sequence[subprocess.Popen[bytes]]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if all(process.poll() is not None for process in processes):
            return True
        time.sleep(0.05)
    return False
