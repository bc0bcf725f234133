"""What was sent, beside the whole; nobody twice, nothing lost, and what can't be known."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.clusters import services as clusters
from cases.clusters.models import Cluster
from cases.core.models import Case
from cases.overview import sent
from cases.overview.exposure import Counted, exposure_of
from cases.samples import services as samples
from cases.samples.models import Draw
from cases.telemetry.models import AccountActivity
from tests.factories.clusters import PlatformAccountFactory
from tests.factories.reports import measure

DAY = datetime(2026, 4, 22, tzinfo=UTC)


@pytest.fixture
def counted(case: Case) -> Case:
    """Ten accounts that made 100 interactions each; the roll-up counts 1,000 of 7,000 tokens."""
    kept = measure(case, {"2026-04-22": 400, "2026-04-24": 600})
    kept.activities.update(output_tokens=3_500, refused=5)
    by_account = case.roll_ups.create(
        query="telemetry.by_account", query_version="1", engine="DuckDB", derived_from=[]
    )
    for number in range(10):
        account = PlatformAccountFactory.create(
            case=case, external_id=f"pa_{number}", output_token_count=700, first_seen_at=DAY
        )
        AccountActivity.objects.create(
            roll_up=by_account, platform_account=account.external_id, interactions=100,
            input_tokens=0, output_tokens=700, refused=0, active_days=1, first_at=DAY, last_at=DAY,
        )  # fmt: skip
    return case


def draw(case: Case, by: User, *numbers: int, is_accepted: bool = False) -> Cluster:
    names = [f"pa_{number}" for number in numbers]
    cluster = clusters.draw_cluster(case=case, accounts=names, reason="One card.", by=by)
    if is_accepted:
        clusters.accept_cluster(cluster=cluster, reason="One card.", by=by)
    return cluster


def of(case: Case) -> Counted:
    found = exposure_of(case).counted
    assert found is not None
    return found


def test_an_account_counts_once_and_for_the_judged_cluster(counted: Case, analyst: User) -> None:
    draw(counted, analyst, 0, 1, 2)
    draw(counted, analyst, 2, 3, 4, is_accepted=True)
    draw(counted, analyst, 4, 5, 6, is_accepted=True)

    found = of(counted)

    assert [(line.part.label, line.part.accounts) for line in found.accepted] == [
        ("K-2", 3),
        ("K-3", 2),
    ]
    assert [(line.part.label, line.part.accounts) for line in found.proposed] == [("K-1", 2)]
    assert found.judged.part.label == "2 accepted clusters"
    assert (found.judged.of_interactions, found.judged.of_tokens) == (50, 50)
    parts = [found.judged.part, found.waiting.part, found.apart.part]
    for what in ("accounts", "interactions", "output_tokens"):
        assert sum(getattr(part, what) for part in parts) == getattr(found.whole, what), what


def test_a_rejected_cluster_is_no_cluster(counted: Case, analyst: User) -> None:
    cluster = draw(counted, analyst, 0, 1)
    clusters.reject_cluster(cluster=cluster, reason="A campus.", by=analyst)

    found = of(counted)

    assert (found.accepted, found.proposed) == ([], [])
    assert found.apart.part.accounts == 10


def test_clusters_past_the_bound_share_a_line(
    counted: Case, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent, "MOST", 3)
    for first in range(0, 10, 2):
        draw(counted, analyst, first, first + 1)

    lines = of(counted).proposed

    assert [line.part.label for line in lines] == ["K-1", "K-2", "3 more proposed clusters"]
    assert [line.part.accounts for line in lines] == [2, 2, 6]


def test_each_day_is_parted_by_cluster(counted: Case, analyst: User) -> None:
    cluster = draw(counted, analyst, 0, 1, is_accepted=True)
    cluster.refresh_from_db()
    cluster.explanation["days"] = [["2026-04-22", 100, 300], ["2026-04-24", 150, 450]]
    cluster.save()

    chart = of(counted).over_time

    assert chart is not None
    assert chart.rows == [["in no cluster", "750", "75.0%"], ["K-1, accepted", "250", "25.0%"]]


def test_the_page_says_how_much_and_what_nobody_can_know(
    counted: Case, analyst: User, policy: User, signed_in: Any
) -> None:
    url = reverse("cases:exposure", args=[counted.reference])
    draw(counted, analyst, 0, 1)
    client = signed_in(policy)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    draw(counted, analyst, 2, 3, is_accepted=True)
    draw(counted, analyst, 4, 5, is_accepted=True)

    with CaptureQueriesContext(connection) as many:
        page = " ".join(client.get(url).content.decode().split())

    assert "10 platform accounts made 1,000 interactions" in page
    assert "were sent 7,000 output tokens" in page
    assert "The platform refused 10 of them." in page
    assert "2 accepted clusters made <strong>40.0 %</strong>" in page
    assert "1 proposed cluster, which nobody has judged yet, 20.0 %" in page
    assert "Whether any output trained a model" in page
    assert "Nobody has labelled samples of a draw yet" in page
    assert len(many) == len(few)


def test_without_telemetry_the_page_says_what_to_do(
    case: Case, analyst: User, signed_in: Any
) -> None:
    page = signed_in(analyst).get(reverse("cases:exposure", args=[case.reference]))

    assert "Import the interaction logs" in page.content.decode()
    assert "Whether any output trained a model" in page.content.decode()


def test_labels_of_a_draw_say_of_what(counted: Case, analyst: User) -> None:
    drawn = Draw.objects.create(
        case=counted, number=1, purpose="All", method="simple", size=2, seed="s", commitment="c",
        committed_at=DAY, drawn_at=DAY, frame_count=1_000, frame_digest="ab" * 32,
        allocation={"all": {"frame": 1_000, "drawn": 2}}, requested_by=analyst,
    )  # fmt: skip
    for prompt in ("Write a parser", "Grade this"):
        sample = samples.add_sample(case=counted, prompt=prompt, output="Done.", by=analyst)
        sample.draw, sample.stratum, sample.interaction_id = drawn, "all", prompt
        sample.save()
    samples.label_sample(sample=sample, capability="rubric_grading", by=analyst)

    found = exposure_of(counted)

    assert found.labelled is not None
    assert found.labelled.draw == drawn
    assert [share.share for share in found.labelled.shares if "grading" in share.label.lower()] == [
        100
    ]
    assert "What kinds of work were asked for" not in [each.what for each in found.unknown]
