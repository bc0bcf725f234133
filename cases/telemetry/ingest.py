"""The import of exhibits: what its jobs write down about what canonical.py makes of them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import make_aware

from audit import services as audit
from cases.core.errors import Refused
from cases.exhibits import services as exhibits
from cases.exhibits import store
from cases.exhibits.models import CustodyEntry, DerivedFile
from cases.jobs.run import Cancelled, Run
from cases.telemetry import canonical, engine
from cases.telemetry.canonical import Outcome, canonicalize
from cases.telemetry.formats import look
from cases.telemetry.mapping import Mapping, guess
from cases.telemetry.models import Import, ImportedFile, RefusedRow
from cases.telemetry.schema import Kind
from cases.telemetry.typed import Counts, Input

#: So many refused rows are shown on pages; all of them are in the derived file.
SHOWN_REFUSALS = 1_000
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
            for file, each in zip(_files(telemetry_import), seen, strict=True):
                file.columns, file.sample = each.columns, each.rows
                file.format = " ".join(filter(None, (each.format.value, each.compression)))
                file.save()
            if not telemetry_import.mapping:
                telemetry_import.mapping = guessed.columns
                telemetry_import.reasons = {each.column: each.because for each in reasons}
            telemetry_import.state = State.MAPPING
            telemetry_import.save()
    return {"columns": len(columns), "guessed": len(guessed.columns)}


def check(run: Run, telemetry_import: Import) -> dict[str, Any]:
    """Try the mapping on the first rows of each file."""
    if telemetry_import.state != State.CHECKING:
        return {}
    with (
        _failing_well(run, telemetry_import),
        engine.workshop() as folder,
        _inputs(telemetry_import) as inputs,
    ):
        outcome = _canonical(run, telemetry_import, inputs, folder, limit=TRIAL_ROWS)
        refused = pq.read_table(outcome.refused).slice(0, 20).to_pylist()
        with run.holding():
            telemetry_import.trial = _counted(outcome.total) | {"examples": refused}
            telemetry_import.state = State.MAPPING
            telemetry_import.save()
    return _counted(outcome.total)


def bring_in(run: Run, telemetry_import: Import) -> dict[str, Any]:
    """Import every row; a second run finds it done."""
    if telemetry_import.state != State.IMPORTING:
        return _counts_of(telemetry_import)
    with (
        _failing_well(run, telemetry_import),
        engine.workshop() as folder,
        _inputs(telemetry_import) as inputs,
        _earlier(telemetry_import) as earlier,
    ):
        outcome = _canonical(run, telemetry_import, inputs, folder, earlier=earlier)
        run.log(f"Rows: {_counted(outcome.total)}")
        refused = store.put_file(outcome.refused)
        kept = store.put_file(outcome.kept) if outcome.total.kept else None
        with run.holding():
            telemetry_import.refused = _derived(
                run, telemetry_import, refused, "refused", outcome.refused
            )
            _write_counts(telemetry_import, outcome)
            _write_refusals(telemetry_import, outcome)
            if kept:
                telemetry_import.kept = _derived(
                    run, telemetry_import, kept, telemetry_import.kind, outcome.kept
                )
                _span(telemetry_import, outcome)
                telemetry_import.state = State.READY
                telemetry_import.finished_at = timezone.now()
            telemetry_import.save()
            _sign(run, telemetry_import)
        if not kept:
            raise NothingKept(
                f"None of the {outcome.total.read:,} rows was kept: the refused rows say why."
                if outcome.total.read
                else "The files have a header and not one row."
            )
    return _counts_of(telemetry_import)


@contextmanager
def _failing_well(run: Run, telemetry_import: Import) -> Iterator[None]:
    """Whatever ends the job, the import says so, and a person can go on from there."""
    try:
        yield
    except Refused as error:
        with run.holding():
            telemetry_import.state, telemetry_import.why_failed = State.FAILED, str(error)
            telemetry_import.save()
        raise
    except Cancelled:
        with run.holding():
            telemetry_import.state = State.FAILED
            telemetry_import.why_failed = "It was cancelled. Nothing was kept."
            telemetry_import.save()
        raise


def _files(telemetry_import: Import) -> QuerySet[ImportedFile]:
    return telemetry_import.files.select_related("exhibit").order_by("place")


@contextmanager
def _inputs(telemetry_import: Import) -> Iterator[list[Input]]:
    with ExitStack() as stack:
        yield [
            Input(
                stack.enter_context(store.local_path(file.exhibit.sha256)),
                file.exhibit.name,
                file.exhibit.sha256,
            )
            for file in _files(telemetry_import)
        ]


@contextmanager
def _earlier(telemetry_import: Import) -> Iterator[list[Path]]:
    """What was imported before: its rows decide what is a duplicate."""
    before = Import.objects.ready().filter(case=telemetry_import.case, kind=telemetry_import.kind)
    with ExitStack() as stack:
        yield [
            stack.enter_context(store.local_path(str(digest)))
            for digest in before.order_by("number").values_list("kept__sha256", flat=True)
        ]


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


def _derived(
    run: Run, telemetry_import: Import, stored: store.Stored, what: str, path: Path
) -> DerivedFile:
    digests = sorted(file.exhibit.sha256 for file in _files(telemetry_import))
    derived, _ = DerivedFile.objects.get_or_create(
        job=run.job,
        kind=f"telemetry.{what}",
        sha256=stored.sha256,
        defaults={
            "case": telemetry_import.case,
            "size": stored.size,
            "row_count": pq.read_metadata(path).num_rows,
            "made_from": digests,
            "query": canonical.NAME,
            "query_version": canonical.VERSION,
            "parameters": {
                "import": str(telemetry_import),
                "mapping": telemetry_import.mapping,
                "zone": telemetry_import.zone,
                "time_format": telemetry_import.time_format,
            },
            "engine": engine.version(),
        },
    )
    return derived


def _counted(counts: Counts) -> dict[str, Any]:
    return {
        "read": counts.read,
        "kept": counts.kept,
        "refused": counts.refused,
        "duplicate": counts.duplicate,
    }


def _counts_of(telemetry_import: Import) -> dict[str, Any]:
    return {
        "read": telemetry_import.read_count,
        "kept": telemetry_import.kept_count,
        "refused": telemetry_import.refused_count,
        "duplicate": telemetry_import.duplicate_count,
    }


def _write_counts(telemetry_import: Import, outcome: Outcome) -> None:
    rows: list[Import | ImportedFile] = [telemetry_import, *_files(telemetry_import)]
    for row, counts in zip(rows, [outcome.total, *outcome.files], strict=True):
        row.read_count, row.kept_count = counts.read, counts.kept
        row.refused_count, row.duplicate_count = counts.refused, counts.duplicate
        row.save()


def _write_refusals(telemetry_import: Import, outcome: Outcome) -> None:
    telemetry_import.refused_rows.all().delete()
    files = list(_files(telemetry_import))
    table = pq.ParquetFile(outcome.refused)
    first = next(table.iter_batches(SHOWN_REFUSALS), None)
    RefusedRow.objects.bulk_create(
        RefusedRow(
            telemetry_import=telemetry_import,
            file=files[row["file"]],
            row=row["row"],
            column=row["column"],
            value=row["value"] or "",
            reason=row["reason"],
        )
        for row in (first.to_pylist() if first else [])
    )


def _span(telemetry_import: Import, outcome: Outcome) -> None:
    """The first and last moment of what was kept."""
    column = "occurred_at" if telemetry_import.kind == Kind.INTERACTIONS else "created_at"
    with engine.workshop() as folder, engine.connected(folder) as database:
        relation = database.read_parquet(str(outcome.kept))
        [(first, last)] = relation.aggregate(f"min({column}), max({column})").fetchall()
    if first is not None:
        telemetry_import.first_at, telemetry_import.last_at = make_aware(first), make_aware(last)


def _sign(run: Run, telemetry_import: Import) -> None:
    """Custody of each exhibit, and the audit entry."""
    for file in _files(telemetry_import):
        for action, what in (
            (CustodyEntry.Action.READ, f"Read as {telemetry_import.kind} by {telemetry_import}."),
            (
                CustodyEntry.Action.DERIVED,
                f"{file.kept_count:,} of {file.read_count:,} rows were kept.",
            ),
        ):
            exhibits.record_custody(
                exhibit=file.exhibit,
                action=action,
                what=what,
                by=run.requested_by,
                tool=f"{canonical.NAME} {canonical.VERSION}, {engine.version()}",
            )
    audit.record(
        by=run.requested_by,
        action="import.finished",
        subject=telemetry_import,
        case=telemetry_import.case.reference,
        detail=_counts_of(telemetry_import),
    )
