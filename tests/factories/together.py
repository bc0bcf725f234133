"""Doing things at the same time."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.core.exceptions import PermissionDenied
from django.db import connection

from cases.core.errors import Refused


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do them at the same time, each on a connection of its own; a refusal is a result.

    What neither ends nor is refused within 20 seconds leaves None in its place.
    """
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = act()  # type: ignore[call-overload]
        except (Refused, PermissionDenied) as refused:
            results[place] = refused  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return results


def kinds(results: list[object]) -> list[str]:
    """What came of each, by name, in an order of its own: who was first is chance."""
    return sorted(type(result).__name__ for result in results)
