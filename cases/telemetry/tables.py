"""The telemetry of a case as tables for the engine: all imports that are ready, as one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pyarrow as pa
from ibis.backends.sql import SQLBackend
from ibis.expr.types import Table

from cases.core.models import Case
from cases.telemetry import engine
from cases.telemetry.models import Import


@dataclass(frozen=True)
class Telemetry:
    """What queries read; a table is None where nothing of its kind was imported."""

    backend: SQLBackend
    interactions: Table | None
    accounts: Table | None
    #: SHA-256 of the exhibits that all of it comes from, sorted.
    made_from: list[str]

    def answer(self, query: Table) -> pa.Table:
        """Run a query."""
        return engine.answer(self.backend, query)


def made_from(case: Case) -> list[str]:
    """The digests of the exhibits behind the imports that are ready now."""
    ready = Import.objects.ready().filter(case=case)
    return sorted(set(ready.values_list("files__exhibit__sha256", flat=True)))


@contextmanager
def opened(case: Case) -> Iterator[Telemetry]:
    """The case's telemetry, open for queries for as long as the block lasts."""
    ready = Import.objects.ready().filter(case=case).order_by("number")
    with ExitStack() as stack:
        folder = stack.enter_context(engine.workshop())
        backend = stack.enter_context(engine.queried(folder))

        def table(kind: str) -> Table | None:
            digests = ready.filter(kind=kind).values_list("kept__sha256", flat=True)
            paths = [stack.enter_context(engine.readable(str(digest))) for digest in digests]
            return engine.table(backend, paths, kind) if paths else None

        yield Telemetry(
            backend,
            table(Import.Kind.INTERACTIONS),
            table(Import.Kind.ACCOUNTS),
            made_from(case),
        )
