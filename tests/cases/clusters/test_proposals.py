"""From uses to proposed clusters in the database, twice."""

import pyarrow as pa
import pytest

from accounts.models import User
from cases.clusters import proposals, records, services
from cases.clusters.linker import Parameters, link
from cases.clusters.models import Cluster, LinkerRun, SignalUse
from cases.core.models import Case
from tests.cases.clusters.worlds import World

PEOPLE = pa.schema(
    [
        ("platform_account", pa.string()),
        ("organization", pa.string()),
        ("plan", pa.string()),
        *[(name, pa.timestamp("us")) for name in ("created_at", "closed_at")],
        *[(name, pa.timestamp("us")) for name in ("first_seen_at", "last_seen_at")],
        ("interaction_count", pa.int64()),
        ("output_token_count", pa.int64()),
    ]
)


@pytest.fixture
def world() -> World:
    world = World(400)
    world.everyone_apart()
    world.operate(*range(30))
    return world


def run_linker(case: Case, world: World, by: User) -> LinkerRun:
    run = LinkerRun.objects.create(
        case=case,
        number=case.linker_runs.count() + 1,
        parameters={},
        version="1",
        requested_by=by,
    )
    people = pa.Table.from_pylist(
        [
            {"platform_account": name, "plan": "free", "interaction_count": 7}
            for name in world.accounts
        ],
        schema=PEOPLE,
    )
    result = link(world.uses(), Parameters())
    known = records.save_accounts(case, people)
    records.save_signal_uses(result, known)
    run.changes = proposals.propose(run, result, known)
    run.save()
    return run


@pytest.fixture
def run(case: Case, world: World, analyst: User) -> LinkerRun:
    return run_linker(case, world, analyst)


def test_propose_writes_the_cluster_with_its_evidence(run: LinkerRun, case: Case) -> None:
    (cluster,) = case.clusters.all()

    assert (cluster.member_count, cluster.interaction_count) == (30, 210)
    assert cluster.families == ["device", "payment"]
    assert cluster.sentence.startswith(
        "30 platform accounts are held together by 11 devices and 11 cards or wallets"
    )
    assert cluster.links.count() == 29
    evidence = cluster.links.order_by("pk")[0].evidence
    assert {one["family"] for one in evidence if one["counts"]} == {"device", "payment"}
    assert all(one["together"][0] for one in evidence)
    assert len(cluster.picture["at"]) == len(cluster.picture["names"]) == 30


def test_propose_keeps_shared_signals_only(run: LinkerRun, case: Case) -> None:
    assert case.platform_accounts.count() == 400
    assert set(SignalUse.objects.values_list("kind", flat=True)) == {"instrument", "device"}
    assert case.platform_accounts.first().attributes == {"plan": "free"}


def test_a_second_run_keeps_the_proposal(
    run: LinkerRun, case: Case, world: World, analyst: User
) -> None:
    again = run_linker(case, world, analyst)

    (cluster,) = case.clusters.all()
    assert (cluster.run, again.changes["again"]) == (again, 1)


@pytest.mark.parametrize("judge", [services.accept_cluster, services.reject_cluster])
def test_a_decision_survives_a_second_run(
    judge, run: LinkerRun, case: Case, world: World, analyst: User
) -> None:
    judged = judge(cluster=case.clusters.get(), reason="Looked at it.", by=analyst)
    again = run_linker(case, world, analyst)

    (cluster,) = case.clusters.all()
    assert (cluster.status, cluster.run, again.changes["decided"]) == (judged.status, run, 1)


def test_a_split_survives_a_second_run(
    run: LinkerRun, case: Case, world: World, analyst: User
) -> None:
    services.split_cluster(
        cluster=case.clusters.get(), accounts=world.accounts[:3], reason="Two.", by=analyst
    )
    run_linker(case, world, analyst)

    assert case.clusters.standing().count() == 2


def test_what_is_found_no_more_is_withdrawn_unless_judged(
    run: LinkerRun, case: Case, world: World, analyst: User
) -> None:
    world.operate(*range(28, 60), name="more")
    again = run_linker(case, world, analyst)

    assert again.changes == {"new": 1, "again": 0, "decided": 0, "withdrawn": 1}
    assert case.clusters.get(status=Cluster.Status.WITHDRAWN).run == run


def test_a_new_proposal_names_the_accepted_cluster_that_it_overlaps(
    run: LinkerRun, case: Case, world: World, analyst: User
) -> None:
    services.accept_cluster(cluster=case.clusters.get(), reason="Looked at it.", by=analyst)
    world.operate(*range(28, 60), name="more")
    run_linker(case, world, analyst)

    proposed = case.clusters.get(status=Cluster.Status.PROPOSED)
    assert proposed.explanation["accepted"] == [
        {"cluster": "K-1", "both": 30, "new": 30, "gone": 0}
    ]
