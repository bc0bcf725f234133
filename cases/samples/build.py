"""A draw filled from telemetry: the frame counted and digested, then the smallest places taken."""

from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.timezone import make_aware
from ibis.expr.types import Table

from audit import services as audit
from cases.core.errors import Refused
from cases.core.numbering import next_numbers
from cases.exhibits import services as exhibits
from cases.exhibits.models import CustodyEntry
from cases.jobs.run import Run
from cases.samples import frame
from cases.samples.draw import allocate
from cases.samples.models import Draw, Sample
from cases.samples.queries import clusters_of
from cases.telemetry import engine, tables
from cases.telemetry.tables import Telemetry


class NothingToDraw(Refused):
    pass


def fill_draw(run: Run, draw: Draw) -> dict[str, Any]:
    """Draw the samples that the seed committed to; a second run finds it done."""
    if draw.drawn_at:
        return {"frame": draw.frame_count, "drawn": draw.samples.count()}
    with tables.opened(draw.case) as telemetry:
        framed = _frame(telemetry, draw)
        counts = {
            row["stratum"]: row["frame"]
            for row in telemetry.answer(frame.counts(framed)).to_pylist()
        }
        if not counts:
            raise NothingToDraw("No interaction is in the frame of this draw.")
        run.progress(1, 3, "steps")
        digest = _digest(telemetry, framed)
        run.progress(2, 3, "steps")
        shares = _shares(draw, counts)
        rows = telemetry.answer(frame.drawn(framed, draw.seed, shares)).to_pylist()
        made_from = telemetry.made_from
    if not any(row["prompt"] and row["output"] for row in rows):
        raise NothingToDraw(
            "The telemetry holds no prompts and outputs, only that there were some: "
            "import interactions with their text."
        )
    with run.holding():
        _keep(run, draw, rows, counts, digest, made_from)
    return {"frame": draw.frame_count, "drawn": len(rows)}


def _frame(telemetry: Telemetry, draw: Draw) -> Table:
    if telemetry.interactions is None:
        raise NothingToDraw("No interactions are imported yet: import telemetry first.")
    base = draw.control_of
    if base is None:
        clusters = clusters_of(draw.case) if Draw.Stratum.CLUSTER in draw.strata else {}
        return frame.frame(telemetry.interactions, draw.strata, draw.accounts, clusters)
    if not base.drawn_at:
        raise NothingToDraw(f"{base} has not been drawn yet, so nothing can be matched to it.")
    drawn_accounts = base.samples.values_list("platform_account", flat=True).distinct()
    accounts = base.accounts or sorted(drawn_accounts)
    return frame.control_frame(telemetry.interactions, draw.strata, accounts)


def _shares(draw: Draw, counts: dict[str, int]) -> dict[str, int]:
    """How many of each stratum: shared out, or for a control as many as its base drew."""
    if draw.control_of is None:
        return allocate(counts, draw.size)
    matched: dict[str, int] = {}
    by_volume = draw.strata[-1] == Draw.Stratum.VOLUME
    for sample in draw.control_of.samples.all():
        stratum = f"{sample.at:%Y-%m-%d} · {sample.model or 'not recorded'}"
        if by_volume:
            stratum += f" · {sample.stratum.rsplit(' · ', maxsplit=1)[-1]}"
        matched[stratum] = matched.get(stratum, 0) + 1
    return {stratum: min(count, counts.get(stratum, 0)) for stratum, count in matched.items()}


def _digest(telemetry: Telemetry, framed: Table) -> str:
    """draw.digest over the frame, whose ids the engine has sorted."""
    whole = sha256()
    for batch in telemetry.answer(frame.ids(framed)).to_batches(max_chunksize=100_000):
        for interaction_id in batch.column("interaction_id").to_pylist():
            whole.update(f"{interaction_id}\n".encode())
    return whole.hexdigest()


def _keep(
    run: Run,
    draw: Draw,
    rows: list[dict[str, Any]],
    counts: dict[str, int],
    digest: str,
    made_from: list[str],
) -> None:
    got: dict[str, int] = {}
    for row in rows:
        got[row["stratum"]] = got.get(row["stratum"], 0) + 1
    draw.drawn_at = timezone.now()
    draw.frame_count, draw.frame_digest = sum(counts.values()), digest
    draw.allocation = {
        stratum: {"frame": count, "drawn": got.get(stratum, 0)} for stratum, count in counts.items()
    }
    draw.derivation = {
        "query": f"{frame.NAME} version {frame.VERSION}",
        "engine": engine.version(),
        "made_from": made_from,
    }
    if Draw.Stratum.CLUSTER in draw.strata:
        digests = draw.case.clusters.usable().order_by("number").values_list("number", "digest")
        draw.derivation["clusters"] = {f"K-{number}": digest for number, digest in digests}
    draw.save()
    Sample.objects.bulk_create(_samples(draw, rows), batch_size=1000)
    for exhibit in draw.case.exhibits.filter(sha256__in=made_from):
        exhibits.record_custody(
            exhibit=exhibit,
            action=CustodyEntry.Action.READ,
            what=f"{draw} was drawn from the telemetry derived from it.",
            by=run.requested_by,
        )
    audit.record(
        by=run.requested_by,
        action="draw.drawn",
        subject=draw,
        case=draw.case.reference,
        detail={"frame": draw.frame_count, "frame_digest": digest, "drawn": len(rows)},
    )


def _samples(draw: Draw, rows: list[dict[str, Any]]) -> list[Sample]:
    numbers = next_numbers(draw.case, "sample", len(rows))
    return [
        Sample(
            case=draw.case,
            number=number,
            draw=draw,
            interaction_id=row["interaction_id"],
            platform_account=row["platform_account"],
            at=make_aware(row["occurred_at"]) if row["occurred_at"] else None,
            model=row["model"] or "",
            capability=row["capability"] or "",
            stratum=row["stratum"],
            prompt=row["prompt"] or "",
            output=row["output"] or "",
            added_by=draw.requested_by,
        )
        for number, row in zip(numbers, rows, strict=True)
    ]
