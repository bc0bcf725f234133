"""The order of hypotheses: by examples, and by what holds of any matrix."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from cases.hypotheses.matrix import Matrix, ranked
from cases.hypotheses.saying import say_unheard
from cases.hypotheses.weights import NONE, Mark, Points, Row, Weight

HYPOTHESES = (1, 2, 3, 4)
marks = st.sampled_from(list(Mark))
weights = st.sampled_from(list(Weight))
cells = st.dictionaries(st.sampled_from(HYPOTHESES), marks)
resting = st.frozensets(st.sampled_from(["S-1", "S-2", "S-3"]), max_size=3)


@st.composite
def matrices(draw: st.DrawFn, origins: st.SearchStrategy[frozenset[str]] = resting) -> Matrix:
    filled = draw(st.lists(cells, max_size=6))
    rows = [
        Row(str(i), each, draw(weights), draw(weights), draw(origins))
        for i, each in enumerate(filled)
    ]
    return Matrix(HYPOTHESES, tuple(rows))


def order(matrix: Matrix) -> list[tuple[int, ...]]:
    return [place.hypotheses for place in matrix.ranking]


def row(key: str, weight: str = "medium", **said: str) -> Row:
    given_marks = {int(name[1:]): Mark(mark) for name, mark in said.items()}
    return Row(key, given_marks, Weight(weight), Weight.MEDIUM)


def test_ranking_puts_the_least_contradicted_first_however_much_agrees_with_others() -> None:
    matrix = Matrix((1, 2), (row("a", H1="CC", H2="N"), row("b", H1="I", H2="N")))

    assert order(matrix) == [(2,), (1,)]


def test_ranking_says_a_tie_is_a_tie() -> None:
    matrix = Matrix((1, 2, 3), (row("a", H1="I", H2="II", H3="I"),))

    assert [(p.rank, p.hypotheses, p.is_tie) for p in matrix.ranking] == [
        (1, (1, 3), True),
        (3, (2,), False),
    ]


def test_against_is_heuers_weighted_inconsistency() -> None:
    strong = Row("a", {1: Mark.II}, Weight.HIGH, Weight.HIGH)
    weak = Row("b", {1: Mark.I}, Weight.LOW, Weight.LOW)

    assert Matrix((1,), (strong, weak)).against(1) == 2 * 2 * 2 + 1 * 0.5 * 0.5


def test_an_unrated_hypothesis_is_not_ranked_first_for_want_of_ratings() -> None:
    matrix = Matrix((1, 2), (row("a", H1="I"),))

    assert order(matrix) == [(1,)]
    assert matrix.not_compared == (2,)


def test_a_blank_cell_keeps_the_first_place_open() -> None:
    full = (row("a", H1="N", H2="II"), row("b", H1="N", H2="I"))

    assert Matrix((1, 2), full).is_settled
    assert not Matrix((1, 2), (full[0], row("b", H2="N"), row("c", H2="N"))).is_settled
    assert Matrix((1, 2), (*full, row("c", "low", H2="N"))).is_settled


@given(matrices())
def test_reliance_is_the_order_of_the_matrix_without_the_row(matrix: Matrix) -> None:
    for row, reliance in zip(matrix.rows, matrix.reliance(), strict=True):
        others = [each for each in matrix.rows if each.key != row.key]
        unsaid = Row(row.key, dict.fromkeys(row.marks, Mark.NA))
        for instead, places in ((unsaid, reliance.without), (row.turned(), reliance.turned)):
            assert Matrix(matrix.hypotheses, (*others, instead)).ranking == places


@given(matrices())
def test_unheard_is_the_order_of_all_other_origins(matrix: Matrix) -> None:
    def heard(origin: str, hypothesis: int) -> Points:
        rows = [row for row in matrix.rows if origin in row.rests_on]
        return max(row.against(hypothesis) / len(row.rests_on) for row in rows)

    origins = {origin for row in matrix.rows for origin in row.rests_on}
    for each in matrix.unheard():
        others = origins - {each.origin}
        points = {h: sum((heard(o, h) for o in others), NONE) for h in matrix.compared}
        assert each.places == ranked(points)


def test_the_origin_that_carries_the_order_is_named() -> None:
    said = Row("row 1", {1: Mark.I}, origins=frozenset({"S-1"}))
    again = Row("row 2", {1: Mark.I}, origins=frozenset({"S-1"}))
    other = Row("row 3", {2: Mark.N}, origins=frozenset({"S-2"}))
    matrix = Matrix((1, 2), (said, again, other))

    assert say_unheard(matrix.unheard(), matrix.ranking) == (
        "Were S-1 not heard, H-1 and H-2 tie for least contradicted.",
    )


def test_reliance_names_the_row_that_carries_the_result() -> None:
    matrix = Matrix((1, 2), (row("a", H1="I", H2="N"), row("b", H1="C", H2="C")))

    carrying, idle = matrix.reliance()

    assert carrying.moves_first
    assert not idle.moves_order
    assert [p.hypotheses for p in carrying.without] == [(1, 2)]
    assert [p.hypotheses for p in carrying.turned] == [(1, 2)]


def test_discriminating_puts_the_furthest_apart_first_and_leaves_out_what_says_the_same() -> None:
    rows = (row("a", H1="C", H2="C"), row("b", H1="C", H2="N"), row("c", H1="CC", H2="II"))

    assert [each.key for each in Matrix((1, 2), rows).discriminating()] == ["c", "b"]


@given(matrices(), st.randoms())
def test_the_order_of_entry_never_matters(matrix: Matrix, random: object) -> None:
    rows, hypotheses = list(matrix.rows), list(matrix.hypotheses)
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(hypotheses)  # type: ignore[attr-defined]
    shuffled = Matrix(tuple(hypotheses), tuple(rows))

    assert shuffled.ranking == matrix.ranking
    assert shuffled.discriminating() == matrix.discriminating()
    assert sorted(shuffled.reliance(), key=str) == sorted(matrix.reliance(), key=str)


@given(matrices(), marks, weights, weights)
def test_a_row_that_says_the_same_of_all_never_changes_the_order(
    matrix: Matrix, mark: Mark, credibility: Weight, relevance: Weight
) -> None:
    assume(matrix.compared == HYPOTHESES)
    same = Row("same", dict.fromkeys(HYPOTHESES, mark), credibility, relevance)
    after = replace(matrix, rows=(*matrix.rows, same))

    assert same.spread(HYPOTHESES) == 0
    assert order(after) == order(matrix)


@given(matrices(), st.sampled_from([Mark.C, Mark.CC, Mark.N, Mark.NA]))
def test_what_agrees_never_changes_the_score(matrix: Matrix, mark: Mark) -> None:
    after = replace(matrix, rows=(*matrix.rows, Row("new", {1: mark}, Weight.HIGH, Weight.HIGH)))

    assert [after.against(h) for h in HYPOTHESES] == [matrix.against(h) for h in HYPOTHESES]


@given(matrices())
def test_taking_out_what_speaks_against_never_raises_a_score(matrix: Matrix) -> None:
    for each in matrix.rows:
        for hypothesis in each.marks:
            kept = {h: m for h, m in each.marks.items() if h != hypothesis}
            rows = [replace(r, marks=kept) if r is each else r for r in matrix.rows]
            after = replace(matrix, rows=tuple(rows))

            assert after.against(hypothesis) <= matrix.against(hypothesis)


@given(matrices(), st.sampled_from(HYPOTHESES), marks)
def test_filling_a_blank_cell_stays_within_what_was_said_of_it(
    matrix: Matrix, hypothesis: int, mark: Mark
) -> None:
    low, high = matrix.against(hypothesis), matrix.at_most(hypothesis)
    blank = next((r for r in matrix.rows if hypothesis not in r.marks), None)
    assume(blank is not None)
    filled = replace(blank, marks={**blank.marks, hypothesis: mark})
    after = replace(matrix, rows=tuple(filled if r is blank else r for r in matrix.rows))

    assert low <= after.against(hypothesis) <= after.at_most(hypothesis) <= high


@given(matrices(), marks)
def test_a_settled_first_place_survives_any_filling(matrix: Matrix, mark: Mark) -> None:
    clear = dict.fromkeys(HYPOTHESES, Mark.II) | {1: Mark.N}
    heavy = [Row(key, clear, Weight.HIGH, Weight.HIGH) for key in "uvwxyz"]
    matrix = replace(matrix, rows=(*matrix.rows, *heavy))
    assume(matrix.is_settled)
    rows = [replace(r, marks=dict.fromkeys(HYPOTHESES, mark) | r.marks) for r in matrix.rows]

    assert order(replace(matrix, rows=tuple(rows)))[0] == order(matrix)[0]


@given(matrices())
def test_a_row_said_the_opposite_twice_is_the_row(matrix: Matrix) -> None:
    assert all(each.turned().turned() == each for each in matrix.rows)


@given(matrices())
def test_every_cell_is_rated_or_counted_as_blank(matrix: Matrix) -> None:
    rated = sum(len(each.marks) for each in matrix.rows)

    assert rated + matrix.blank_cells == matrix.cells
