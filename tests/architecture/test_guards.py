"""What the database refuses to anybody, table by table, read from the database itself."""

import pytest
from django.db import IntegrityError, connection, transaction

UNGUARDED = """
SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal AND t.tgname <> 'disturbs' AND t.tgtype & 2 <> 0 AND t.tgtype & 8 <> 0
 GROUP BY c.relname
HAVING NOT EXISTS (
  SELECT 1 FROM pg_trigger e WHERE e.tgrelid = min(c.oid::bigint)::oid AND e.tgtype & 32 <> 0)
"""


@pytest.mark.django_db
def test_a_table_that_refuses_to_delete_refuses_to_be_emptied() -> None:
    """TRUNCATE runs no trigger of a row, so neither a hold nor a closed case would stop it."""
    with connection.cursor() as cursor:
        cursor.execute(UNGUARDED)
        assert cursor.fetchall() == []
        with pytest.raises(IntegrityError, match="truncate is refused"), transaction.atomic():
            cursor.execute("TRUNCATE cases_claim CASCADE")
