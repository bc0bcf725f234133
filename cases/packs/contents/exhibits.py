from collections.abc import Iterator

from django.db.models import QuerySet

from cases.exhibits.models import Exhibit
from cases.packs.bag import safe_name
from cases.packs.parts import Chosen, Content, Files, Plan, Records, StoredFile, held_back
from cases.packs.provenance import Arrival


def _choose(plan: Plan) -> Chosen:
    exhibits = plan.case.exhibits.select_related("received_by").order_by("number")
    listed = Records(
        "List of exhibits",
        "exhibits/exhibits.json",
        exhibits,
        {
            "exhibit": str,
            "name as received": "name",
            "path in this pack": lambda e: f"data/{_path(e)}" if plan.profile.has_files else "",
            "media type": "media_type",
            "bytes": "size",
            "sha256": "sha256",
            "synthetic": "is_synthetic",
            "how it was collected": "how",
            "collected by": lambda e: e.collected_by if plan.profile.names_people else "",
            "collected on": "collected_on",
            "received at": "received_at",
            "received by": lambda e: plan.person(e.received_by),
            "note": "note",
        },
    )
    if not plan.profile.has_files:
        why = "Evidence files are not published; the list gives their digests."
        return Chosen([listed], held_back(exhibits, "exhibits", why))
    files = [
        StoredFile(_path(e), e.sha256, e.size, f"{e} {e.name}", e.media_type) for e in exhibits
    ]
    parts = [listed, Files("Exhibits", "exhibits/", files)]
    return Chosen(parts, arrivals=_arrivals(plan, exhibits))


def _arrivals(plan: Plan, exhibits: QuerySet[Exhibit]) -> Iterator[Arrival]:
    """How each of them came."""
    for exhibit in exhibits.iterator(chunk_size=1000):
        yield Arrival(
            path=_path(exhibit),
            label=str(exhibit),
            how=exhibit.how,
            by=plan.person(exhibit.received_by),
            at=exhibit.received_at,
            collected_by=exhibit.collected_by if plan.profile.names_people else "",
            collected_on=exhibit.collected_on,
        )


def _path(exhibit: Exhibit) -> str:
    return f"exhibits/{exhibit}/{safe_name(exhibit.name)}"


CONTENT = Content(
    "exhibits", "Exhibits", "Files exactly as they were received, each with its digest.", _choose
)
