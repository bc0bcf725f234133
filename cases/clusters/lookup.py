"""From the lists that a case holds to what the linker looks up."""

from io import TextIOWrapper

from cases.clusters.dated_lists import InfrastructureList
from cases.clusters.infrastructure import Dated, Entries, read_entries
from cases.core.models import Case
from cases.exhibits import store
from cases.exhibits.models import Exhibit


def entries_of(exhibit: Exhibit) -> Entries:
    """What the exhibit names, one a line."""
    with store.open_object(exhibit.sha256) as file:
        return read_entries(TextIOWrapper(file, "utf-8-sig", errors="replace"))


def lists_of(case: Case) -> dict[str, InfrastructureList]:
    """The lists that are not withdrawn, by what people call them."""
    rows = case.infrastructure_lists.filter(withdrawn_at=None).select_related("exhibit")
    return {str(row): row for row in rows.order_by("number")}


def dated(lists: dict[str, InfrastructureList]) -> list[Dated]:
    """These lists as the linker looks them up."""
    return [
        Dated(label, f"{row.kind} {row.name}", row.as_of, entries_of(row.exhibit))
        for label, row in lists.items()
    ]
