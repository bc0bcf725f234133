from typing import Any

from cases.jobs.registry import job
from cases.jobs.run import Run
from cases.samples import build, ingest
from cases.samples.models import Draw, SampleImport


@job("samples.import")
def import_pairs(run: Run, *, sample_import_id: int) -> dict[str, Any]:
    """Read prompt–output pairs out of an exhibit."""
    return ingest.import_pairs(run, SampleImport.objects.get(pk=sample_import_id))


@job("samples.draw")
def draw_samples(run: Run, *, draw_id: int) -> dict[str, Any]:
    """Draw the samples that a seed committed to."""
    return build.fill_draw(run, Draw.objects.select_related("case", "control_of").get(pk=draw_id))
