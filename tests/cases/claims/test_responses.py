"""What the subject answers counts as what it says, and stays on record as it was given."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from cases.claims import services
from cases.claims.errors import AlreadySaid, AnsweredAlready, ResponseIncomplete
from cases.claims.models import Claim, Source
from cases.claims.signatures import Response
from cases.core.models import Case, Party
from tests.factories.claims import say

pytestmark = pytest.mark.django_db
DENIAL = {"outcome": "denied", "answered_on": "2026-06-20", "answer": "We deny it roundly."}


def _ask(case: Case, party: Party, by: User, **fields: Any) -> Response:
    asked = {"asked_on": "2026-06-11", "asked_by": "Us", "channel": "Letter", "question": "So?"}
    return services.record_response(case=case, party=party, by=by, **(asked | fields))


@pytest.fixture
def confirmed(claim: Claim, wire: Source, paper: Source, analyst: User, reviewer: User) -> Claim:
    for source in (wire, paper):
        say(source, claim, analyst, credibility="2")
    proposal = services.propose_status(
        claim=claim, status="confirmed", rationale="Two origins.", by=analyst
    )
    services.countersign_status(proposal=proposal, note="", by=reviewer)
    claim.refresh_from_db()
    assert (claim.status, claim.is_overstated) == ("confirmed", False)
    return claim


@pytest.mark.parametrize("when", ["at once", "later"])
def test_a_denial_that_came_as_an_answer_counts_as_one(
    confirmed: Claim, case: Case, cast: dict[str, Party], analyst: User, when: str
) -> None:
    first = DENIAL if when == "at once" else {}
    response = _ask(case, cast["accused"], analyst, claims=[confirmed], **first)
    if when == "later":
        services.answer_response(response=response, by=analyst, **DENIAL)

    confirmed.refresh_from_db()
    assert "denied by" in confirmed.overstated_because
    said = confirmed.assertions.get(stance="denies")
    assert (said.quotation, said.source.publisher) == ("We deny it roundly.", cast["accused"])
    response.refresh_from_db()
    assert response.source == said.source


def test_a_denial_that_another_reports_rests_on_it(
    claim: Claim, case: Case, cast: dict[str, Party], wire: Source, analyst: User
) -> None:
    say(wire, claim, analyst)
    response = _ask(case, cast["accused"], analyst, claims=[claim], source=wire, **DENIAL)

    denial = claim.assertions.get(stance="denies").source
    assert (denial.publisher, denial.grounds.get().rests_on) == (cast["accused"], wire)
    assert response.source == wire


def test_a_denial_that_the_ledger_has_is_not_entered_twice(
    claim: Claim, case: Case, cast: dict[str, Party], analyst: User
) -> None:
    denial = services.add_source(
        case=case, title="Statement", publisher=cast["accused"], kind="statement", by=analyst
    )
    say(denial, claim, analyst, "denies")
    _ask(case, cast["accused"], analyst, claims=[claim], source=denial, **DENIAL)

    assert claim.assertions.filter(stance="denies").count() == 1


def test_an_answer_whose_source_says_the_opposite_is_refused_whole(
    claim: Claim, case: Case, cast: dict[str, Party], analyst: User
) -> None:
    statement = services.add_source(
        case=case, title="Statement", publisher=cast["accused"], kind="statement", by=analyst
    )
    say(statement, claim, analyst)

    with pytest.raises(AlreadySaid, match="S-1 asserts C-1"):
        _ask(case, cast["accused"], analyst, claims=[claim], source=statement, **DENIAL)
    assert not case.responses.exists()


def test_silence_says_nothing(
    claim: Claim, case: Case, cast: dict[str, Party], analyst: User
) -> None:
    _ask(
        case, cast["accused"], analyst, claims=[claim], outcome="no_answer",
        answered_on="2026-06-20",
    )  # fmt: skip

    assert not claim.assertions.exists()


def test_words_once_given_stay(case: Case, cast: dict[str, Party], analyst: User) -> None:
    response = _ask(case, cast["accused"], analyst, **DENIAL)

    with pytest.raises(AnsweredAlready):
        services.answer_response(
            response=response, outcome="no_answer", answered_on="2026-06-21", by=analyst
        )

    response.refresh_from_db()
    assert response.answer == "We deny it roundly."
    assert Entry.objects.get(action="response.recorded").detail["answer"] == "We deny it roundly."


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_response SET answer = ''",
        "UPDATE cases_response SET outcome = 'no_answer'",
        "UPDATE cases_response SET question = 'Another?'",
        "DELETE FROM cases_response",
        "TRUNCATE cases_response CASCADE",
    ],
)
def test_the_database_keeps_an_answer_too(
    case: Case, cast: dict[str, Party], analyst: User, sql: str
) -> None:
    _ask(case, cast["accused"], analyst, **DENIAL)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="on record for good"):
            cursor.execute(sql)
        transaction.set_rollback(True)


@pytest.mark.parametrize("outcome", ["waiting", "no_answer"])
def test_an_answer_may_come_late(
    case: Case, cast: dict[str, Party], analyst: User, outcome: str
) -> None:
    as_of = "2026-06-15" if outcome == "no_answer" else ""
    response = _ask(case, cast["accused"], analyst, outcome=outcome, answered_on=as_of)

    services.answer_response(response=response, by=analyst, **DENIAL)

    response.refresh_from_db()
    assert response.outcome == "denied"


TOMORROW = (timezone.now() + timedelta(days=1)).date().isoformat()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"asked_on": " "}, "day on which they were asked"),
        ({"asked_on": TOMORROW}, "is still to come"),
        ({"outcome": "no_answer"}, "day of the answer"),
        ({"outcome": "no_answer", "answered_on": "2031"}, "is still to come"),
        (DENIAL | {"answered_on": "2026-06-10"}, "before they were asked"),
        (DENIAL | {"answer": " "}, "words"),
        ({"outcome": "banana", "answered_on": "2026-06-12"}, "banana"),
        ({"question": ""}, "put to them"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    case: Case, cast: dict[str, Party], analyst: User, fields: dict[str, str], says: str
) -> None:
    with pytest.raises(ResponseIncomplete, match=says):
        _ask(case, cast["accused"], analyst, **fields)
    assert not case.responses.exists()
