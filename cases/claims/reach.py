"""How far a change reaches along the lineage, asked of the database in one query."""

from collections.abc import Iterable

from django.db import connection

from cases.claims.models import Assertion, Source

_BELOW = """
WITH RECURSIVE reached(id) AS (
  SELECT unnest(%s::bigint[])
  UNION SELECT l.rests_on_id FROM cases_lineage l JOIN reached ON l.source_id = reached.id
) SELECT id FROM reached
"""
_ABOVE = """
WITH RECURSIVE reached(id) AS (
  SELECT unnest(%s::bigint[])
  UNION SELECT l.source_id FROM cases_lineage l JOIN reached ON l.rests_on_id = reached.id
) SELECT id FROM reached
"""


def with_grounds(sources: Iterable[int]) -> set[int]:
    """The sources, by primary key, and all that they rest on in the end."""
    return _reached(_BELOW, sources)


def with_echoes(sources: Iterable[int]) -> set[int]:
    """The sources, by primary key, and all that rests on them in the end."""
    return _reached(_ABOVE, sources)


def affected_by(*sources: Source) -> set[int]:
    """The claims whose ceiling a source can move: what it says, or what rests on it."""
    return claims_reached(source.pk for source in sources)


def claims_reached(sources: Iterable[int]) -> set[int]:
    """The claims of which these sources, by primary key, or their echoes say something."""
    said = Assertion.objects.filter(source__in=with_echoes(sources))
    return set(said.values_list("claim_id", flat=True))


def _reached(query: str, sources: Iterable[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, [list(sources)])
        return {row[0] for row in cursor.fetchall()}
