"""What an import writes down when it has read everything: its files, its counts, who is told."""

from typing import Any

import pyarrow.parquet as pq
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import make_aware

from audit import services as audit
from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.exhibits import store
from cases.exhibits.models import CustodyEntry, DerivedFile
from cases.jobs.run import Run
from cases.telemetry import canonical, engine, parts
from cases.telemetry.canonical import Outcome
from cases.telemetry.models import Import, ImportedFile, RefusedRow
from cases.telemetry.parts import Bench
from cases.telemetry.schema import Kind
from cases.telemetry.typed import Counts

#: So many refused rows are shown on pages; all of them are in the derived file.
SHOWN_REFUSALS = 1_000


def keep(bench: Bench, outcome: Outcome) -> bool:
    """Keep what came out, in one transaction; the import is ready if any row was kept.

    False, and nothing kept, where another import became ready since the rows were compared.
    """
    run, telemetry_import = bench.run, bench.telemetry_import
    refused = store.put_file(outcome.refused)
    with run.holding():
        Case.objects.select_for_update().get(pk=telemetry_import.case_id)
        if parts.basis(telemetry_import) != bench.basis:
            return False
        rows = pq.read_metadata(outcome.refused).num_rows
        telemetry_import.refused = _derived(run, telemetry_import, refused, "refused", rows)
        _write_counts(telemetry_import, outcome)
        _write_refusals(telemetry_import, outcome)
        telemetry_import.days.all().delete()
        for day in outcome.days:
            stored = bench.stored[day.day]
            derived = _derived(run, telemetry_import, stored, telemetry_import.kind, day.rows)
            telemetry_import.days.create(day=day.day or None, kept=derived)
        if outcome.days:
            _span(telemetry_import, outcome)
            telemetry_import.state = Import.State.READY
            telemetry_import.finished_at = timezone.now()
        telemetry_import.save()
        _sign(run, telemetry_import)
    run.log(f"Rows: {counted(outcome.total)}")
    return True


def files(telemetry_import: Import) -> QuerySet[ImportedFile]:
    """The import's files, in their order."""
    return telemetry_import.files.select_related("exhibit").order_by("place")


def _derived(
    run: Run, telemetry_import: Import, stored: store.Stored, what: str, rows: int
) -> DerivedFile:
    digests = sorted(file.exhibit.sha256 for file in files(telemetry_import))
    derived, _ = DerivedFile.objects.get_or_create(
        job=run.job,
        kind=f"telemetry.{what}",
        sha256=stored.sha256,
        defaults={
            "case": telemetry_import.case,
            "size": stored.size,
            "row_count": rows,
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


def counted(counts: Counts) -> dict[str, Any]:
    """The counts, as JSON."""
    return {
        "read": counts.read,
        "kept": counts.kept,
        "refused": counts.refused,
        "duplicate": counts.duplicate,
    }


def counts_of(telemetry_import: Import) -> dict[str, Any]:
    """What became of the import's rows."""
    return {
        "read": telemetry_import.read_count,
        "kept": telemetry_import.kept_count,
        "refused": telemetry_import.refused_count,
        "duplicate": telemetry_import.duplicate_count,
    }


def _write_counts(telemetry_import: Import, outcome: Outcome) -> None:
    rows: list[Import | ImportedFile] = [telemetry_import, *files(telemetry_import)]
    for row, counts in zip(rows, [outcome.total, *outcome.files], strict=True):
        row.read_count, row.kept_count = counts.read, counts.kept
        row.refused_count, row.duplicate_count = counts.refused, counts.duplicate
        row.save()


def _write_refusals(telemetry_import: Import, outcome: Outcome) -> None:
    telemetry_import.refused_rows.all().delete()
    in_order = list(files(telemetry_import))
    table = pq.ParquetFile(outcome.refused)
    first = next(table.iter_batches(SHOWN_REFUSALS), None)
    RefusedRow.objects.bulk_create(
        RefusedRow(
            telemetry_import=telemetry_import,
            file=in_order[row["file"]],
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
        relation = database.read_parquet([str(path) for path in outcome.kept])
        [(first, last)] = relation.aggregate(f"min({column}), max({column})").fetchall()
    if first is not None:
        telemetry_import.first_at, telemetry_import.last_at = make_aware(first), make_aware(last)


def _sign(run: Run, telemetry_import: Import) -> None:
    """Custody of each exhibit, and the audit entry."""
    for file in files(telemetry_import):
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
        detail=counts_of(telemetry_import),
    )
