"""Keyset paging: a page begins after a row, not at a number.

So page 4,000 costs what page 1 does, and rows that arrive meanwhile shift nothing.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model, Q, QuerySet

SORTED_BY = "sorted_by"


@dataclass(frozen=True)
class Page:
    """Some rows in order, and where the pages before and after them begin."""

    rows: list[Any]
    before: str
    after: str


@dataclass(frozen=True)
class Keyset:
    """An order that is total: a value, with nothing known sorted last, then the primary key."""

    field: str
    descending: bool = False

    def ordered(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        descending = self.descending != backwards
        value = F(SORTED_BY)
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        first = value.desc(**nulls) if descending else value.asc(**nulls)
        valued: QuerySet[Any] = rows.annotate(**{SORTED_BY: F(self.field)})
        return valued.order_by(first, "-pk" if descending else "pk")

    def page(self, rows: QuerySet[Any], size: int, *, after: str = "", before: str = "") -> Page:
        """The page after (or before) a cursor; the first page if the cursor means nothing."""
        backwards = bool(before) and not after
        ordered = self.ordered(rows, backwards=backwards)
        cursor = _read(after or before)
        if cursor is not None:
            try:
                ordered = ordered.filter(self._beyond(*cursor, backwards=backwards))
                found = list(ordered[: size + 1])
            except (ValueError, ValidationError, TypeError):
                return self.page(rows, size)
        else:
            backwards = False
            found = list(self.ordered(rows)[: size + 1])
        more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        has_before, has_after = (more, True) if backwards else (cursor is not None, more)
        return Page(
            found,
            before=_write(found[0]) if found and has_before else "",
            after=_write(found[-1]) if found and has_after else "",
        )

    def _beyond(self, value: Any, pk: Any, *, backwards: bool) -> Q:
        descending = self.descending != backwards
        side = "lt" if descending else "gt"
        pk_beyond = Q(**{f"pk__{side}": pk})
        is_null = Q(**{f"{SORTED_BY}__isnull": True})
        if value is None:
            return (~is_null | (is_null & pk_beyond)) if backwards else (is_null & pk_beyond)
        beyond = Q(**{f"{SORTED_BY}__{side}": value}) | (Q(**{SORTED_BY: value}) & pk_beyond)
        return beyond if backwards else beyond | is_null


def _write(row: Model) -> str:
    text = json.dumps([getattr(row, SORTED_BY), row.pk], cls=_Exact)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[Any, Any] | None:
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, TypeError):
        return None
    return (value, pk) if isinstance(pk, int | str) else None


class _Exact(DjangoJSONEncoder):
    """Times to the microsecond: Django's own encoder cuts them to milliseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)
