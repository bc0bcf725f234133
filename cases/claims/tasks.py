from celery import shared_task

from cases.claims import upkeep


@shared_task
def settle_what_is_disturbed(**_: object) -> None:
    """Take into account what was changed beneath a ledger around all services."""
    upkeep.settle_everywhere()
