from typing import Any

from cases.core.models import Case
from cases.jobs.registry import job
from cases.jobs.run import Run
from cases.telemetry import build, ingest
from cases.telemetry.models import Figure, Import

LOOK, CHECK, IMPORT = "telemetry.look", "telemetry.check", "telemetry.import"
ROLL_UP, FIGURE = "telemetry.roll_up", "telemetry.figure"


@job(LOOK)
def look(run: Run, *, import_id: int) -> dict[str, Any]:
    """Read the columns of an import's files, and guess what each is."""
    return ingest.look_at(run, Import.objects.get(pk=import_id))


@job(CHECK)
def check(run: Run, *, import_id: int, everything: bool = False) -> dict[str, Any]:
    """Read the first rows, or all, through the mapping, and keep none."""
    return ingest.check(run, Import.objects.get(pk=import_id), everything=everything)


@job(IMPORT)
def import_telemetry(run: Run, *, import_id: int) -> dict[str, Any]:
    """Read every row through the mapping, then count everything."""
    telemetry_import = Import.objects.select_related("case").get(pk=import_id)
    counts = ingest.bring_in(run, telemetry_import)
    return counts | build.roll_up(run, telemetry_import.case)


@job(ROLL_UP)
def roll_up(run: Run, *, case_id: int, afresh: bool = False) -> dict[str, Any]:
    """Count what changed, or everything afresh: roll-ups and figures."""
    return build.roll_up(run, Case.objects.get(pk=case_id), afresh=afresh)


@job(FIGURE)
def run_figure_again(run: Run, *, figure_id: int) -> dict[str, Any]:
    """Derive a figure afresh, and say whether it is the same."""
    return build.run_again(run, Figure.objects.select_related("case").get(pk=figure_id))
