import re
from collections import defaultdict

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.core import services as cases
from cases.core.models import Case
from cases.core.roles import CHANGES
from tests.access.frame import (
    KWARGS,
    OUTSIDERS,
    Row,
    Who,
    World,
    client_of,
    in_case,
    outcome,
    slices,
    table,
)
from tests.factories.accounts import UserFactory

PEOPLE = dict[Who, User | None]
ALL_ROWS: list[Row] = [row for name in slices() for row in table(name).ROWS]
SECRET = re.compile(rb"Nobody else may read|PRB-\d{4}-0001")
BY_ALLAUTH = ("account_", "mfa_")


@pytest.fixture
def people(
    lead: User, analyst: User, reviewer: User, legal: User, policy: User, stranger: User
) -> PEOPLE:
    administrator = UserFactory.create(email="admin@lab.example", is_administrator=True)
    everyone = [lead, analyst, reviewer, legal, policy, stranger, administrator, None]
    return dict(zip(Who, everyone, strict=True))


def _ask(row: Row, client: Client, case: Case, world: World) -> str:
    """Ask, and undo whatever it did."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = outcome(row.ask(client, case, world))
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


@pytest.mark.parametrize("name", slices())
def test_everyone_is_answered_as_the_table_says(name: str, case: Case, people: PEOPLE) -> None:
    module = table(name)
    world = module.furnish(case, people)
    clients = {who: client_of(person) for who, person in people.items()}

    wrong = [
        f"{row.method} {row.name} as {who}: {got}, not {row.answers(who)}"
        for row in module.ROWS
        for who, client in clients.items()
        if (got := _ask(row, client, case, world)) != row.answers(who)
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", slices())
def test_nothing_is_reached_through_a_case_that_it_is_not_in(
    name: str, case: Case, people: PEOPLE, lead: User
) -> None:
    module = table(name)
    world = module.furnish(case, people)
    elsewhere = cases.open_case(title="Another case of the lead's", is_synthetic=True, by=lead)
    rows = [
        row
        for row in module.ROWS
        if in_case(row.name)
        and len(KWARGS[row.name]) > 1
        and Who.LEAD in row.people
        and not row.everywhere
    ]

    reached = [
        f"{row.method} {row.name}: {got}"
        for row in rows
        if (got := _ask(row, client_of(lead), elsewhere, world)) != "404"
    ]

    assert not reached, "\n".join(reached)


@pytest.mark.parametrize("name", slices())
def test_nothing_of_a_case_shows_to_who_is_no_member(name: str, case: Case, people: PEOPLE) -> None:
    module = table(name)
    world = module.furnish(case, people)
    case.title = "Nobody else may read this"
    case.save()
    rows = [row for row in module.ROWS if row.method == "GET" and not in_case(row.name)]

    leaks = [
        f"{row.name} as {who}"
        for row in rows
        for who in OUTSIDERS & row.people
        if re.search(
            rb"Nobody else may read|PRB-\d{4}-0001", _content(row, people[who], case, world)
        )
    ]

    assert not leaks, "\n".join(leaks)


def _content(row: Row, person: User | None, case: Case, world: World) -> bytes:
    response = row.ask(client_of(person), case, world)
    return response.read if response.streaming else response.content


@pytest.mark.parametrize("name", slices())
def test_closed_case_refuses_every_change(name: str, case: Case, people: PEOPLE) -> None:
    module = table(name)
    world = module.furnish(case, people)
    rows = [row for row in module.ROWS if row.opens_for in CHANGES and in_case(row.name)]
    with transaction.atomic():
        cases.close_case(case=case, reason="Nothing more to find.", by=people[Who.LEAD])

    changed = [
        f"{row.method} {row.name}: {got}"
        for row in rows
        if (got := _ask(row, client_of(people[Who.LEAD]), case, world)) != "403"
    ]

    assert not changed, "\n".join(changed)


def test_every_url_and_method_has_a_row(case: Case, people: PEOPLE) -> None:
    people[Who.LEAD].is_administrator = True
    people[Who.LEAD].save()
    client = client_of(people[Who.LEAD])
    world = {k: v for name in slices() for k, v in table(name).furnish(case, people).items()}
    declared: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in ALL_ROWS:
        declared[row.name][row.method] = row

    missing = [name for name in KWARGS if name not in declared]
    for name, rows in declared.items():
        if not name.startswith(BY_ALLAUTH):
            kwargs = next(iter(rows.values())).args(world)
            if in_case(name):
                kwargs = {"reference": case.reference} | kwargs
            answer = client.generic("PROBE", reverse(name, kwargs=kwargs))
            allowed = {m.strip() for m in answer.get("Allow", "any").split(",")}
            missing += [f"{m} {name}" for m in allowed - {"HEAD", "OPTIONS", *rows}]

    assert not missing, "\n".join(missing)


def test_no_row_is_declared_twice() -> None:
    keys = [(row.name, row.method) for row in ALL_ROWS]

    assert sorted(keys) == sorted(set(keys))
