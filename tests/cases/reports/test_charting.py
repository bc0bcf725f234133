from dataclasses import asdict

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from cases.clusters.models import Cluster, LinkerRun
from cases.core.models import Case
from cases.reports import charting, queries, services
from cases.reports.charts import placed_of
from cases.reports.errors import LedgerHasMoved, NotAsThingsAre, ReportSaysTooMuch
from cases.reports.measured import measured_in, offered_in
from cases.reports.models import Report, Revision
from cases.reports.rendering import document_of
from tests.factories.exhibits import receive
from tests.factories.reports import approve, furnish, measure, write

DAYS = {"2026-04-22": 1_200, "2026-04-24": 3_400}


@pytest.fixture
def report(case: Case, analyst: User) -> Report:
    measure(case, DAYS)
    return write(furnish(case, analyst), analyst)


def add(report: Report, by: User, of: str = "by-day", caption: str = "") -> Report:
    charting.add_chart(report=report, section="evidence", of=of, caption=caption, by=by)
    report.refresh_from_db()
    return report


def cluster_of(case: Case, by: User) -> Cluster:
    run = LinkerRun.objects.create(
        case=case, number=1, parameters={}, version="1", requested_by=by,
        finished_at=timezone.now(),
        derivation={"read": ["ab" * 32], "query": "clusters.uses 1", "linker": "3", "engine": "x"},
    )  # fmt: skip
    return Cluster.objects.create(
        case=case, number=2, origin="linker", digest="c" * 64, member_count=7, run=run,
        explanation={"days": [["2026-04-22", 10, 300], ["2026-04-24", 30, 100]]},
    )  # fmt: skip


def test_add_chart_puts_it_into_the_section_and_on_record(report: Report, analyst: User) -> None:
    report = add(report, analyst, caption="  Interactions, by day  ")

    (placed,) = placed_of(report.charts)
    assert placed.caption == "Interactions, by day"
    (section,) = [s for s in queries.composed(report).sections if s.key == "evidence"]
    assert section.blocks[0].kind == "chart"
    entry = Entry.objects.get(action="report.chart_added")
    assert entry.detail == asdict(placed)


def test_add_chart_voids_what_waits_and_makes_its_author(
    report: Report, analyst: User, lead: User
) -> None:
    revision = services.request_approval(report=report, by=analyst)

    report = add(report, lead)

    revision.refresh_from_db()
    assert revision.outcome == Revision.Outcome.VOIDED
    assert report.changed_by == lead


def test_add_chart_refuses_what_cannot_be_drawn(case: Case, report: Report, analyst: User) -> None:
    with pytest.raises(NotAsThingsAre, match="the days of K-9 are not held"):
        add(report, analyst, of="K-9")
    with pytest.raises(NotAsThingsAre, match="no figure is stated"):
        add(report, analyst, of="figures")


def test_add_chart_refuses_a_reader(report: Report, reviewer: User, policy: User) -> None:
    with pytest.raises(PermissionDenied):
        add(report, policy)


def test_add_chart_refuses_a_section_that_nobody_writes(report: Report, analyst: User) -> None:
    with pytest.raises(NotAsThingsAre, match="an analyst writes in"):
        charting.add_chart(report=report, section="exhibits", of="by-day", caption="", by=analyst)


def test_add_chart_stops_at_twenty(report: Report, analyst: User) -> None:
    for _ in range(charting.MOST_CHARTS):
        add(report, analyst)

    with pytest.raises(NotAsThingsAre, match="at most 20"):
        add(report, analyst)


def test_change_and_remove_chart(report: Report, analyst: User) -> None:
    report = add(add(report, analyst), analyst, of="by-hour")

    charting.change_chart(
        report=report, number=1, section="method", of="by-day", caption="Days", by=analyst
    )
    charting.remove_chart(report=report, number=2, by=analyst)

    report.refresh_from_db()
    (placed,) = placed_of(report.charts)
    assert (placed.section, placed.caption) == ("method", "Days")
    with pytest.raises(NotAsThingsAre, match="no chart 2 any more"):
        charting.remove_chart(report=report, number=2, by=analyst)


def test_a_caption_that_says_too_much_stops_approval_by_name(report: Report, analyst: User) -> None:
    report = add(report, analyst, caption="Meridian stole the outputs.")

    with pytest.raises(ReportSaysTooMuch):
        services.request_approval(report=report, by=analyst)
    assert {f.place for f in queries.check_report(report) if f.is_error} == {"caption:1"}


def test_a_revision_keeps_its_chart_and_is_stale_once_the_data_moves(
    case: Case, report: Report, analyst: User, reviewer: User
) -> None:
    revision = approve(add(report, analyst), analyst, reviewer)
    charting.remove_chart(report=report, number=1, by=analyst)
    ledger = queries.ledger_of(case)
    assert queries.why_stale(revision, ledger) == {}
    frozen = document_of(revision, ledger)

    measure(case, DAYS | {"2026-04-25": 100})

    ledger = queries.ledger_of(case)
    reasons = queries.why_stale(revision, ledger)
    assert "its data was “3 rows, 4,600 together" in reasons["chart:by-day"]
    assert "4 rows, 4,700 together" in reasons["chart:by-day"]
    later = document_of(revision, ledger)
    assert later.sections == frozen.sections
    assert later.digest == frozen.digest == revision.digest
    assert later.life.is_stale


def test_a_revision_is_stale_when_the_telemetry_is_gone(
    case: Case, report: Report, analyst: User, reviewer: User
) -> None:
    revision = approve(add(report, analyst), analyst, reviewer)
    case.roll_ups.all().delete()

    reasons = queries.why_stale(revision, queries.ledger_of(case))
    assert reasons["chart:by-day"] == "it is no longer in the ledger."


def test_data_that_moves_before_approval_stops_it(
    case: Case, report: Report, analyst: User, reviewer: User
) -> None:
    revision = services.request_approval(report=add(report, analyst), by=analyst)
    measure(case, {"2026-04-22": 5})

    with pytest.raises((LedgerHasMoved, ReportSaysTooMuch)):
        services.approve_revision(revision=revision, digest=revision.digest, by=reviewer)


def test_a_draft_whose_data_moved_says_so_until_the_chart_is_read_again(
    case: Case, report: Report, analyst: User
) -> None:
    report = add(report, analyst)
    measure(case, {"2026-04-22": 5})
    (finding,) = queries.check_report(report)
    assert (finding.rule, finding.place) == ("stale", "caption:1")

    charting.change_chart(
        report=report, number=1, section="evidence", of="by-day", caption="", by=analyst
    )

    report.refresh_from_db()
    assert queries.check_report(report) == ()


def test_a_copy_of_a_report_has_its_charts(case: Case, report: Report, analyst: User) -> None:
    report = add(report, analyst)

    copy = services.open_report(case=case, title="A brief", by=analyst, begin_with=report)
    assert copy.charts == report.charts


def test_days_without_interactions_are_drawn_as_nothing(case: Case, analyst: User) -> None:
    exhibit = receive(case, analyst)
    measure(case, DAYS)
    case.roll_ups.update(derived_from=[exhibit.sha256])

    drawn = measured_in(case, ["chart:by-day", "chart:by-hour"])
    by_day, by_hour = drawn["chart:by-day"], drawn["chart:by-hour"]
    assert by_day.labels == ("2026-04-22", "2026-04-23", "2026-04-24")
    assert by_day.series[0].values == (1_200, 0, 3_400)
    assert by_hour.series[0].values[9] == 4_600
    facts = " ".join(by_day.facts)
    assert "n = 4,600 interactions; window: " in facts
    assert "zone: UTC; as of June 20, 2026" in facts
    assert f"telemetry.by_day 1 with DuckDB 1.5.5, from {exhibit}." in facts


def test_many_days_are_counted_by_the_week(case: Case) -> None:
    measure(case, {"2026-01-01": 5, "2026-04-30": 7})

    drawn = measured_in(case, ["chart:by-day"])["chart:by-day"]
    assert drawn.title == "Interactions in each week"
    assert drawn.labels[0] == "2025-12-29"
    assert sum(value or 0 for value in drawn.series[0].values) == 12


def test_a_cluster_stands_beside_its_control(case: Case, analyst: User) -> None:
    cluster_of(case, analyst)

    drawn = measured_in(case, ["chart:K-2"])["chart:K-2"]
    assert [s.name for s in drawn.series] == ["K-2", "In no cluster"]
    assert [s.values for s in drawn.series] == [(25.0, 0.0, 75.0), (75.0, 0.0, 25.0)]
    assert "n = 40 interactions of 7 platform accounts of K-2, beside 400" in drawn.facts[0]
    assert ("K-2", "Days of K-2 beside accounts in no cluster") in offered_in(case)


def test_the_page_previews_without_keeping_and_adds(
    client: Client, case: Case, report: Report, analyst: User
) -> None:
    client.force_login(analyst)
    page = f"/cases/{case.reference}/reports/{report.number}/charts/"
    values = {"of": "by-day", "section": "evidence", "caption": "Meridian stole the outputs."}

    tried = client.post(page, values | {"preview": "1"}).content.decode()

    report.refresh_from_db()
    assert report.charts == []
    assert "<svg" in tried
    assert "Chart 1</span>" in tried
    assert "It states a fact and cites no claim" in tried

    client.post(page, values | {"caption": "Days"}, follow=True)
    report.refresh_from_db()
    assert len(report.charts) == 1
    assert "<svg" in client.get(page).content.decode()
    assert "<svg" in client.get(report.get_absolute_url()).content.decode()


def test_the_numbers_are_a_file(client: Client, case: Case, report: Report, analyst: User) -> None:
    add(report, analyst)
    client.force_login(analyst)

    answer = client.get(f"/cases/{case.reference}/reports/{report.number}/charts/1/csv/")

    rows = answer.content.decode().split()
    assert rows[1:] == ["(UTC),Interactions", "2026-04-22,1200", "2026-04-23,0", "2026-04-24,3400"]


def test_the_api_adds_shows_changes_and_removes(
    client: Client, case: Case, report: Report, analyst: User
) -> None:
    client.force_login(analyst)
    url = f"/api/v1/cases/{case.reference}/reports/{report.number}/charts/"
    sent = {"section": "evidence", "of": "by-day", "caption": "Days"}

    added = client.post(url, sent, content_type="application/json")
    assert added.status_code == 201
    shown = client.get(f"{url}1/").json()
    assert shown["picture"]["series"] == [{"name": "Interactions", "values": [1200, 0, 3400]}]
    changed = client.put(f"{url}1/", sent | {"of": "K-9"}, content_type="application/json")
    assert changed.status_code == 409
    assert client.delete(f"{url}1/").status_code == 204
    assert client.get(url).json() == []


def test_a_finding_of_a_caption_offers_no_place_in_the_editor(
    client: Client, case: Case, report: Report, analyst: User
) -> None:
    add(report, analyst, caption="Meridian stole the outputs.")
    client.force_login(analyst)

    page = client.get(f"/cases/{case.reference}/reports/{report.number}/edit/").content.decode()

    assert "Chart 1</span>" in page
    assert "Show the sentence" not in page
