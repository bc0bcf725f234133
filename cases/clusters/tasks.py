from typing import Any

from cases.clusters import build
from cases.clusters.models import LinkerRun
from cases.jobs.registry import job
from cases.jobs.run import Run


@job("clusters.link")
def link_accounts(run: Run, *, run_id: int) -> dict[str, Any]:
    """Run the linker and propose the clusters that it finds."""
    return build.link_case(run, LinkerRun.objects.select_related("case").get(pk=run_id))
