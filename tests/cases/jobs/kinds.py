"""Kinds of job that exist for the tests of jobs alone."""

import time
from pathlib import Path
from typing import Any

from cases.core.errors import Refused
from cases.jobs.registry import job
from cases.jobs.run import Run


class NothingToCount(Refused):
    pass


@job("tests.count")
def count(run: Run, *, to: int, pause: float = 0, trace: str = "") -> dict[str, Any]:
    """Count slowly, leaving a line in the `trace` file for each number of each attempt."""
    if to == 0:
        raise NothingToCount("There is nothing to count.")
    for done in range(1, to + 1):
        if trace:
            with Path(trace).open("a") as file:
                file.write(f"{run.job.attempt} {done}\n")
        time.sleep(pause)
        run.progress(done, to, "numbers")
    run.log(f"Counted to {to}.")
    return {"counted": to}


@job("tests.break")
def break_down(run: Run) -> dict[str, Any]:
    raise ZeroDivisionError("by design")
