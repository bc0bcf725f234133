"""Numbers that people cite (C-12, E-7): one sequence a case and kind, never reused."""

from django.db import connection

from cases.core.models import Case


def next_number(case: Case, kind: str) -> int:
    """Take the next number of `kind` in the case; held until the transaction ends."""
    return _take(f"{case.reference}/{kind}")


def next_reference(year: int) -> str:
    """Take the next case reference of the year, such as PRB-2026-0001."""
    return f"PRB-{year}-{_take(f'case/{year}'):04d}"


def _take(key: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO cases_counter (key, last) VALUES (%s, 1)
               ON CONFLICT (key) DO UPDATE SET last = cases_counter.last + 1
               RETURNING last""",
            [key],
        )
        return int(cursor.fetchone()[0])
