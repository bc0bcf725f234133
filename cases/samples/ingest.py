"""Prompt–output pairs out of an exhibit: all of them in one transaction, or none."""

from typing import Any

from django.utils import timezone

from audit import services as audit
from cases.core.errors import Refused
from cases.core.numbering import next_numbers
from cases.exhibits import services as exhibits
from cases.exhibits import store
from cases.exhibits.models import CustodyEntry
from cases.jobs.run import Run
from cases.samples.models import RefusedPair, Sample, SampleImport
from cases.samples.pairs import MAX_BYTES, Pair, Refusal, UnreadablePairs, read_pairs

BATCH = 1000


class NothingToImport(Refused):
    pass


def import_pairs(run: Run, sample_import: SampleImport) -> dict[str, Any]:
    """Read the exhibit's pairs and keep them as samples; a second run finds it done."""
    if sample_import.finished_at:
        return counts(sample_import)
    pairs, refusals, duplicates = _read(run, sample_import)
    with run.holding():
        sample_import.read_count = len(pairs) + len(refusals) + duplicates
        sample_import.kept_count = len(pairs)
        sample_import.refused_count = len(refusals)
        sample_import.duplicate_count = duplicates
        if pairs:
            sample_import.finished_at = timezone.now()
        sample_import.save()
        sample_import.refused_pairs.all().delete()
        RefusedPair.objects.bulk_create(_refused(sample_import, refusals), batch_size=BATCH)
        Sample.objects.bulk_create(_samples(sample_import, pairs), batch_size=BATCH)
        _sign(sample_import)
    if not pairs:
        raise NothingToImport(
            f"None of the {sample_import.read_count:,} rows was kept: see why, row by row."
        )
    return counts(sample_import)


def counts(sample_import: SampleImport) -> dict[str, Any]:
    """What was read, and what became of it: read = kept + refused + duplicate."""
    return {
        "read": sample_import.read_count,
        "kept": sample_import.kept_count,
        "refused": sample_import.refused_count,
        "duplicate": sample_import.duplicate_count,
    }


def _read(run: Run, sample_import: SampleImport) -> tuple[list[Pair], list[Refusal], int]:
    exhibit = sample_import.exhibit
    if exhibit.size > MAX_BYTES:
        raise NothingToImport(
            f"“{exhibit.name}” has {exhibit.size:,} bytes; a file of pairs may have {MAX_BYTES:,}."
        )
    pairs: dict[str, Pair] = {}
    refusals, duplicates = [], 0
    try:
        with store.open_object(exhibit.sha256) as file:
            for number, row in enumerate(read_pairs(file), 1):
                if isinstance(row, Refusal):
                    refusals.append(row)
                elif pairs.setdefault(row.digest, row) is not row:
                    duplicates += 1
                run.progress(number, unit="rows read")
    except UnreadablePairs as error:
        raise NothingToImport(f"“{exhibit.name}”: {error}") from error
    return list(pairs.values()), refusals, duplicates


def _samples(sample_import: SampleImport, pairs: list[Pair]) -> list[Sample]:
    numbers = next_numbers(sample_import.case, "sample", len(pairs))
    return [
        Sample(
            case=sample_import.case,
            number=number,
            sample_import=sample_import,
            row=pair.row,
            prompt=pair.prompt,
            output=pair.output,
            added_by=sample_import.requested_by,
        )
        for number, pair in zip(numbers, pairs, strict=True)
    ]


def _refused(sample_import: SampleImport, refusals: list[Refusal]) -> list[RefusedPair]:
    return [
        RefusedPair(sample_import=sample_import, row=refusal.row, reason=refusal.reason[:300])
        for refusal in refusals
    ]


def _sign(sample_import: SampleImport) -> None:
    exhibits.record_custody(
        exhibit=sample_import.exhibit,
        action=CustodyEntry.Action.READ,
        what="Prompt–output pairs were read from it.",
        by=sample_import.requested_by,
    )
    audit.record(
        by=sample_import.requested_by,
        action="samples.imported",
        subject=sample_import,
        case=sample_import.case.reference,
        detail=counts(sample_import),
    )
