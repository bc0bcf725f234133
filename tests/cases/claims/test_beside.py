from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.claims.beside import difference, match, why_not_compared
from cases.claims.quantity import Quantity
from cases.reports.ledger import ClaimRef, FigureRef, Ledger
from cases.reports.paired import pairs

WINDOW = "2026-04-22/2026-06-05"
RULE = "Each account counts once."
MEASURED = Quantity(Decimal(24_318), "accounts", window=WINDOW, counting_rule=RULE)
NEARLY = Quantity(Decimal(25_000), "accounts", None, "at_most", WINDOW, RULE)
VALUES = st.integers(0, 10**12).map(Decimal)
QUANTITIES = st.builds(
    Quantity,
    VALUES,
    st.sampled_from(["accounts", "account", "requests", "%"]),
    st.none(),
    st.sampled_from(["exact", "approximate", "at_most", "at_least"]),
    st.sampled_from(["", WINDOW, "2026-04", "2026-04-22~/2026-06-05", "not a date"]),
    st.sampled_from(["", RULE, "each account counts  once", "Each request counts."]),
)


def _words(stated: Quantity, measured: Quantity = MEASURED) -> str:
    found = difference(stated, measured)
    assert found is not None
    return found.words


def test_an_approximate_figure_gives_an_approximate_difference() -> None:
    assert _words(NEARLY) == "about 682 fewer, about 2.7 % below what is stated"


def test_an_exact_figure_gives_an_exact_difference() -> None:
    exact = replace(NEARLY, value=Decimal(24_000), precision="exact")

    assert _words(exact) == "318 more, 1.3 % above what is stated"
    assert _words(replace(exact, value=MEASURED.value)) == "the same number"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (24_000, 25_000, "inside the range that is stated"),
        (24_318, 24_318, "inside the range that is stated"),
        (
            25_000,
            30_000,
            "outside the range that is stated: 682 fewer, 2.7 % below its lower end",
        ),
        (
            20_000,
            24_000,
            "outside the range that is stated: 318 more, 1.3 % above its upper end",
        ),
    ],
)
def test_a_range_holds_the_measured_figure_or_does_not(low: int, high: int, words: str) -> None:
    stated = replace(NEARLY, value=Decimal(low), value_high=Decimal(high), precision="range")

    assert _words(stated) == words


def test_percentages_differ_in_points() -> None:
    stated = replace(NEARLY, value=Decimal(20), unit="%", precision="exact")

    assert _words(stated, replace(MEASURED, value=Decimal("22.5"), unit="per cent")) == (
        "2.5 percentage points more"
    )


def test_a_small_difference_is_not_said_to_be_none() -> None:
    stated = replace(NEARLY, value=Decimal(24_317), precision="exact")

    assert _words(stated) == "1 more, less than 0.1 % above what is stated"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"unit": "requests"}, "they count different things (requests; accounts)"),
        ({"window": ""}, "the window of the one that is stated is not known"),
        (
            {"window": "2026-04-22/2026-06-06"},
            "they cover different windows (April 22 to June 6, 2026; April 22 to June 5, 2026)",
        ),
        ({"counting_rule": "Each request counts."}, "they are counted by different rules"),
        ({"counting_rule": ""}, "how the one that is stated was counted is not known"),
    ],
)
def test_what_differs_is_named_and_nothing_is_subtracted(
    change: dict[str, str], reason: str
) -> None:
    stated = replace(NEARLY, **change)

    assert why_not_compared(stated, MEASURED) == (reason,)
    assert difference(stated, MEASURED) is None


def test_a_window_that_is_only_about_so_is_not_the_same() -> None:
    about = replace(NEARLY, window="2026-04-22~/2026-06-05")

    assert difference(about, replace(MEASURED, window=about.window)) is None


@settings(deadline=None)
@given(QUANTITIES, QUANTITIES)
def test_nothing_is_ever_subtracted_across_units_windows_or_rules(
    stated: Quantity, measured: Quantity
) -> None:
    found = difference(stated, measured)

    assert (found is None) == bool(why_not_compared(stated, measured))
    if found is not None:
        assert stated.window == measured.window != ""
        assert stated.counting_rule
        assert stated.unit.rstrip("s") == measured.unit.rstrip("s")
        assert found.absolute == measured.value - stated.value
        assert found.is_exact == ({stated.precision, measured.precision} == {"exact"})
        assert found.absolute == 0 or ("about" in found.words) == (not found.is_exact)


@settings(deadline=None)
@given(VALUES, VALUES, VALUES)
def test_inside_a_range_there_is_no_difference(one: Decimal, other: Decimal, at: Decimal) -> None:
    low, high = sorted((one, other))
    stated = replace(NEARLY, value=low, value_high=high, precision="range")

    found = difference(stated, replace(MEASURED, value=at))

    assert found is not None
    assert (found.absolute == 0) == (low <= at <= high)
    assert at - found.absolute in {low, high} or low <= at <= high


@settings(deadline=None)
@given(st.permutations(["a", "b", "c"]), st.lists(QUANTITIES, min_size=3, max_size=3), QUANTITIES)
def test_which_figures_stand_beside_does_not_depend_on_their_order(
    order: list[str], quantities: list[Quantity], stated: Quantity
) -> None:
    measured = dict(zip("abc", quantities, strict=True))

    assert match(stated, (), measured) == match(stated, (), {key: measured[key] for key in order})


def _ledger(stated: Quantity, **claim: object) -> Ledger:
    other = replace(MEASURED, counting_rule="Another.")
    return Ledger(
        claims={3: ClaimRef(3, "figure", "alleged", "So many.", figure=stated, **claim)},
        figures={
            "accounts": FigureRef("accounts", "Accounts", MEASURED),
            "active": FigureRef("active", "Active accounts", other),
        },
    )


def test_the_comparable_figure_is_found_and_the_others_stand_alone() -> None:
    found = pairs(_ledger(NEARLY))

    assert [(pair.claim, pair.figure, bool(pair.difference)) for pair in found] == [
        (3, "accounts", True), (None, "active", False),
    ]  # fmt: skip


def test_a_link_sets_two_figures_side_by_side_but_never_makes_them_comparable() -> None:
    linked, alone = pairs(_ledger(NEARLY, measured_by=("active", "gone")))

    assert (linked.claim, linked.figure, linked.difference) == (3, "active", None)
    assert linked.words == "Not compared: they are counted by different rules."
    assert alone.figure == "accounts"


def test_a_figure_that_nothing_measures_says_nothing() -> None:
    stated, *_ = pairs(_ledger(replace(NEARLY, unit="dollars")))

    assert (stated.claim, stated.figure, stated.words) == (3, "", "")
