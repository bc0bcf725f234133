"""Which function does which kind of job. A slice's tasks.py registers its own."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from cases.apps import slices
from cases.jobs.run import Run

#: Takes the run and the job's parameters by name; returns the job's result, as JSON.
Work = Callable[..., dict[str, Any]]

WORK: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register a function as what does jobs of this kind.

    It is called as `work(run, **parameters)` and must be safe to run twice: killed at any line and
    run again from the start, it ends as if it had run once.
    """

    def register(work: Work) -> Work:
        if WORK.setdefault(kind, work) is not work:
            raise ValueError(f"Two functions do {kind!r}.")
        return work

    return register


def work_for(kind: str) -> Work:
    """The function that does this kind of job.

    Slices are asked only when a kind is unknown: with their engines they take seconds to load,
    which only a worker needs to spend.
    """
    if kind not in WORK:
        for name in slices():
            if find_spec(f"{name}.tasks"):
                import_module(f"{name}.tasks")
    return WORK[kind]


__all__ = ["Run", "Work", "job", "work_for"]
