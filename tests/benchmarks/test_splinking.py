import pytest

from benchmarks.scoring import clusters_of
from tests.cases.clusters.worlds import World

pytest.importorskip("splink", reason="Splink comes with requirements/bench.txt")

from benchmarks import splinking


def test_predict_ranks_those_who_share_most_first() -> None:
    world = World(300)
    world.everyone_apart()
    world.operate(*range(40))
    uses = world.uses()
    predicted = splinking.predict(uses, seed=7)
    best = clusters_of(uses.population, *predicted.at(max(predicted.weight) - 1), least=2)
    assert set(map(int, (best >= 0).nonzero()[0])) <= set(range(40))
    assert len(predicted.at(predicted.weight.min())[0]) == len(predicted.a)


def test_predict_does_not_fail_where_nobody_shares_anything() -> None:
    world = World(50)
    world.everyone_apart()
    assert len(splinking.predict(world.uses(), seed=7).a) == 0
