import math

import numpy as np
import pytest

from benchmarks.cosharing import Projection, Trace, projected, traces
from tests.cases.clusters.worlds import World

NO_FIRM = np.full(4, -1)
#: Account 0 shows values 0 and 1, account 1 the same, account 2 only 1, account 3 values 1 and 2.
SHOWN = Trace(
    np.array([0, 0, 1, 1, 2, 3, 3]), np.array([0, 1, 0, 1, 1, 1, 2]), np.ones(7, dtype=np.int64)
)


def weights(made: Projection) -> dict[tuple[int, int], float]:
    return {
        (int(a), int(b)): float(one)
        for a, b, one in zip(made.a, made.b, made.similarity, strict=True)
    }


def test_projected_weighs_by_the_cosine_of_tf_idf() -> None:
    common, rare, unique = (1 + math.log(5 / (1 + users)) for users in (4, 2, 1))
    made = weights(projected(SHOWN, 1, NO_FIRM))
    assert made[0, 1] == pytest.approx(1.0)
    assert made[1, 2] == pytest.approx(common / math.hypot(common, rare))
    assert made[0, 3] == pytest.approx(
        common**2 / (math.hypot(common, rare) * math.hypot(common, unique))
    )


def test_projected_counts_times_by_their_logarithm() -> None:
    often = Trace(SHOWN.account, SHOWN.value, np.array([1, 1, 1, 9, 1, 1, 1]))
    common, rare = ((1 + math.log(5 / (1 + users))) for users in (4, 2))
    busy = common * (1 + math.log(9))
    assert weights(projected(often, 1, NO_FIRM))[0, 1] == pytest.approx(
        (rare * rare + common * busy) / (math.hypot(common, rare) * math.hypot(busy, rare))
    )


def test_projected_leaves_out_accounts_without_support() -> None:
    made = weights(projected(SHOWN, 2, NO_FIRM))
    assert set(made) == {(0, 1), (0, 3), (1, 3)}


def test_projected_links_no_colleagues_in_the_open() -> None:
    firm = np.array([7, 7, -1, -1])
    assert (0, 1) not in weights(projected(SHOWN, 1, firm))


def test_from_percentile_keeps_the_closest_edges_and_ties() -> None:
    made = Projection(np.arange(4), np.arange(4) + 1, np.array([0.1, 0.2, 1.0, 1.0 - 1e-12]))
    assert made.from_percentile(75)[0].tolist() == [2, 3]
    assert len(made.from_percentile(0)[0]) == 4


def test_traces_keep_values_that_nobody_shares() -> None:
    world = World(4)
    world.use("phone", "shared", 0, 1)
    world.use("phone", "own", 0)
    made, too_large = traces(world.uses(), None)
    assert (len(made["phone"].account), too_large) == (3, [])
