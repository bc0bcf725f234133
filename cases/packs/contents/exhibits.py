from collections.abc import Iterable, Iterator

from cases.exhibits import store
from cases.exhibits.models import Exhibit
from cases.packs.bag import safe_name
from cases.packs.identities import read_as_telemetry
from cases.packs.parts import Chosen, Content, Files, Plan, Records, StoredFile, Withheld, held_back
from cases.packs.provenance import Arrival

NAMING = "They name platform accounts or people, who stand under pseudonyms here."


def _choose(plan: Plan) -> Chosen:
    exhibits = plan.case.exhibits.select_related("received_by").order_by("number")
    held = _held(plan, exhibits)
    listed = Records(
        "List of exhibits",
        "exhibits/exhibits.json",
        exhibits,
        {
            "exhibit": str,
            "name as received": "name",
            "path in this pack": lambda e: f"data/{place(plan, e)}" if e.pk in held else "",
            "media type": "media_type",
            "bytes": "size",
            "sha256": "sha256",
            "synthetic": "is_synthetic",
            "how it was collected": "how",
            "collected by": "collected_by",
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
        StoredFile(place(plan, e), e.sha256, e.size, f"{e} {e.name}", e.media_type)
        for e in held.values()
    ]
    kept_back = exhibits.count() - len(files)
    withheld = [Withheld("exhibits", NAMING, kept_back)] * bool(kept_back)
    parts = [listed, Files("Exhibits", "exhibits/", files)]
    return Chosen(parts, withheld, arrivals=_arrivals(plan, held.values()))


def _held(plan: Plan, exhibits: Iterable[Exhibit]) -> dict[int, Exhibit]:
    """The exhibits whose files go in.

    Where pseudonyms stand for people, none goes in that was read row by row, nor any in whose text
    one of them is found; that is looked for when the pack is made.
    """
    if not plan.profile.has_files:
        return {}
    if plan.profile.names_people:
        return {exhibit.pk: exhibit for exhibit in exhibits}
    rows = set(read_as_telemetry(plan.case).values_list("pk", flat=True))
    return {e.pk: e for e in exhibits if e.pk not in rows and not _names_someone(plan, e)}


def _names_someone(plan: Plan, exhibit: Exhibit) -> bool:
    """Whether it does, as far as its bytes are text; one that is gone fails the pack later."""
    if not plan.names or not store.holds(exhibit.sha256):
        return False
    return plan.names.occur_in(store.chunks(exhibit.sha256))


def _arrivals(plan: Plan, exhibits: Iterable[Exhibit]) -> Iterator[Arrival]:
    """How each of them came."""
    for exhibit in exhibits:
        yield Arrival(
            path=place(plan, exhibit),
            label=str(exhibit),
            how=exhibit.how,
            by=plan.person(exhibit.received_by),
            at=exhibit.received_at,
            collected_by=exhibit.collected_by,
            collected_on=exhibit.collected_on,
        )


def place(plan: Plan, exhibit: Exhibit) -> str:
    """Where the exhibit lies, counted from data/."""
    return f"exhibits/{exhibit}/{safe_name(plan.names.told(exhibit.name))}"


CONTENT = Content(
    "exhibits", "Exhibits", "Files exactly as they were received, each with its digest.", _choose
)
