"""Numbers that people cite (C-12, E-7): one sequence a case and kind, never reused."""

from django.db import connection

from cases.core.models import Case


def next_number(case: Case, kind: str) -> int:
    """Take the next number of `kind` in the case; held until the transaction ends."""
    return _take(f"{case.reference}/{kind}")


def next_numbers(case: Case, kind: str, count: int) -> range:
    """Take the next `count` numbers of `kind` in the case at once."""
    last = _take(f"{case.reference}/{kind}", count)
    return range(last - count + 1, last + 1)


def next_reference(year: int) -> str:
    """Take the next case reference of the year, such as PRB-2026-0001."""
    return f"PRB-{year}-{_take(f'case/{year}'):04d}"


def _take(key: str, count: int = 1) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO cases_counter (key, last) VALUES (%(key)s, %(count)s)
               ON CONFLICT (key) DO UPDATE SET last = cases_counter.last + %(count)s
               RETURNING last""",
            {"key": key, "count": count},
        )
        return int(cursor.fetchone()[0])
