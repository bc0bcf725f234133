from collections.abc import Iterator

from django.db.models import QuerySet

from cases.exhibits.models import DerivedFile
from cases.packs.bag import safe_name
from cases.packs.parts import Chosen, Content, Files, Plan, Records, StoredFile, held_back
from cases.packs.provenance import Making


def _choose(plan: Plan) -> Chosen:
    derived = plan.case.derived_files.order_by("pk")
    if not plan.profile.has_files:
        why = "They hold the rows of evidence files, which are not published."
        return Chosen(withheld=held_back(derived, "derived tables", why))
    has_files = plan.profile.names_people
    listed = Records(
        "List of derived tables",
        "derived/derived.json",
        derived,
        {
            "kind": "kind",
            "path in this pack": lambda d: f"data/{_path(d)}" if has_files else "",
            "sha256": "sha256",
            "bytes": "size",
            "rows": "row_count",
            "made from (sha256)": "made_from",
            "query": "query",
            "query version": "query_version",
            "parameters": "parameters",
            "engine": "engine",
            "made at": "made_at",
        },
    )
    if not has_files:
        why = "Their rows name platform accounts; the list gives their digests and queries."
        return Chosen([listed], held_back(derived, "derived tables", why))
    files = {_path(d): StoredFile(_path(d), d.sha256, d.size, str(d)) for d in derived}
    parts = [listed, Files("Derived tables", "derived/", list(files.values()))]
    return Chosen(parts, makings=_makings(derived))


def _makings(derived: QuerySet[DerivedFile]) -> Iterator[Making]:
    """How each of them was made."""
    for file in derived.iterator(chunk_size=1000):
        yield Making(
            makes=_path(file),
            query=file.query,
            version=file.query_version,
            engine=file.engine,
            made_from=file.made_from,
            at=file.made_at,
            parameters=file.parameters,
        )


def _path(derived: DerivedFile) -> str:
    """The same bytes have the same place, however often they were derived."""
    ending = "" if derived.kind.endswith((".json", ".csv")) else ".parquet"
    return f"derived/{safe_name(derived.kind)}-{derived.sha256[:16]}{ending}"


CONTENT = Content(
    "derived",
    "Derived tables",
    "What jobs made from exhibits, with the query, its version and the engine that made it.",
    _choose,
)
