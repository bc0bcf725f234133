from typing import ClassVar

from cases.core.listing import Listing


class ReportListing(Listing):
    """The reports of a case."""

    noun = "report", "reports"
    search = ("title", "summary")
    sorts: ClassVar[dict[str, str]] = {
        "number": "number",
        "title": "title",
        "changed": "changed_at",
    }
    sort = "-number"
    columns: ClassVar = {
        "number": str,
        "title": "title",
        "rating": "rating",
        "changed_at": "changed_at",
        "changed_by": "changed_by.name",
    }
