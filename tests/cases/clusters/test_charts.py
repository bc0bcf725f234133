from datetime import UTC, datetime

import pytest

from accounts.models import User
from cases.clusters import charts, conduct
from cases.clusters.models import Cluster, LinkerRun
from cases.clusters.proposals import Day
from cases.core.models import Case
from tests.factories.clusters import PlatformAccountFactory

pytestmark = pytest.mark.django_db


def drawn(stands_for: list[int]) -> Cluster:
    picture = {
        "names": [f"pa_{n}" for n in range(len(stands_for))],
        "at": [[n, n] for n in range(len(stands_for))],
        "stands_for": stands_for,
        "lines": [[0, 1]],
    }
    return Cluster(picture=picture)


def test_picture_of_a_large_cluster_says_how_many_are_shown_of_how_many() -> None:
    chart = charts.picture(drawn([1, 4999]))
    assert chart is not None
    assert chart.how.startswith("Shown are 2 of 5,000 platform accounts: those with the most links")
    dots = chart.figure["data"][1]
    assert dots["text"] == ["pa_0", "pa_1 and 4,998 folded into it"]
    assert dots["marker"]["size"][1] > dots["marker"]["size"][0]


def test_picture_of_a_small_cluster_shows_each_member() -> None:
    chart = charts.picture(drawn([1, 1]))
    assert chart is not None
    assert chart.how.startswith("n = 2 platform accounts")


def test_picture_of_a_cluster_drawn_by_hand_is_none() -> None:
    assert charts.picture(Cluster()) is None


def test_volume_counts_members_and_others_by_steps(case: Case) -> None:
    counts = (0, 2, 3, 9, 100_000)
    accounts = [
        PlatformAccountFactory.create(case=case, interaction_count=count) for count in counts
    ]
    cluster = Cluster.objects.create(case=case, number=1, member_count=2, origin="analyst")
    cluster.members.set(accounts[3:])
    rows = {row[0]: (row[1], row[3]) for row in charts.volume(cluster).rows}
    assert rows == {
        "0 to 0": (0, 1),
        "1 to 2": (0, 1),
        "3 to 9": (1, 1),
        "100,000 or more": (1, 0),
    }


def test_dispersion_is_that_of_the_active_accounts() -> None:
    """Two that sent 1 and 3: a mean of 2, a variance of 1."""
    assert Day("2026-05-01", 0, interactions=4, accounts=2, squares=10).dispersion == 0.5
    assert Day("2026-05-01", 0, interactions=4, accounts=2, squares=8).dispersion == 0
    assert Day("2026-05-01", 0, interactions=4, accounts=1, squares=16).dispersion is None


def test_balance_stands_beside_the_control_with_its_facts(case: Case, analyst: User) -> None:
    run = LinkerRun.objects.create(
        case=case, number=3, parameters={}, version="1", requested_by=analyst,
        finished_at=datetime(2026, 6, 20, tzinfo=UTC), derivation={"query": "clusters.uses 2"},
    )  # fmt: skip
    days = [["2026-05-01", 2, 0.5, 7, 1_234.5], ["2026-05-02", 1, None, 6, 900.0]]
    cluster = Cluster(number=1, run=run, explanation={"balance": days})

    chart = conduct.balance(cluster)

    assert chart is not None
    assert [trace["y"] for trace in chart.figure["data"]] == [[0.5, None], [1_234.5, 900.0]]
    assert chart.rows == [
        ["2026-05-01", 2, "0.50", 7, "1,234.50"],
        ["2026-05-02", 1, "", 6, "900.00"],
    ]
    for fact in (
        "n = 3 account-days",
        "beside 13",
        "2026-05-01 to 2026-05-02; UTC",
        "June 20, 2026",
    ):
        assert fact in chart.how
    assert "clusters.uses 2" in chart.how


def test_a_cluster_drawn_by_hand_has_no_balance() -> None:
    assert conduct.balance(Cluster(explanation={"balance": []})) is None


def test_synchrony_stands_beside_the_control_with_its_facts(case: Case, analyst: User) -> None:
    run = LinkerRun.objects.create(
        case=case, number=3, parameters={}, version="1", requested_by=analyst,
        finished_at=datetime(2026, 6, 20, tzinfo=UTC),
    )  # fmt: skip
    measured = {"accounts": 7, "days": 45, "met": 300, "mean": 100.0, "low": 80.0, "high": 120.0}
    met = {"members": measured, "control": measured | {"accounts": 9, "met": 99}}
    cluster = Cluster(number=1, run=run, explanation={"synchrony": met})

    chart = conduct.synchrony(cluster)

    assert chart is not None
    assert chart.figure["data"][0]["y"] == [3.0, 0.99]
    assert chart.rows[0] == ["K-1", 7, "300", "100.0", "80 to 120", "3.00"]
    for fact in (
        "7 accounts (K-1) and 9 accounts (In no cluster)",
        "45 days; UTC",
        "June 20, 2026",
    ):
        assert fact in chart.how
    assert conduct.synchrony(Cluster(explanation={"synchrony": {}})) is None


def test_failover_stands_beside_its_placebo_dates_with_its_facts(case: Case, analyst: User) -> None:
    run = LinkerRun.objects.create(
        case=case, number=4, parameters={}, version="1", requested_by=analyst,
        finished_at=datetime(2026, 6, 20, tzinfo=UTC),
    )  # fmt: skip
    met = {
        "closures": 2, "closed": 11, "survivors": 40, "too_near": 1, "placebos": 20,
        "course": [1.0] * 8 + [1.4] * 7, "low": [0.9] * 15, "high": [1.1] * 15,
        "rise": 1.4, "chance": 0.05, "from": "2026-04-01", "to": "2026-05-30",
    }  # fmt: skip

    chart = conduct.failover(Cluster(number=1, run=run, explanation={"failover": met}))

    assert chart is not None
    assert chart.rows[0] == ["-7", 1.0, 0.9, 1.1]
    assert chart.rows[-1] == ["+7", 1.4, 0.9, 1.1]
    for fact in (
        "2 days on which 11 members were closed, day 0, and 40 who stayed open",
        "2026-04-01 to 2026-05-30; UTC",
        "1 more lie too near the ends",
        "a share of 0.0500 rises as much",
        "June 20, 2026",
    ):
        assert fact in chart.how

    alone = met | {"low": [], "high": [], "placebos": 0, "chance": None}
    chart = conduct.failover(Cluster(number=1, run=run, explanation={"failover": alone}))
    assert chart is not None
    assert len(chart.figure["data"]) == 1
    assert "nothing to compare it with" in chart.how
    assert conduct.failover(Cluster(explanation={})) is None
