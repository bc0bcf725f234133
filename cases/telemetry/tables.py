"""The telemetry of a case as tables for the engine: all imports that are ready, as one."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
from django.db.models import Q, QuerySet
from ibis.backends.sql import SQLBackend
from ibis.expr.types import Table

from cases.core.models import Case
from cases.telemetry import engine
from cases.telemetry.days import ImportedDay
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
def opened(case: Case, days: Collection[date] | None = None) -> Iterator[Telemetry]:
    """The case's telemetry, open for queries for as long as the block lasts.

    With days given, only their interactions are opened: files of other days are not touched.
    """
    ready = ImportedDay.objects.ready().filter(telemetry_import__case=case).order_by("pk")
    with ExitStack() as stack:
        folder = stack.enter_context(engine.workshop())
        backend = stack.enter_context(engine.queried(folder))

        def table(kind: str, kept: QuerySet[ImportedDay]) -> Table | None:
            of_kind = kept.filter(telemetry_import__kind=kind)
            digests = of_kind.values_list("kept__sha256", flat=True)
            paths = [stack.enter_context(engine.readable(str(digest))) for digest in digests]
            return engine.table(backend, paths, kind) if paths else None

        wanted = ready
        if days is not None:
            wanted = ready.filter(Q(day__in=days) | Q(day=None)) if days else ready.none()
        interactions = table(Import.Kind.INTERACTIONS, wanted)
        if days is not None and interactions is not None:
            interactions = interactions.filter(interactions.occurred_at.date().isin(list(days)))
        yield Telemetry(backend, interactions, table(Import.Kind.ACCOUNTS, ready), made_from(case))
