"""Candidate campaigns from the linker's find to a person's judgement, over several runs."""

from typing import Any

import pyarrow as pa
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from cases.clusters import leads, proposals, records, services
from cases.clusters.campaigns import CandidateCampaign
from cases.clusters.linker import Parameters, link
from cases.clusters.models import Cluster, LinkerRun
from cases.core.models import Case
from tests.cases.clusters.test_proposals import PEOPLE
from tests.cases.clusters.worlds import World

CAMPAIGN = range(200, 300)


@pytest.fixture
def world() -> World:
    world = World(800)
    for user in range(800):
        world.use("instrument", f"own-card-{user}", user)
    world.use("client", "harbour/1.0", *CAMPAIGN)
    world.use("template", "fixed", *CAMPAIGN)
    return world


def run_linker(case: Case, world: World, by: User) -> LinkerRun:
    run = LinkerRun.objects.create(
        case=case,
        number=case.linker_runs.count() + 1,
        parameters=Parameters().as_json(),
        version="3",
        requested_by=by,
    )
    people = pa.Table.from_pylist(
        [{"platform_account": name, "interaction_count": 7} for name in world.accounts],
        schema=PEOPLE,
    )
    result = link(world.uses(), Parameters(shuffles=5))
    known = records.save_accounts(case, people)
    records.save_signal_uses(result, known)
    run.changes = dict(proposals.propose(run, result, known))
    run.changes["candidates"] = leads.propose_candidates(run, result, known)
    run.save()
    return run


@pytest.fixture
def run(case: Case, world: World, analyst: User) -> LinkerRun:
    return run_linker(case, world, analyst)


@pytest.fixture
def candidate(run: LinkerRun, case: Case) -> CandidateCampaign:
    return case.candidate_campaigns.get()


def test_propose_candidates_says_what_marks_the_accounts_and_what_speaks_against(
    candidate: CandidateCampaign,
) -> None:
    why = candidate.explanation
    assert candidate.sentence == (
        "100 platform accounts use 1 client program and 1 prompt template that go together and "
        "that hardly anyone else uses."
    )
    assert [mark["value"] for mark in why["marks"]] == ["harbour/1.0", "fixed"]
    assert "by chance it would be 12" in why["ties"][0]
    assert any("one public tool" in said for said in why["innocent"])
    assert why["against"][0].startswith("Nothing rare links them")
    assert candidate.members.count() == 100


def test_a_candidate_that_marks_a_cluster_names_it(case: Case, world: World, analyst: User) -> None:
    world.operate(*range(30))
    world.use("template", "crew-prompt", *range(30), *range(500, 580))
    run_linker(case, world, analyst)

    cluster = case.clusters.get()
    beside = case.candidate_campaigns.get(clustered_count=30)
    assert beside.sentence == (
        f"110 platform accounts use what marks {cluster} (1 prompt template); 30 of them are in it."
    )


def test_a_second_run_tells_the_candidate_anew(
    candidate: CandidateCampaign, case: Case, world: World, analyst: User
) -> None:
    for kind, value in (("client", "harbour/1.0"), ("template", "fixed")):
        world.use(kind, value, *range(300, 320))
    again = run_linker(case, world, analyst)

    one = case.candidate_campaigns.get()
    assert (one.number, one.run, one.member_count) == (candidate.number, again, 120)
    assert one.members.count() == 120


@pytest.mark.parametrize("judge", [services.draw_candidate, services.dismiss_candidate])
def test_a_decision_survives_a_second_run(
    judge: Any, candidate: CandidateCampaign, case: Case, world: World, analyst: User
) -> None:
    judge(candidate=candidate, reason="Looked at it.", by=analyst)
    for kind, value in (("client", "harbour/1.0"), ("template", "fixed")):
        world.use(kind, value, *range(300, 320))
    again = run_linker(case, world, analyst)

    one = case.candidate_campaigns.get()
    assert (one.is_judged, one.member_count) == (True, 100)
    assert again.changes["candidates"]["decided"] == 1


def test_what_is_found_no_more_is_withdrawn_and_comes_back_when_it_is(
    candidate: CandidateCampaign, case: Case, world: World, analyst: User
) -> None:
    kept = world.rows
    world.rows = [row for row in kept if row["value"] != "fixed"]
    run_linker(case, world, analyst)
    assert case.candidate_campaigns.get().status == "withdrawn"
    world.rows = kept
    run_linker(case, world, analyst)
    assert case.candidate_campaigns.get().status == "proposed"


def test_draw_candidate_proposes_a_cluster_that_somebody_has_to_accept(
    candidate: CandidateCampaign, analyst: User
) -> None:
    cluster = services.draw_candidate(
        candidate=candidate, name="Harbour", reason="One prompt, one client.", by=analyst
    )

    candidate.refresh_from_db()
    assert (candidate.status, candidate.drawn_as) == ("drawn", cluster)
    assert (cluster.status, cluster.origin, cluster.member_count) == ("proposed", "analyst", 100)
    assert Entry.objects.filter(content__contains="candidate.drawn").exists()


def test_draw_candidate_refuses_a_second_time(candidate: CandidateCampaign, analyst: User) -> None:
    services.dismiss_candidate(candidate=candidate, reason="A public tool.", by=analyst)

    with pytest.raises(PermissionDenied, match="take it up again first"):
        services.draw_candidate(candidate=candidate, reason="Or not.", by=analyst)
    with pytest.raises(PermissionDenied, match="take it up again first"):
        services.dismiss_candidate(candidate=candidate, reason="Twice.", by=analyst)


def test_dismiss_candidate_needs_a_reason(candidate: CandidateCampaign, analyst: User) -> None:
    with pytest.raises(services.ReasonMissing):
        services.dismiss_candidate(candidate=candidate, reason=" ", by=analyst)


def test_reopen_candidate_waits_until_the_drawn_cluster_is_withdrawn(
    candidate: CandidateCampaign, analyst: User
) -> None:
    cluster = services.draw_candidate(candidate=candidate, reason="One prompt.", by=analyst)
    with pytest.raises(PermissionDenied, match="undo that on the cluster's page first"):
        services.reopen_candidate(candidate=candidate, reason="Mistake.", by=analyst)
    services.undo_judgement(judgement=cluster.judgements.get(), reason="Mistake.", by=analyst)

    again = services.reopen_candidate(candidate=candidate, reason="Mistake.", by=analyst)
    assert (again.status, again.judged_by, again.drawn_as) == ("proposed", None, None)
    assert Cluster.objects.get(pk=cluster.pk).status == "withdrawn"


def test_reopen_candidate_refuses_what_nobody_judged(
    candidate: CandidateCampaign, analyst: User
) -> None:
    with pytest.raises(PermissionDenied, match="Nobody has judged it"):
        services.reopen_candidate(candidate=candidate, reason="Why not.", by=analyst)


def test_pages_show_the_candidate_and_draw_it(
    candidate: CandidateCampaign, case: Case, analyst: User, signed_in: Any
) -> None:
    browser = signed_in(analyst)
    root = f"/cases/{case.reference}/clusters/"
    listed = browser.get(f"{root}candidates/").content.decode()
    assert "100 platform accounts use 1 client program" in listed
    page = browser.get(candidate.get_absolute_url()).content.decode()
    assert "by chance it would be 12" in page
    assert "harbour/1.0" in page
    LinkerRun.objects.update(finished_at=timezone.now())
    assert candidate.sentence in browser.get(candidate.run.get_absolute_url()).content.decode()
    assert "1 candidate campaign</a> waits" in browser.get(root).content.decode()

    answer = browser.post(f"{candidate.get_absolute_url()}draw/", {"reason": "One prompt."})
    assert answer.url == case.clusters.get().get_absolute_url()
    assert "K-1" in browser.get(candidate.get_absolute_url()).content.decode()


def test_judging_from_the_page_without_a_reason_changes_nothing(
    candidate: CandidateCampaign, analyst: User, signed_in: Any
) -> None:
    for verb in ("draw", "dismiss"):
        page = signed_in(analyst).post(
            f"{candidate.get_absolute_url()}{verb}/", {"reason": ""}, follow=True
        )
        assert "Say why" in page.content.decode()
    candidate.refresh_from_db()
    assert candidate.status == "proposed"


def test_dismissing_and_taking_up_again_from_the_page(
    candidate: CandidateCampaign, analyst: User, signed_in: Any
) -> None:
    browser = signed_in(analyst)
    for verb, status in (("dismiss", "dismissed"), ("reopen", "proposed")):
        browser.post(f"{candidate.get_absolute_url()}{verb}/", {"reason": "A tool."})
        candidate.refresh_from_db()
        assert candidate.status == status
