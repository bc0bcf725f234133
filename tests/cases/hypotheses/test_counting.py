"""An origin is heard once: by examples, and by what holds of any matrix."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from cases.hypotheses.matrix import Matrix
from cases.hypotheses.weights import Mark, Row, Weight
from tests.cases.hypotheses.test_matrix import HYPOTHESES, matrices, order

RESTING = matrices()


def against(matrix: Matrix) -> list[object]:
    return [matrix.against(h) for h in HYPOTHESES]


@given(RESTING, st.data())
def test_adding_an_echo_never_changes_the_weighing(matrix: Matrix, data: st.DataObject) -> None:
    """An echo says what one row or several say already, with no origin and no weight of its own."""
    rows = [row for row in matrix.rows if row.origins]
    assume(rows)
    said = data.draw(st.lists(st.sampled_from(rows), min_size=1, unique_by=lambda row: row.key))
    lightest = min(said, key=lambda row: row.factor)
    known = set.intersection(*(set(row.marks) for row in said))
    echo = replace(
        lightest,
        key="echo",
        origins=frozenset().union(*(row.origins for row in said)),
        marks={h: min((r.marks[h] for r in said), key=lambda mark: mark.against) for h in known},
    )
    after = replace(matrix, rows=(*matrix.rows, echo))

    assert against(after) == against(matrix)
    assert order(after) == order(matrix)
    if len(said) == 1:
        assert [after.at_most(h) for h in HYPOTHESES] == [matrix.at_most(h) for h in HYPOTHESES]


@given(RESTING)
def test_more_rows_never_count_for_less(matrix: Matrix) -> None:
    fewer = replace(matrix, rows=matrix.rows[1:])

    assert all(fewer.against(h) <= matrix.against(h) for h in HYPOTHESES)


@given(RESTING)
def test_counting_by_origin_never_counts_more_than_row_by_row(matrix: Matrix) -> None:
    for h in HYPOTHESES:
        assert matrix.against(h) <= sum(row.against(h) for row in matrix.rows)


@given(RESTING)
def test_rows_of_origins_of_their_own_are_counted_one_by_one(matrix: Matrix) -> None:
    apart = replace(matrix, rows=tuple(replace(row, origins=frozenset()) for row in matrix.rows))

    for h in HYPOTHESES:
        assert apart.against(h) == sum(row.against(h) for row in matrix.rows)


def test_a_row_on_two_origins_is_heard_for_each_once() -> None:
    one, two, both = (
        Row(key, {1: Mark.I}, Weight.MEDIUM, Weight.MEDIUM, frozenset(origins))
        for key, origins in (("a", ["S-1"]), ("b", ["S-2"]), ("c", ["S-1", "S-2"]))
    )

    assert Matrix((1,), (both,)).against(1) == 1
    assert Matrix((1,), (one, both)).against(1) == 1.5
    assert Matrix((1,), (one, two, both)).against(1) == 2


def test_overheard_names_the_origin_the_row_that_is_heard_and_the_hypotheses() -> None:
    heavy = Row("b", {1: Mark.II, 2: Mark.N}, origins=frozenset({"S-1"}))
    light = Row("a", {1: Mark.I, 2: Mark.I}, origins=frozenset({"S-1"}))
    said = Matrix((1, 2), (light, heavy)).overheard(light)

    assert [(each.origin, each.heard_in, each.hypotheses) for each in said] == [("S-1", "b", (1,))]
    assert Matrix((1, 2), (light, heavy)).overheard(heavy) == ()
