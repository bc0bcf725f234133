from typing import Any

from cases.jobs.registry import job
from cases.jobs.run import Run
from cases.packs import build
from cases.packs.models import Pack


@job("packs.build")
def build_pack(run: Run, *, pack_id: int) -> dict[str, Any]:
    """Build an evidence pack."""
    return build.build(run, Pack.objects.select_related("case").get(pk=pack_id))
