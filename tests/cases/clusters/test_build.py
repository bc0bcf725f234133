"""The whole way: telemetry as files, imported, linked by a job, and scored against the truth."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from accounts.models import User
from cases.clusters import services
from cases.clusters.models import LinkerRun
from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.exhibits import store
from cases.jobs import worker
from cases.jobs.models import Job
from cases.telemetry import services as telemetry
from cases.telemetry.simulation.run import Plan, simulate
from cases.telemetry.simulation.scenario import SCENARIOS


@pytest.fixture(autouse=True)
def _objects_on_disk(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "objects": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "objects"},
        }
    }


def bring_in(case: Case, by: User, scenario: str, folder: Path, *kinds: str) -> None:
    campaign = 60 if scenario == "hydra" else 0
    plan = Plan(SCENARIOS[scenario], campaign, 300 - campaign, 4_000, seed=7, has_texts=False)
    files = simulate(plan, folder, lambda done, total: None)
    for kind in kinds:
        with files[kind].open("rb") as file:
            exhibit = exhibits.receive_exhibit(
                case=case, file=file, name=files[kind].name, how="Simulated.", by=by
            )
        asked = telemetry.request_import(case=case, kind=kind, exhibits=[exhibit], by=by)
        worker.do(asked.job.pk)
        asked.refresh_from_db()
        confirmed = telemetry.confirm_mapping(telemetry_import=asked, by=by)
        assert worker.do(confirmed.job.pk).state == Job.State.DONE


def linked(case: Case, by: User) -> LinkerRun:
    run = services.request_run(case=case, by=by)
    job = worker.do(run.job.pk)
    assert job.state == Job.State.DONE, job.error
    run.refresh_from_db()
    return run


def test_a_campaign_is_found_whole_and_nobody_else(
    case: Case, analyst: User, tmp_path: Path
) -> None:
    bring_in(case, analyst, "hydra", tmp_path / "sim", "interactions", "accounts")
    run = linked(case, analyst)

    truth = pq.read_table(tmp_path / "sim/truth/accounts.parquet").to_pylist()
    campaign = {row["platform_account"] for row in truth if row["operator"]}
    (cluster,) = case.clusters.all()
    assert set(cluster.members.values_list("external_id", flat=True)) == campaign
    assert run.population_count == 300
    assert run.control["in_clusters"] == 0
    assert len(run.derivation["read"]) == 2
    assert store.holds(run.derivation["links"])
    days = cluster.explanation["days"]
    assert sum(own for _, own, _ in days) == cluster.interaction_count
    assert sum(own + rest for _, own, rest in days) == 4_000
    met = cluster.explanation["synchrony"]
    assert met["members"]["accounts"] == min(200, cluster.member_count)
    assert met["control"]["accounts"] > 1
    balance = cluster.explanation["balance"]
    assert [day[0] for day in balance] == [day[0] for day in days]
    assert max(day[1] for day in balance) <= cluster.member_count
    moved = cluster.explanation["failover"]
    assert (moved["closures"], moved["closed"] + moved["survivors"]) == (1, cluster.member_count)
    assert moved["rise"] > 1.1
    assert moved["chance"] == round(1 / (1 + moved["placebos"]), 4)
    account = cluster.members.order_by("pk")[0]
    assert account.attributes["payment_instruments"]
    assert account.interaction_count > 0


def test_the_same_job_run_again_proposes_nothing_twice(
    case: Case, analyst: User, tmp_path: Path
) -> None:
    bring_in(case, analyst, "hydra", tmp_path / "sim", "interactions", "accounts")
    linked(case, analyst)
    again = linked(case, analyst)

    assert (case.clusters.count(), again.changes["again"]) == (1, 1)


@pytest.mark.parametrize("kinds", [("interactions",), ("accounts",)])
def test_half_of_the_telemetry_is_linked_as_far_as_it_goes(
    kinds: tuple[str, ...], case: Case, analyst: User, tmp_path: Path
) -> None:
    bring_in(case, analyst, "hydra", tmp_path / "sim", *kinds)
    run = linked(case, analyst)

    assert run.population_count > 0


def test_where_there_is_no_campaign_there_is_no_cluster(
    case: Case, analyst: User, tmp_path: Path
) -> None:
    bring_in(case, analyst, "innocents", tmp_path / "sim", "interactions", "accounts")
    run = linked(case, analyst)

    assert (case.clusters.count(), run.proposed_count) == (0, 0)


def test_without_telemetry_the_job_says_what_to_do(case: Case, analyst: User) -> None:
    run = services.request_run(case=case, by=analyst)
    job = worker.do(run.job.pk)

    assert job.state == Job.State.FAILED
    assert "import interactions or accounts first" in job.error
