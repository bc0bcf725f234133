import logging
from typing import Any

from celery import shared_task

from cases.core.errors import Refused
from cases.jobs.registry import job
from cases.jobs.run import Run
from cases.packs import anchors, build
from cases.packs.models import Pack

logger = logging.getLogger(__name__)


@shared_task
def sign_root_of_today(**_: object) -> None:
    """Sign the audit's root of today, once a day; an audit that does not hold is an alarm."""
    try:
        anchors.sign_today()
    except Refused as error:
        logger.critical("%s", error)


@job("packs.build")
def build_pack(run: Run, *, pack_id: int) -> dict[str, Any]:
    """Build an evidence pack."""
    return build.build(run, Pack.objects.select_related("case").get(pk=pack_id))
