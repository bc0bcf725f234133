"""Candidate campaigns: what proposes one, and what must not."""

import numpy as np
import pytest

from cases.clusters.candidates import Candidate, Tie
from cases.clusters.linker import Parameters, Result, link
from tests.cases.clusters.worlds import World

CAMPAIGN = range(500, 620)
#: Spread out, so that they do not also share a network.
CREW = range(0, 2000, 50)


@pytest.fixture
def world() -> World:
    world = World()
    world.everyone_apart()
    return world


def found_in(world: World, innocent: frozenset[str] = frozenset()) -> Result:
    return link(world.uses(), Parameters(shuffles=5), innocent)


def proposed(world: World) -> list[Candidate]:
    return found_in(world).candidates


def members(candidate: Candidate) -> list[int]:
    return candidate.members.tolist()


def test_a_client_and_the_prompts_that_come_from_it_alone_propose_their_users(world: World) -> None:
    world.use("client", "harbour/1.0", *CAMPAIGN)
    for n in range(3):
        world.use("template", f"fixed-{n}", *CAMPAIGN[n * 30 : n * 30 + 60])
    result = found_in(world)
    (candidate,) = result.candidates
    assert members(candidate) == list(CAMPAIGN)
    assert {result.uses.values[v] for v in candidate.values} == {
        ("client", "harbour/1.0"),
        *[("template", f"fixed-{n}") for n in range(3)],
    }
    assert (len(result.links.a), result.clusters, candidate.in_clusters) == (0, [], 0)


def test_a_tie_says_how_often_by_chance(world: World) -> None:
    world.use("client", "harbour/1.0", *CAMPAIGN)
    world.use("template", "fixed", *CAMPAIGN[:110], 3, 4)
    result = found_in(world)
    (tie,) = result.candidates[0].ties
    assert result.uses.values[tie.rarer] == ("template", "fixed")
    expected = Tie(tie.rarer, tie.broader, 110, (112, 120), 112 * 120 / 2000, tie.log_p)
    assert tie == expected
    assert tie.log_p < -100


def test_a_common_library_and_the_tools_made_with_it_propose_nobody(world: World) -> None:
    users = np.random.default_rng(1).permutation(2000)[:400].tolist()
    world.use("client", "sdk/1.0", *users)
    for n in range(4):
        world.use("template", f"tool-{n}", *users[n * 60 : n * 60 + 60])
    assert proposed(world) == []


def test_values_that_go_together_as_often_as_by_chance_propose_nobody(world: World) -> None:
    rng = np.random.default_rng(1)
    for kind in ("client", "template", "email_domain", "bin"):
        for n in range(4):
            world.use(kind, f"{kind}-{n}", *rng.choice(2000, 300, replace=False).tolist())
    assert proposed(world) == []


def test_what_half_of_all_use_marks_nobody(world: World) -> None:
    world.use("client", "default/1.0", *range(1200))
    world.use("template", "hello", *range(1100))
    assert proposed(world) == []


def test_values_of_one_family_are_one_signal(world: World) -> None:
    world.use("client", "harbour/1.0 t13", *CAMPAIGN)
    world.use("user_agent", "harbour/1.0", *CAMPAIGN)
    world.use("ja4", "t13", *CAMPAIGN)
    assert proposed(world) == []


def test_known_shared_infrastructure_marks_nobody(world: World) -> None:
    world.use("address", "203.0.113.50", *CAMPAIGN)
    world.use("template", "hello", *CAMPAIGN)
    assert len(proposed(world)) == 1
    for row in world.rows:
        row["is_shared"] = row["value"] == "203.0.113.50"
    assert proposed(world) == []


def test_what_marks_a_cluster_proposes_those_outside_who_use_it(world: World) -> None:
    world.operate(*CREW)
    world.use("template", "fixed-prompt", *CREW, *CAMPAIGN)
    result = found_in(world)
    (candidate,) = result.candidates
    assert members(candidate) == sorted({*CREW, *CAMPAIGN})
    assert (candidate.cluster, candidate.in_clusters) == (0, 40)
    assert [c.members.tolist() for c in result.clusters] == [list(CREW)]


def test_what_is_in_a_cluster_already_is_no_candidate(world: World) -> None:
    world.operate(*range(100))
    world.use("template", "fixed-prompt", *range(100), 700, 701)
    world.use("client", "harbour/1.0", *range(100))
    assert proposed(world) == []


def test_what_is_common_everywhere_and_in_a_cluster_proposes_nobody(world: World) -> None:
    world.operate(*CREW)
    world.use("client", "sdk/1.0", *CREW, *range(600, 1200))
    assert proposed(world) == []


def test_a_candidate_counts_the_presumed_innocent(world: World) -> None:
    world.use("client", "harbour/1.0", *CAMPAIGN)
    world.use("template", "fixed", *CAMPAIGN)
    innocent = frozenset(world.accounts[610:])
    (candidate,) = found_in(world, innocent).candidates
    assert candidate.presumed_innocent == 10


def test_candidates_are_free_of_the_order_of_input(world: World) -> None:
    world.use("client", "harbour/1.0", *CAMPAIGN)
    world.use("template", "fixed", *CAMPAIGN)
    world.use("bin", "424242", *range(1000, 1080))
    world.use("email_domain", "brief.example", *range(1000, 1080))
    before = [(c.members.tolist(), c.values.tolist()) for c in proposed(world)]
    world.rows.reverse()
    assert [(c.members.tolist(), c.values.tolist()) for c in proposed(world)] == before
    assert len(before) == 2
