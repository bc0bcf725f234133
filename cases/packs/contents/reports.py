from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet

from cases.packs.parts import Chosen, Content, Made, Plan, Records, held_back
from cases.reports.document import Document, from_json
from cases.reports.exporters import FORMATS, Format
from cases.reports.ledger import Ledger
from cases.reports.models import Revision
from cases.reports.queries import ledger_of
from cases.reports.rendering import document_of


def _choose(plan: Plan) -> Chosen:
    revisions = (
        Revision.objects.filter(report__case=plan.case)
        .select_related("report", "written_by", "decided_by", "supersedes__report", "retraction")
        .order_by("report__number", "number")
    )
    standing = revisions.filter(
        outcome=Revision.Outcome.APPROVED, retraction=None, superseded_by=None
    )
    listed = Records(
        "Approved revisions of reports",
        "reports/revisions.json",
        standing,
        {
            "revision": str,
            "title": "title",
            "rating": "rating",
            "marking": "marking",
            "sha256 of the content": "digest",
            "written by": lambda revision: plan.person(revision.written_by),
            "approved by": lambda revision: plan.person(revision.decided_by),
            "approved at": "decided_at",
        },
    )
    texts = Made("Reports, in every format", "reports/", _texts(plan, standing))
    why = "Only revisions that two people approved and that still stand go out."
    others = revisions.exclude(pk__in=standing.values("pk"))
    return Chosen([listed, texts], held_back(others, "other revisions of reports", why))


def _texts(plan: Plan, standing: QuerySet[Revision]) -> list[tuple[str, Callable[[], bytes]]]:
    """Each revision in each format, made only when the pack is."""
    revisions = list(standing)
    if not revisions:
        return []
    ledger = ledger_of(plan.case)
    return [
        (
            f"{place(revision)}.{form.extension}",
            partial(_render, plan, revision, ledger, form),
        )
        for revision in revisions
        for form in FORMATS.values()
    ]


def place(revision: Revision) -> str:
    """Where the revision lies in the pack, but for the ending of its format."""
    return f"reports/R-{revision.report.number}-revision-{revision.number}"


def _render(plan: Plan, revision: Revision, ledger: Ledger, form: Format) -> bytes:
    return form.render(_signed(plan, document_of(revision, ledger)))


def _signed(plan: Plan, document: Document) -> Document:
    """The document as the audience may read it: with names, or with pseudonyms for them."""
    if not plan.names:
        return document
    told: dict[str, Any] = plan.names.told(document.as_json())
    return from_json(told)


CONTENT = Content(
    "reports",
    "Reports",
    "Approved revisions that still stand, as web page, PDF, DOCX, Markdown, JSON and STIX.",
    _choose,
)
