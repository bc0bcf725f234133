"""The one way a list is searched, filtered, sorted, counted, paged and downloaded.

A slice declares what its list offers; the page, its fragment for htmx, and the CSV and JSON
downloads follow from that:

    class ClaimListing(Listing):
        noun = "claim", "claims"
        search = ("statement", "speaker__name")
        filters = {"status": Choice("Status", Claim.Status.choices)}
        sorts = {"number": "number", "status": "status"}
        sort = "-number"
        columns = {"number": "number", "statement": "statement", "speaker": "speaker.name"}

    def claim_list(request, reference):
        case = get_case(request.user, reference, may=Permission.READ)
        listing = ClaimListing(case.claims.select_related("speaker"), request.GET, case=case)
        return listing.respond(request, "cases/claims/list.html", {"case": case})
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import islice
from operator import or_
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from cases.core import download
from cases.core.keyset import Keyset, Page
from cases.core.models import Case

Choices = Sequence[tuple[Any, Any]]

#: Rows of a download that are read, and completed, at once.
CHUNK = 2000


@dataclass(frozen=True)
class Choice:
    """A filter by one of a few values; `choices` may be left to the listing's constructor."""

    label: str
    choices: Choices = ()
    lookup: str = ""
    kind: str = field(default="select", init=False)

    def narrow(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value not in {str(key) for key, _ in self.choices}:
            return rows.none()
        return rows.filter(**{self.lookup or name: value})

    def words(self, value: str) -> str:
        return next((str(word) for key, word in self.choices if str(key) == value), value)


@dataclass(frozen=True)
class Pick:
    """A filter whose values each stand for a condition of their own."""

    label: str
    conditions: dict[str, tuple[str, Q]]
    kind: str = field(default="select", init=False)

    @property
    def choices(self) -> Choices:
        return [(key, word) for key, (word, _) in self.conditions.items()]

    def narrow(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(self.conditions[value][1]) if value in self.conditions else rows.none()

    def words(self, value: str) -> str:
        return self.conditions[value][0] if value in self.conditions else value


Filter = Choice | Pick


@dataclass(frozen=True)
class Shown:
    """A filter as the page shows it."""

    name: str
    label: str
    value: str
    choices: Choices


class Listing:
    """Rows of one kind as a person asked to see them."""

    noun: ClassVar[tuple[str, str]] = ("row", "rows")
    search: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[dict[str, Filter]] = {}
    sorts: ClassVar[dict[str, str]] = {"id": "pk"}
    sort: ClassVar[str] = "id"
    columns: ClassVar[dict[str, str | Callable[[Any], Any]]] = {}
    size: ClassVar[int] = 50

    def __init__(
        self,
        rows: QuerySet[Any],
        query: QueryDict,
        *,
        case: Case | None = None,
        choices: dict[str, Choices] | None = None,
    ) -> None:
        self.all_rows, self.query, self.case = rows, query, case
        self.offers: dict[str, Filter] = dict(self.filters)
        for name, values in (choices or {}).items():
            declared = self.filters[name]
            lookup = declared.lookup if isinstance(declared, Choice) else ""
            self.offers[name] = Choice(declared.label, values, lookup)

    # What was asked

    @property
    def text(self) -> str:
        return self.query.get("q", "").strip().replace("\x00", "")

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters in force, by name."""
        return {name: value for name in self.offers if (value := self.query.get(name, ""))}

    @cached_property
    def sorted_by(self) -> str:
        """The sort in force: a key of `sorts`, with a minus when it is descending."""
        asked = self.query.get("sort", "")
        return asked if asked.removeprefix("-") in self.sorts else self.sort

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.chosen)

    # What is found

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Every row that matches, in no order yet."""
        rows = self.all_rows
        for name, value in self.chosen.items():
            rows = self.offers[name].narrow(rows, name, value)
        for word in self.text.split() if self.search else ():
            rows = rows.filter(
                reduce(or_, (Q(**{f"{path}__icontains": word}) for path in self.search))
            )
        return rows

    @cached_property
    def count_before(self) -> int:
        return self.all_rows.count()

    @cached_property
    def count(self) -> int:
        return self.rows.count() if self.is_narrowed else self.count_before

    @property
    def keyset(self) -> Keyset:
        field_path = self.sorts[self.sorted_by.removeprefix("-")]
        return Keyset(field_path, descending=self.sorted_by.startswith("-"))

    @cached_property
    def page(self) -> Page:
        page = self.keyset.page(
            self.rows,
            self.size,
            after=self.query.get("after", ""),
            before=self.query.get("before", ""),
        )
        self.complete(page.rows)
        return page

    def complete(self, rows: list[Any]) -> None:
        """Set on rows that are shown or downloaded what their query doesn't bring."""

    # What the page says

    @property
    def shown_filters(self) -> list[Shown]:
        return [
            Shown(name, offer.label, self.chosen.get(name, ""), offer.choices)
            for name, offer in self.offers.items()
        ]

    @property
    def counted(self) -> str:
        """For example "12 of 240 claims"."""
        noun = self.noun[0] if self.count_before == 1 else self.noun[1]
        if self.is_narrowed:
            return f"{self.count:,} of {self.count_before:,} {noun}"
        return f"{self.count_before:,} {noun}"

    @property
    def narrowed_by(self) -> list[str]:
        """The search and the filters in force, in words."""
        words = [
            f"{self.offers[n].label}: {self.offers[n].words(v)}" for n, v in self.chosen.items()
        ]
        return [f"search: {self.text}", *words] if self.text else words

    @property
    def previous_url(self) -> str:
        return self.url(before=self.page.before)

    @property
    def next_url(self) -> str:
        return self.url(after=self.page.after)

    @property
    def csv_url(self) -> str:
        return self.url(**{"as": "csv"})

    @property
    def json_url(self) -> str:
        return self.url(**{"as": "json"})

    def url(self, **changes: str) -> str:
        """The query string with changes; an empty value takes a parameter out."""
        query = self.query.copy()
        for gone in ("after", "before", "as"):
            query.pop(gone, None)
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    # What is answered

    def respond(
        self, request: HttpRequest, template: str, context: dict[str, Any]
    ) -> HttpResponseBase:
        """The page, its `#table` fragment for htmx, or the download that was asked for."""
        form = request.GET.get("as", "")
        if form in download.FORMS and self.columns:
            return self.download(form)
        if request.headers.get("HX-Target") == "listing":
            template += "#table"
        return render(request, template, {"listing": self} | context)

    def download(self, form: str) -> StreamingHttpResponse:
        """Every row that matches, on all pages, with what the file holds written in it."""
        statement = download.Statement(
            what=self.noun[1],
            case=self.case.reference if self.case else "",
            marking=self.case.marking if self.case else "",
            is_synthetic=bool(self.case and self.case.is_synthetic),
            count_before=self.count_before,
            count=self.count,
            narrowed_by=self.narrowed_by,
            sorted_by=self.sorted_by,
        )
        return download.respond(form, statement, list(self.columns), self._cells())

    def _cells(self) -> Iterable[list[Any]]:
        readers = [c if callable(c) else _reader(c) for c in self.columns.values()]
        rows = self.keyset.ordered(self.rows).iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            self.complete(chunk)
            for row in chunk:
                yield [read(row) for read in readers]


def _reader(path: str) -> Callable[[Any], Any]:
    """Read "speaker.name" from a row; what is missing on the way is missing in the file."""

    def read(row: Any) -> Any:
        for name in path.split("."):
            row = getattr(row, name, None)
            row = row() if callable(row) else row
        return row

    return read
