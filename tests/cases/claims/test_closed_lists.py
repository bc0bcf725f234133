"""What the tables of the ledger refuse, whoever writes: words off a list, and missing words."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from cases.claims import errors, services
from cases.claims.models import Claim, Source
from cases.core.models import Case, Party
from tests.factories.claims import ClaimFactory, say
from tests.factories.exhibits import receive

pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE cases_source SET kind = 'rumour'",
    "UPDATE cases_source SET basis = 'perhaps'",
    "UPDATE cases_source SET reliability = 'G'",
    "UPDATE cases_source SET title = ''",
    "UPDATE cases_lineage SET passage = ''",
    "UPDATE cases_claim SET kind = 'banana'",
    "UPDATE cases_claim SET rung = 'L5'",
    "UPDATE cases_claim SET weight = 'heavy'",
    "UPDATE cases_claim SET precision = 'roughly'",
    "UPDATE cases_claim SET precision = 'range'",
    "UPDATE cases_claim SET value_high = 9",
    "UPDATE cases_claim SET statement = ''",
    "UPDATE cases_assertion SET stance = 'screams'",
    "UPDATE cases_assertion SET credibility = '7'",
    "UPDATE cases_observation SET finding = ''",
    "UPDATE cases_observation SET method = ''",
    "UPDATE cases_response SET outcome = 'banana'",
    "UPDATE cases_response SET outcome = 'denied', answered_on = '2026-06-20'",
    "UPDATE cases_response SET outcome = 'no_answer'",
]


@pytest.fixture
def ledger(
    claim: Claim, letter: Source, wire: Source, cast: dict[str, Party], analyst: User, case: Case
) -> Case:
    say(letter, claim, analyst)
    ClaimFactory.create(
        case=case, by=analyst, kind="figure", value=3, unit="accounts", precision="exact"
    )
    services.rest_source_on(source=wire, rests_on=letter, passage="As it wrote.", by=analyst)
    services.observe_claim(
        claim=claim, finding="So.", method="Count.", by=analyst,
        exhibits=[receive(case, analyst, b"rows")],
    )  # fmt: skip
    services.record_response(
        case=case, party=cast["accused"], asked_on="2026-06-11", asked_by="Us", channel="Letter",
        question="So?", by=analyst,
    )  # fmt: skip
    return case


@pytest.mark.parametrize("sql", REFUSED)
def test_the_database_takes_nothing_off_its_lists(ledger: Case, sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="violates check constraint"):
            cursor.execute(sql)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"statement": "Did they?"}, "question"),
        ({"kind": "figure", "value": 3, "unit": "x", "precision": "range"}, "both its ends"),
        (
            {"kind": "figure", "value": 3, "value_high": 9, "unit": "x", "precision": "exact"},
            "nothing else has an upper end",
        ),
    ],
)
def test_what_is_no_claim_is_refused_in_words(
    case: Case, analyst: User, fields: dict[str, object], says: str
) -> None:
    with pytest.raises(errors.ClaimMalformed, match=says):
        ClaimFactory.create(case=case, by=analyst, **fields)
