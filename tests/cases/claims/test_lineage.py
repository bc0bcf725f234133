import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.claims.lineage import CyclicLineage, Lineage

LETTER, REGULATOR = 1, 2

# An edge always points to a smaller number, so that any list of them is free of cycles.
acyclic = st.lists(
    st.tuples(st.integers(2, 30), st.integers(1, 29)).filter(lambda edge: edge[0] > edge[1]),
    max_size=60,
)


def test_origins_of_twenty_articles_on_one_letter_is_the_letter() -> None:
    articles = range(10, 30)
    lineage = Lineage((article, LETTER) for article in articles)

    assert lineage.origins_of(articles) == {LETTER}
    assert lineage.echoes([LETTER, *articles]) == set(articles)


def test_origins_of_a_source_that_rests_on_several_counts_each_once() -> None:
    lineage = Lineage([(5, 4), (5, 3), (4, LETTER), (3, LETTER), (3, REGULATOR)])

    assert lineage.origins(5) == {LETTER, REGULATOR}
    assert lineage.origins_of([3, 4, 5]) == {LETTER, REGULATOR}


def test_an_origin_is_its_own_origin() -> None:
    lineage = Lineage([(5, LETTER)])

    assert lineage.origins(LETTER) == {LETTER}
    assert lineage.origins(99) == {99}
    assert lineage.is_origin(LETTER)
    assert not lineage.is_origin(5)


def test_resting_on_reaches_the_echoes_of_echoes() -> None:
    lineage = Lineage([(2, LETTER), (3, 2), (4, 3), (9, 8)])

    assert lineage.resting_on(LETTER) == {2, 3, 4}


def test_a_cycle_is_refused_and_named() -> None:
    with pytest.raises(CyclicLineage, match="S-1 → S-3 → S-2 → S-1") as refused:
        Lineage([(1, 3), (3, 2), (2, 1), (7, 1)])

    assert refused.value.cycle == [1, 3, 2]


def test_a_source_cannot_rest_on_itself() -> None:
    with pytest.raises(CyclicLineage, match="S-1 → S-1"):
        Lineage([(1, 1)])


def test_cycle_if_names_the_cycle_that_an_edge_would_close() -> None:
    lineage = Lineage([(3, 2), (2, 1)])

    assert lineage.cycle_if(1, 3) == [1, 3, 2]
    assert lineage.cycle_if(1, 1) == [1]
    assert lineage.cycle_if(3, 1) is None


def test_a_chain_of_ten_thousand_is_resolved() -> None:
    lineage = Lineage((number + 1, number) for number in range(1, 10_000))

    assert lineage.origins(10_000) == {1}


@settings(deadline=None)
@given(acyclic)
def test_origins_rest_on_nothing_and_are_never_missing(edges: list[tuple[int, int]]) -> None:
    lineage = Lineage(edges)

    for source in range(1, 31):
        assert lineage.origins(source)
        assert all(lineage.is_origin(origin) for origin in lineage.origins(source))


@settings(deadline=None)
@given(acyclic, st.randoms())
def test_origins_do_not_depend_on_the_order_of_entry(
    edges: list[tuple[int, int]], random: object
) -> None:
    shuffled = list(edges)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = Lineage(edges), Lineage(shuffled)

    assert all(one.origins(source) == other.origins(source) for source in range(1, 31))


@settings(deadline=None)
@given(acyclic, st.integers(1, 30), st.integers(1, 30))
def test_cycle_if_says_just_when_the_edge_would_be_refused(
    edges: list[tuple[int, int]], source: int, ground: int
) -> None:
    cycle = Lineage(edges).cycle_if(source, ground)

    if cycle is None:
        Lineage([*edges, (source, ground)])
    else:
        steps = zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        assert set(steps) <= {*edges, (source, ground)}
        with pytest.raises(CyclicLineage):
            Lineage([*edges, (source, ground)])


@settings(deadline=None)
@given(acyclic, st.integers(1, 30))
def test_adding_an_echo_adds_no_origin(edges: list[tuple[int, int]], ground: int) -> None:
    before = Lineage(edges)
    after = Lineage([*edges, (31, ground)])

    assert after.origins_of(range(1, 32)) == before.origins_of(range(1, 31))
