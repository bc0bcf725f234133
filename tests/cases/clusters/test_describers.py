import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clusters.describers import corrected, log_tail


def exact_tail(population: int, marked: int, drawn: int, hits: int) -> float:
    ways = sum(
        math.comb(marked, k) * math.comb(population - marked, drawn - k)
        for k in range(hits, min(marked, drawn) + 1)
    )
    return ways / math.comb(population, drawn)


@given(st.integers(1, 60), st.data())
def test_log_tail_is_the_hypergeometric_tail(population: int, data: st.DataObject) -> None:
    marked, drawn = (data.draw(st.integers(1, population)) for _ in range(2))
    hits = data.draw(st.integers(max(0, drawn + marked - population), min(marked, drawn)))
    expected = exact_tail(population, marked, drawn, hits)
    assert math.exp(log_tail(population, marked, drawn, hits)) == pytest.approx(expected, abs=1e-9)


def test_log_tail_of_a_campaign_s_fixed_prompt_is_out_of_reach_of_chance() -> None:
    assert log_tail(125_000, 4_000, 3_600, 3_500) < -5_000


def test_corrected_is_benjamini_hochberg() -> None:
    logs = [math.log(p) for p in (0.01, 0.04, 0.03, 0.9)]
    assert corrected(logs) == pytest.approx([0.04, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.9])
