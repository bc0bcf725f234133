"""The matrix as people use it: through its pages and the API."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from audit.names import signature
from cases.claims.models import Claim
from cases.claims.vocabulary import Status, Weight
from cases.core.models import Case
from cases.hypotheses import services
from cases.hypotheses.models import EvidenceRow, Hypothesis
from cases.hypotheses.referents import read
from cases.reports.queries import ledger_of
from cases.reports.sections import filled
from tests.access.frame import client_of
from tests.factories.claims import ClaimFactory


def _page(case: Case, name: str, **args: int) -> str:
    return reverse(f"hypotheses:{name}", kwargs={"reference": case.reference} | args)


def _text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_row_rated_on_its_page_decides_the_order(
    case: Case, analyst: User, first: Hypothesis, second: Hypothesis, row: EvidenceRow
) -> None:
    client = client_of(analyst)
    marks = {
        f"mark_{first.number}": "II",
        f"note_{first.number}": "It would have paid.",
        f"mark_{second.number}": "C",
        f"note_{second.number}": "It needs nobody to pay.",
        f"seen_{first.number}": "0",
        f"seen_{second.number}": "0",
    }
    assert client.post(row.get_absolute_url(), marks).status_code == 302
    text = _text(client, _page(case, "list"))
    assert f"Least contradicted: {second}; most contradicted: {first}." in text
    assert "It would have paid." in _text(client, first.get_absolute_url())
    assert Entry.objects.filter(action="evidence_row.rated", actor=signature(analyst)).count() == 1


def test_a_form_that_was_open_meanwhile_signs_nothing(
    case: Case, analyst: User, lead: User, first: Hypothesis, row: EvidenceRow
) -> None:
    services.rate_row(row=row, cells={first.number: ("C", "Why.")}, by=lead)
    mark, note, seen = (f"{field}_{first.number}" for field in ("mark", "note", "seen"))
    assert (
        "a judgement that others must"
        in client_of(analyst).post(row.get_absolute_url(), {mark: "II", seen: "0"}).content.decode()
    )
    stale = {mark: "II", note: "Too far.", seen: "0"}
    response = client_of(analyst).post(row.get_absolute_url(), stale)
    assert "while this page was open" in response.content.decode()
    assert [rating.mark for rating in row.ratings.all()] == ["C"]


def test_the_usual_rivals_are_added_once(case: Case, analyst: User) -> None:
    client = client_of(analyst)
    for _ in range(2):
        client.post(_page(case, "offer"), follow=True)
    assert case.hypotheses.count() == 6


def test_evidence_is_named_as_the_case_names_it(case: Case, analyst: User, claim: Claim) -> None:
    client = client_of(analyst)
    url = _page(case, "row_add")
    assert client.post(url, {"of": str(claim), "relevance": "medium"}).status_code == 302
    assert case.evidence_rows.get().claim == claim
    for name in ("C-999", "X-1", "E-1/S-1", "C-1/S-99"):
        response = client.post(url, {"of": name, "relevance": "medium"})
        assert name in response.context["form"].errors["of"][0]
    assert case.evidence_rows.count() == 1


def test_what_speaks_for_the_subject_is_listed_and_can_be_rated(
    case: Case, analyst: User, first: Hypothesis
) -> None:
    claim = ClaimFactory.create(
        case=case, by=analyst, weight=Weight.FOR_SUBJECT, statement="It left."
    )
    client = client_of(analyst)
    assert "It left." in _text(client, _page(case, "list"))
    url = reverse("hypotheses:row_take", args=[case.reference, "claim", claim.pk])
    row = case.evidence_rows.get() if client.post(url).status_code == 302 else None
    assert row is not None
    assert row.claim == claim
    assert client.post(url).status_code == 404


def test_a_refuted_claim_stays_listed_and_counts_for_nothing(row: EvidenceRow) -> None:
    row.claim.status = Status.REFUTED
    assert read(row).lapsed == "The claim is refuted."


def test_hostile_words_stay_words(case: Case, analyst: User) -> None:
    hypothesis = services.add_hypothesis(
        case=case, statement="<script>alert(1)</script>{{ 7|add:7 }}", by=analyst
    )
    client = client_of(analyst)
    for url in (_page(case, "list"), hypothesis.get_absolute_url()):
        text = _text(client, url)
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in text


def test_a_row_left_out_says_why_and_can_come_back(
    case: Case, analyst: User, first: Hypothesis, row: EvidenceRow
) -> None:
    client = client_of(analyst)
    where = {"number": row.number}
    client.post(_page(case, "leave_out", **where), {"reason": ""})
    row.refresh_from_db()
    assert row.left_out_at is None
    client.post(_page(case, "leave_out", **where), {"reason": "It is an echo."})
    assert "It is an echo." in _text(client, _page(case, "list"))
    client.post(_page(case, "take_back", **where))
    row.refresh_from_db()
    assert row.left_out_at is None


def test_the_matrix_takes_as_many_queries_for_one_row_as_for_many(
    case: Case, analyst: User, first: Hypothesis, second: Hypothesis
) -> None:
    client = client_of(analyst)
    counts = []
    for size in (1, 40):
        for n in range(case.evidence_rows.count(), size):
            row = services.add_row(case=case, kind="absence", says=f"No sign {n}.", by=analyst)
            services.rate_row(row=row, cells={first.number: ("I", "Why.")}, by=analyst)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            _text(client, _page(case, "list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_report_lists_the_hypotheses_and_what_speaks_against_each(
    case: Case, analyst: User, first: Hypothesis, second: Hypothesis, row: EvidenceRow
) -> None:
    services.rate_row(
        row=row, cells={first.number: ("I", "Why."), second.number: ("C", "Why.")}, by=analyst
    )
    _, leads, trails = filled("hypotheses", ledger_of(case))
    assert leads.sentences[0].text.startswith(
        f"{second}, a possibility and no finding (least contradicted)"
    )
    [against] = trails.sentences[1:]
    assert row.claim.statement in against.text
    assert against.label == row.claim.status.replace("_", " ")


def test_the_api_rates_and_gives_the_order(
    case: Case, analyst: User, first: Hypothesis, second: Hypothesis
) -> None:
    client, base = client_of(analyst), f"/api/v1/cases/{case.reference}"
    made = client.post(f"{base}/evidence-rows/", {"says": "No payment."}, "application/json").json()
    cells = {"cells": [{"hypothesis": first.number, "mark": "II", "note": "Why."}]}
    url = f"{base}/evidence-rows/{made['number']}/rate/"
    rated = client.post(url, cells, "application/json").json()
    assert [each["mark"] for each in rated["ratings"]] == ["II"]
    order = client.get(f"{base}/hypotheses/order/").json()
    assert {each["hypothesis"]: each["against"] for each in order}[first.number] == 2
    unsaid = {"cells": [{"hypothesis": second.number, "mark": "I"}]}
    assert "Say why, for H-" in client.post(url, unsaid, "application/json").content.decode()
    strange = {"cells": [{"hypothesis": 99, "mark": "II"}]}
    assert client.post(url, strange, "application/json").status_code in (400, 409)
