from typing import Any

from cases.jobs.registry import job
from cases.jobs.run import Run
from cases.samples import ingest
from cases.samples.models import SampleImport


@job("samples.import")
def import_pairs(run: Run, *, sample_import_id: int) -> dict[str, Any]:
    """Read prompt–output pairs out of an exhibit."""
    return ingest.import_pairs(run, SampleImport.objects.get(pk=sample_import_id))
