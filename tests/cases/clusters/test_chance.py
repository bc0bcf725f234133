import numpy as np
import pytest

from cases.clusters import chance
from cases.clusters.chance import Chance
from cases.clusters.pairs import Makers, shared_values, weigh
from cases.clusters.rule import Rule
from tests.cases.clusters.worlds import World

RULE = Rule(gap=0, least_families=2, least_members=6, shuffles=20, seed=1)


def measured(world: World) -> Chance:
    uses = world.uses()
    makers = Makers.of(uses)
    pairs = weigh(shared_values(uses, makers, 0), makers, uses.population)
    return chance.measure(uses, makers, pairs, RULE)


@pytest.fixture(scope="module")
def campaign() -> World:
    world = World()
    world.everyone_apart()
    world.operate(*range(60))
    return world


def test_measure_expects_few_links_where_a_crew_is_at_work(campaign: World) -> None:
    found = measured(campaign)
    threshold = found.least_threshold(0.05, floor=10)
    assert found.observed_at(threshold) > 50
    assert found.false_discovery_at(threshold) <= 0.05


def test_measure_is_the_same_for_the_same_seed(campaign: World) -> None:
    first, again = measured(campaign), measured(campaign)
    assert np.array_equal(first.expected, again.expected)


def test_measure_finds_nothing_where_sharing_is_accidental() -> None:
    world = World(400)
    random = np.random.default_rng(5)
    for kind in ("instrument", "device"):
        for user in range(400):
            world.use(kind, f"{kind}-{random.integers(40)}", user)
    found = measured(world)
    assert found.observed_at(0) > 20
    threshold = found.least_threshold(0.05, floor=0)
    assert found.observed_at(threshold) == 0


def test_expected_is_never_said_to_be_zero(campaign: World) -> None:
    assert measured(campaign).expected.min() == pytest.approx(3 / 20)


def test_in_words() -> None:
    assert "about 3.2 such links of the 100 found (one in 31)" in chance.in_words(3.2, 100, 20)
    assert "None of 20 random re-deals" in chance.in_words(0.15, 100, 20)
    assert "No link" in chance.in_words(0.15, 0, 20)
