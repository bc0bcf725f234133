from datetime import date, timedelta

import pytest

from accounts.models import User
from cases.core.keyset import Keyset
from cases.core.models import Case, Task

START = date(2026, 6, 1)


@pytest.fixture
def tasks(case: Case, lead: User) -> list[Task]:
    """Seven tasks, of which two share a date and two have none."""
    days = [0, 3, None, 1, 1, None, 2]
    return [
        case.tasks.create(
            title=f"Task {i}",
            due_on=None if day is None else START + timedelta(days=day),
            added_by=lead,
        )
        for i, day in enumerate(days)
    ]


@pytest.mark.parametrize("field", ["due_on", "title", "pk", "added_at"])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_forwards_and_back_are_the_whole_in_order(
    case: Case, tasks: list[Task], field: str, *, descending: bool, size: int
) -> None:
    keyset, rows = Keyset(field, descending=descending), case.tasks.all()
    whole = [task.pk for task in keyset.ordered(rows)]

    page, forwards = keyset.page(rows, size), []
    while True:
        forwards += [task.pk for task in page.rows]
        if not page.after:
            break
        page = keyset.page(rows, size, after=page.after)
    back = [task.pk for task in page.rows]
    while page.before:
        page = keyset.page(rows, size, before=page.before)
        back = [task.pk for task in page.rows] + back

    assert forwards == whole
    assert back == whole
    assert sorted(whole) == sorted(task.pk for task in tasks)


def test_what_is_not_known_sorts_last_either_way(case: Case, tasks: list[Task]) -> None:
    for descending in (False, True):
        ordered = Keyset("due_on", descending=descending).ordered(case.tasks.all())
        assert [task.due_on for task in ordered][-2:] == [None, None]


def test_a_row_that_arrives_meanwhile_shifts_nothing(
    case: Case, lead: User, tasks: list[Task]
) -> None:
    keyset, rows = Keyset("title"), case.tasks.all()
    first = keyset.page(rows, 3)
    case.tasks.create(title="A task that sorts first", added_by=lead)

    second = keyset.page(rows, 3, after=first.after)

    assert [task.title for task in second.rows] == ["Task 3", "Task 4", "Task 5"]


@pytest.mark.parametrize("cursor", ["nonsense", "%%%", "bnVsbA", "WzEsIHt9XQ", "WyJ4IiwgInkiXQ"])
def test_a_cursor_that_means_nothing_gives_the_first_page(
    case: Case, tasks: list[Task], cursor: str
) -> None:
    page = Keyset("due_on").page(case.tasks.all(), 3, after=cursor)

    assert [task.title for task in page.rows] == ["Task 0", "Task 3", "Task 4"]
    assert page.before == ""
