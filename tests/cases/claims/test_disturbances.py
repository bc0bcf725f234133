"""Nothing rots silently: whatever a signed claim rests on changes, by whatever way, it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from audit.models import Entry
from cases.claims import queries, services
from cases.claims.disturbances import Disturbance
from cases.claims.models import Claim, Observation, Source
from cases.claims.upkeep import settle, settle_everywhere
from cases.claims.vocabulary import Status
from cases.core import paperwork
from cases.core import services as cases
from cases.core.models import Case, Party
from cases.exhibits import services as exhibits
from cases.exhibits.models import Exhibit
from cases.exhibits.recheck import raise_alarm
from cases.telemetry.models import Figure
from tests.factories.claims import ClaimFactory, SourceFactory, say
from tests.factories.exhibits import receive
from tests.factories.telemetry import FigureFactory, ImportFactory


@dataclass(frozen=True)
class Signed:
    """Three confirmed claims, each by a standard of its own, and what they rest on."""

    case: Case
    by_origins: Claim
    by_record: Claim
    by_figure: Claim
    record: Source
    exhibit: Exhibit
    figure: Figure
    cast: dict[str, Party]
    wire: Source
    paper: Source
    analyst: User

    def fallen(self) -> set[str]:
        return {str(claim) for claim in self.case.claims.overstated()}

    def why(self, claim: Claim) -> str:
        return Claim.objects.get(pk=claim.pk).overstated_because


@pytest.fixture
def signed(
    case: Case, cast: dict[str, Party], wire: Source, paper: Source, analyst: User, reviewer: User
) -> Signed:
    by_origins, by_record, by_figure = (
        ClaimFactory.create(case=case, by=analyst) for _ in range(3)
    )
    exhibit = receive(case, analyst)
    record = SourceFactory.create(
        publisher=cast["court"], kind="official_record", exhibit=exhibit, by=analyst
    )
    figure = FigureFactory.create(case=case, key="hits", value=10, derived_from=[exhibit.sha256])
    say(wire, by_origins, analyst)
    say(paper, by_origins, analyst)
    say(record, by_record, analyst)
    services.observe_claim(
        claim=by_figure, figure_key="hits", finding="Ten.", method="Count.", by=analyst
    )
    run(figure, 10, analyst)
    settle(case)
    for claim in (by_origins, by_record, by_figure):
        proposal = services.propose_status(
            claim=claim, status=Status.CONFIRMED, rationale="It is shown.", by=analyst
        )
        services.countersign_status(proposal=proposal, by=reviewer)
    return Signed(
        case, by_origins, by_record, by_figure, record, exhibit, figure, cast, wire, paper, analyst
    )


def run(figure: Figure, found: int, by: User | None) -> None:
    """A run of a figure, written as its job writes it, but around the service."""
    figure.runs.create(
        stated=figure.value, found=found, is_same=found == figure.value, engine="e 1",
        derived_from=figure.derived_from, by=by,
    )  # fmt: skip


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change_control(signed: Signed) -> None:
    wire = signed.cast["wire"]
    paperwork.change_party(
        party=wire, name="Wire", kind=wire.kind, role=wire.role, by=signed.analyst,
        controlled_by=signed.cast["lab"],
    )  # fmt: skip


def change_role(signed: Signed) -> None:
    court = signed.cast["court"]
    paperwork.change_party(
        party=court, name="Court", kind=court.kind, role="complainant", by=signed.analyst
    )


def add_a_subject_that_a_publisher_controls(signed: Signed) -> None:
    paperwork.add_party(
        case=signed.case, name="Wire Labs", kind="organization", role="subject",
        controlled_by=signed.cast["wire"], by=signed.analyst,
    )  # fmt: skip


def damage(signed: Signed) -> None:
    raise_alarm(signed.exhibit, None, by=None)


def name_a_party_that_a_claim_speaks_of(signed: Signed) -> None:
    word = signed.by_figure.statement.split()[0]
    paperwork.add_party(
        case=signed.case, name=word, kind="organization", role="subject", by=signed.analyst
    )


def call_a_party_what_a_claim_says(signed: Signed) -> None:
    court = signed.cast["court"]
    paperwork.change_party(
        party=court, name="Court", kind=court.kind, role=court.role, by=signed.analyst,
        aliases=[signed.by_figure.statement.split()[0].upper()],
    )  # fmt: skip


THROUGH_SERVICES: list[tuple[Callable[[Signed], None], set[str], str]] = [
    (change_control, {"C-1"}, "What changed: Wire is controlled by Lab."),
    (change_role, {"C-2"}, "Court was authority (organization) and is complainant"),
    (add_a_subject_that_a_publisher_controls, {"C-1"}, "Wire Labs, subject, is controlled by Wire"),
    (name_a_party_that_a_claim_speaks_of, {"C-3"}, "became a party"),
    (call_a_party_what_a_claim_says, {"C-3"}, "other names of Court"),
    (damage, {"C-2", "C-3"}, "the stored bytes of E-1 are not those that were received"),
]


@pytest.mark.parametrize(("change", "fallen", "why"), THROUGH_SERVICES)
def test_a_change_made_beneath_flags_at_once_what_rests_on_it(
    change: Callable[[Signed], None], fallen: set[str], why: str, signed: Signed
) -> None:
    change(signed)

    assert signed.fallen() == fallen
    assert not Disturbance.objects.exists()
    assert all(why in claim.overstated_because for claim in signed.case.claims.overstated())
    assert '"claims.worked_out"' in Entry.objects.latest("pk").content


UNDER_ONE_CONTROL = """
UPDATE cases_party SET controlled_by_id = (SELECT id FROM cases_party WHERE name = 'Paper')
 WHERE name = 'Wire'
"""
AN_ECHO = """
INSERT INTO cases_lineage (source_id, rests_on_id, passage, added_at, added_by_id)
SELECT a.id, b.id, 'p', now(), a.added_by_id FROM cases_source a, cases_source b
 WHERE a.number = 1 AND b.number = 2
"""
A_NAME = """
UPDATE cases_party p SET aliases = ARRAY[split_part(c.statement, ' ', 1)] FROM cases_claim c
 WHERE p.name = 'Wire' AND c.number = 3
"""
AN_ALARM = """
INSERT INTO cases_alarm (case_id, exhibit_id, raised_at, found, settled_how)
SELECT case_id, id, now(), '', '' FROM cases_exhibit
"""
AROUND_SERVICES: list[tuple[str, str, set[str]]] = [
    ("UPDATE cases_party SET role = 'subject' WHERE name = 'Wire'", "Wire was publisher", {"C-1"}),
    (UNDER_ONE_CONTROL, "Wire is controlled by Paper", {"C-1"}),
    ("UPDATE cases_source SET reliability = 'D' WHERE number = 1", "S-1 was graded B", {"C-1"}),
    ("UPDATE cases_source SET basis = 'unknown' WHERE number = 1", "what S-1 rests on", {"C-1"}),
    ("UPDATE cases_source SET exhibit_id = NULL WHERE number = 3", "recorded of S-3", {"C-2"}),
    (AN_ECHO, "what S-1 rests on", {"C-1"}),
    ("DELETE FROM cases_assertion WHERE source_id = (SELECT id FROM cases_source WHERE number = 2)",
     "what S-2 says of it", {"C-1"}),
    ("UPDATE cases_assertion SET stance = 'denies'", "what S-1 says of it", {"C-1", "C-2"}),
    ("UPDATE cases_observation SET contradicts = true", "our own analysis", {"C-3"}),
    ("DELETE FROM cases_observation_exhibits", "our own analysis", {"C-3"}),
    ("UPDATE cases_figure SET value = 11", "figure hits is measured as 11", {"C-3"}),
    (A_NAME, "other names of Wire", {"C-3"}),
    (AN_ALARM, "stored bytes of E-1", {"C-2", "C-3"}),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "what", "fallen"), AROUND_SERVICES)
def test_a_change_made_in_sql_is_noted_and_settled_by_the_clock(
    statement: str, what: str, fallen: set[str], signed: Signed
) -> None:
    sql(statement)

    assert any(what in said for said in queries.unsettled(signed.case))
    assert fallen <= queries.moving(signed.case).keys()
    assert settle_everywhere() == 1
    assert signed.fallen() == fallen
    assert settle_everywhere() == 0


def test_a_figure_run_again_with_another_result_unsettles_what_was_observed(
    signed: Signed,
) -> None:
    run(signed.figure, 12, signed.analyst)
    settle_everywhere()

    assert "figure hits, run again, gave 12 instead of 10" in signed.why(signed.by_figure)
    claim = Claim.objects.get(pk=signed.by_figure.pk)
    [missing] = claim.explanation["confirming"][3]["missing"]
    assert missing == "Figure hits (from E-1): run again, it gave 12 instead of 10."
    observation = Observation.objects.get()
    assert (observation.rerun_gave_the_same, observation.rerun_by) == (False, signed.analyst)

    run(signed.figure, 10, signed.analyst)
    settle_everywhere()

    assert signed.fallen() == set()
    assert Observation.objects.get().rerun_gave_the_same is True


def test_a_run_that_nobody_signed_is_put_in_nobodys_name(signed: Signed, reviewer: User) -> None:
    run(signed.figure, 10, reviewer)
    settle_everywhere()
    run(signed.figure, 12, None)
    settle_everywhere()

    observation = Observation.objects.get()
    assert (observation.rerun_gave_the_same, observation.rerun_by) == (True, reviewer)
    assert "gave 12 instead of 10" in signed.why(signed.by_figure)


def test_a_figure_measured_anew_no_longer_bears_what_was_observed_of_the_old_one(
    signed: Signed,
) -> None:
    signed.case.figures.update(value=12)
    signed.figure.refresh_from_db()
    run(signed.figure, 12, signed.analyst)
    settle_everywhere()

    claim = Claim.objects.get(pk=signed.by_figure.pk)
    [missing] = claim.explanation["confirming"][3]["missing"]
    assert missing == "Figure hits (from E-1): it was 10 when it was observed and is 12 now."
    assert signed.fallen() == {"C-3"}


def test_withdrawn_telemetry_unsettles_the_figures_that_were_counted_in_it(
    signed: Signed,
) -> None:
    imported = ImportFactory.create(case=signed.case, state="mapping", requested_by=signed.analyst)
    imported.files.create(exhibit=signed.exhibit, place=0)
    who, when = signed.analyst, imported.requested_at
    assert settle_everywhere() == 0

    type(imported).objects.update(
        state="withdrawn", withdrawn_why="Wrong.", withdrawn_by=who, withdrawn_at=when
    )
    settle_everywhere()

    assert "import I-" in signed.why(signed.by_figure)
    assert signed.fallen() == {"C-3"}


def test_a_settled_alarm_lets_the_ceiling_rise_again(signed: Signed, lead: User) -> None:
    damage(signed)
    exhibits.settle_alarm(alarm=signed.case.alarms.get(), how="Restored.", by=lead)

    assert signed.fallen() == set()


def test_a_closed_case_is_settled_when_it_is_reopened(signed: Signed, lead: User) -> None:
    cases.close_case(case=signed.case, reason="Done.", by=lead)
    damage(signed)
    assert settle_everywhere() == 0
    assert signed.fallen() == set()
    assert queries.unsettled(signed.case)

    cases.reopen_case(case=signed.case, reason="The alarm.", by=lead)

    assert signed.fallen() == {"C-2", "C-3"}


@pytest.mark.parametrize("who", ["lead", "reviewer", "analyst"])
def test_home_says_what_fell_and_why_to_those_who_must_act(
    who: str, signed: Signed, signed_in: Any, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    Party.objects.filter(name="Wire").update(controlled_by=signed.cast["lab"])
    assert "Wire is controlled by Lab" in client.get("/").content.decode()

    settle_everywhere()

    page = client.get("/").content.decode()
    assert "C-1: " in page
    assert "What changed: Wire is controlled by Lab." in page
    assert "Ceilings are out of date" not in page


def test_words_that_come_to_name_a_party_are_worked_out_at_once(signed: Signed) -> None:
    claim = ClaimFactory.create(case=signed.case, by=signed.analyst)
    services.observe_claim(
        claim=claim, figure_key="hits", finding="Ten.", method="Count.", by=signed.analyst
    )
    claim.refresh_from_db()
    assert claim.ceiling == Status.CONFIRMED

    services.edit_claim(claim=claim, statement="The Court had ten hits.", by=signed.analyst)

    claim.refresh_from_db()
    assert claim.ceiling == Status.NOT_ESTABLISHED


def test_the_page_says_that_an_observation_counts_no_more(signed: Signed, signed_in: Any) -> None:
    client, url = signed_in(signed.analyst), signed.by_figure.get_absolute_url()
    assert "counts no more" not in client.get(url).content.decode()

    signed.case.figures.update(value=12)
    settle_everywhere()

    page = client.get(url).content.decode()
    assert "counts no more</span> It was 10 when it was observed and is 12 now." in page
