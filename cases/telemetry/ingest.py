"""The import of exhibits: what its jobs do, and what becomes of it if they fail."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cases.core.errors import Refused
from cases.exhibits import store
from cases.jobs.run import Cancelled, Run
from cases.telemetry import engine, keeping, parts
from cases.telemetry.canonical import Outcome, canonicalize
from cases.telemetry.drift import ALIKE, likeness, proposed
from cases.telemetry.formats import look
from cases.telemetry.mapping import Mapping, guess
from cases.telemetry.models import Import
from cases.telemetry.schema import Kind
from cases.telemetry.typed import Input

TRIAL_ROWS = 10_000

State = Import.State


class NothingKept(Refused):
    pass


def look_at(run: Run, telemetry_import: Import) -> dict[str, Any]:
    """Read the columns of each file, and guess the mapping from all of them."""
    if telemetry_import.state != State.LOOKING:
        return {}
    with _failing_well(run, telemetry_import), _inputs(telemetry_import) as inputs:
        seen = [look(file.path, file.name) for file in inputs]
        columns = list(dict.fromkeys(name for each in seen for name in each.columns))
        rows = [row for each in seen for row in each.rows]
        guessed, reasons = guess(Kind(telemetry_import.kind), columns, rows)
        with run.holding():
            for file, each in zip(keeping.files(telemetry_import), seen, strict=True):
                file.columns, file.sample = each.columns, each.rows
                file.format = " ".join(filter(None, (each.format.value, each.compression)))
                file.save()
            if not telemetry_import.mapping:
                telemetry_import.mapping = guessed.columns
                telemetry_import.reasons = {each.column: each.because for each in reasons}
                _use_again(telemetry_import, columns)
            telemetry_import.state = State.MAPPING
            telemetry_import.save()
    return {"columns": len(columns), "guessed": len(guessed.columns)}


def _use_again(telemetry_import: Import, columns: list[str]) -> None:
    """Propose the mapping that was confirmed for the likeliest files before, if any are alike."""
    before = Import.objects.with_proven_mapping().filter(
        case=telemetry_import.case, kind=telemetry_import.kind
    )
    alike = {each: likeness(each.columns, columns) for each in before.order_by("-number")}
    likest = max(alike, key=lambda each: alike[each], default=None)
    if likest is None or alike[likest] < ALIKE:
        return
    guessed = telemetry_import.mapping
    telemetry_import.mapping = proposed(likest.mapping, likest.columns, columns, guessed)
    telemetry_import.mapping_from = likest
    telemetry_import.zone, telemetry_import.time_format = likest.zone, likest.time_format
    telemetry_import.reasons = {
        ours: f"As confirmed in {likest}."
        if likest.mapping.get(ours) == source
        else telemetry_import.reasons[ours]
        for ours, source in telemetry_import.mapping.items()
    }


def check(run: Run, telemetry_import: Import, *, everything: bool = False) -> dict[str, Any]:
    """Try the mapping on the first rows of each file, or on all of them; nothing is kept."""
    if telemetry_import.state != State.CHECKING:
        return {}
    with (
        _failing_well(run, telemetry_import),
        engine.workshop() as folder,
        _inputs(telemetry_import) as inputs,
        _earlier(telemetry_import) as earlier,
    ):
        limit = None if everything else TRIAL_ROWS
        outcome = _canonical(run, telemetry_import, inputs, folder, limit=limit, **earlier)
        first = next(pq.ParquetFile(outcome.refused).iter_batches(20), None)
        with run.holding():
            telemetry_import.trial = keeping.counted(outcome.total) | {
                "everything": everything,
                "files": [keeping.counted(counts) for counts in outcome.files],
                "examples": first.to_pylist() if first else [],
            }
            telemetry_import.state = State.MAPPING
            telemetry_import.save()
    return keeping.counted(outcome.total)


def bring_in(run: Run, telemetry_import: Import) -> dict[str, Any]:
    """Import every row; a run after a killed one goes on from its last finished part."""
    if telemetry_import.state != State.IMPORTING:
        return keeping.counts_of(telemetry_import)
    with _failing_well(run, telemetry_import):
        while not _brought_in(run, telemetry_import):
            run.log("What rows are compared with changed meanwhile: they are compared again.")
        parts.clear(telemetry_import)
        if not telemetry_import.kept_count:
            raise NothingKept(
                f"None of the {telemetry_import.read_count:,} rows was kept: "
                "the refused rows say why."
                if telemetry_import.read_count
                else "The files have a header and not one row."
            )
    return keeping.counts_of(telemetry_import)


def _brought_in(run: Run, telemetry_import: Import) -> bool:
    """Whether what was read could be kept: not where another import became ready meanwhile."""
    with (
        parts.bench(run, telemetry_import) as bench,
        engine.workshop() as folder,
        _inputs(telemetry_import) as inputs,
        _earlier(telemetry_import) as earlier,
    ):
        done = bench.done()
        outcome = _canonical(run, telemetry_import, inputs, folder, done=done, **earlier)
        return keeping.keep(bench, outcome)


@contextmanager
def _failing_well(run: Run, telemetry_import: Import) -> Iterator[None]:
    """Whatever ends the job, the import says so, and a person can go on from there."""
    try:
        yield
    except Refused as error:
        with run.holding():
            telemetry_import.state, telemetry_import.why_failed = State.FAILED, str(error)
            telemetry_import.save()
        parts.clear(telemetry_import)
        raise
    except Cancelled:
        with run.holding():
            telemetry_import.state = State.FAILED
            telemetry_import.why_failed = "It was cancelled, and no row counts."
            if telemetry_import.parts.exists():
                telemetry_import.why_failed += (
                    " Importing again through the same columns goes on where it stopped."
                )
            telemetry_import.save()
        raise


@contextmanager
def _inputs(telemetry_import: Import) -> Iterator[list[Input]]:
    with ExitStack() as stack:
        yield [
            Input(
                stack.enter_context(store.local_path(file.exhibit.sha256)),
                file.exhibit.name,
                file.exhibit.sha256,
            )
            for file in keeping.files(telemetry_import)
        ]


@contextmanager
def _earlier(telemetry_import: Import) -> Iterator[dict[str, Any]]:
    """The files of what was imported before, and what rows without an id are named after."""
    kept = parts.earlier_days(telemetry_import)
    digests = kept.values_list("telemetry_import__files__exhibit__sha256", flat=True)
    with ExitStack() as stack:
        yield {
            "earlier": [
                stack.enter_context(store.local_path(str(digest)))
                for digest in kept.values_list("kept__sha256", flat=True)
            ],
            "named_after": frozenset(digests),
        }


def _canonical(
    run: Run, telemetry_import: Import, inputs: list[Input], folder: Path, **options: Any
) -> Outcome:
    mapping = Mapping(telemetry_import.mapping, telemetry_import.zone, telemetry_import.time_format)
    with engine.connected(folder) as database:
        return canonicalize(
            database,
            Kind(telemetry_import.kind),
            mapping,
            inputs,
            folder,
            lambda done, total, unit: run.progress(done, total or None, unit),
            **options,
        )
