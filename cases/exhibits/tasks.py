from typing import Any

from celery import shared_task

from cases.core.models import Case
from cases.exhibits import ingest, recheck, store
from cases.jobs import services as jobs
from cases.jobs.registry import job
from cases.jobs.run import Run

DAY = 24 * 60 * 60


@job("exhibits.import")
def import_exhibit(run: Run, *, address: str, account: dict[str, str]) -> dict[str, Any]:
    """Fetch a file from a path or an S3 address."""
    exhibit = ingest.fetch(run, address=address, account=ingest.Account(**account))
    return {"exhibit": exhibit.number, "sha256": exhibit.sha256, "size": exhibit.size}


@job("exhibits.recheck")
def recheck_exhibits(run: Run, *, everything: bool = False) -> dict[str, Any]:
    """Hash stored exhibits of a case again."""
    return recheck.recheck(run, everything=everything)


@shared_task
def recheck_what_is_due(**_: object) -> None:
    """Ask for a re-hash in every case that has exhibits which nobody has looked at for a while."""
    store.sweep(older_than=DAY)
    for case in Case.objects.filter(exhibits__isnull=False).distinct():
        count = recheck.due(case).count()
        if count and not case.jobs.unfinished().filter(kind="exhibits.recheck").exists():
            jobs.request_job(
                case=case,
                kind="exhibits.recheck",
                subject=f"{count} exhibits",
                parameters={},
                by=None,
            )
