"""What became, since a pack was made, of the reports in it: a sealed file can't say it itself."""

from django.db.models import QuerySet

from cases.packs.models import Pack
from cases.reports.models import Revision
from cases.reports.queries import ledger_of, why_stale


def revisions_in(pack: Pack) -> QuerySet[Revision]:
    """The revisions that stood at the moment of its records, which are those that went in."""
    if not pack.built_at or "reports" not in pack.contents:
        return Revision.objects.none()
    approved = Revision.objects.approved().filter(
        report__case=pack.case, decided_at__lte=pack.as_of
    )
    gone = approved.filter(retraction__retracted_at__lte=pack.as_of)
    replaced = approved.exclude(supersedes=None).values("supersedes")
    rows = approved.exclude(pk__in=gone.values("pk")).exclude(pk__in=replaced)
    return rows.select_related("report__case", "retraction").order_by("report__number")


def why_retracted(pack: Pack) -> str:
    """Which of its reports no longer stand, in a sentence, or nothing."""
    said = [
        f"{revision}, retracted on {revision.retraction.retracted_at:%Y-%m-%d}"
        for revision in revisions_in(pack).exclude(retraction=None)
    ]
    return f"It holds what no longer stands: {'; '.join(said)}. Build it again." if said else ""


def what_became(pack: Pack) -> list[str]:
    """What a reader of the pack must know of its reports and can't see in it."""
    held = list(revisions_in(pack).prefetch_related("superseded_by"))
    ledger = ledger_of(pack.case) if held else None
    found = []
    for revision in held:
        if revision.is_retracted:
            found.append(f"{revision} was retracted: {revision.retraction.reason}")
        elif revision.later:
            found.append(f"{revision} was superseded by revision {revision.later.number}.")
        elif ledger and (moved := why_stale(revision, ledger)):
            token, why = next(iter(sorted(moved.items())))
            more = f" And {len(moved) - 1} more." if len(moved) > 1 else ""
            found.append(f"{revision} is stale. {token}: {why}{more}")
    return found
