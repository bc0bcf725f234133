import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.telemetry.mapping import Mapping, MappingWrong, check, guess, missing, unused
from cases.telemetry.schema import COLUMNS, Kind


def test_guess_knows_other_names() -> None:
    columns = ["requestId", "Account ID", "ts", "client-ip", "usage.output_tokens", "colour"]

    mapping, guesses = guess(Kind.INTERACTIONS, columns, [])

    assert mapping.columns == {
        "interaction_id": "requestId",
        "platform_account": "Account ID",
        "occurred_at": "ts",
        "address": "client-ip",
        "output_tokens": "usage.output_tokens",
    }
    assert unused(mapping, columns) == ["colour"]
    assert {g.column: g.because for g in guesses}[
        "address"
    ] == "“client-ip” is another name for it."


def test_guess_passes_over_a_name_whose_values_do_not_fit() -> None:
    rows = [{"account": "a", "date": "tomorrow", "ts": "2026-06-05"}]

    mapping, _ = guess(Kind.INTERACTIONS, ["account", "date", "ts"], rows)

    assert mapping.columns["occurred_at"] == "ts"


def test_missing_names_what_cannot_be_concluded() -> None:
    mapping = Mapping({"platform_account": "account", "occurred_at": "ts"})

    lacking = {column.name: column.without for column in missing(Kind.INTERACTIONS, mapping)}

    assert "Shared networks" in lacking["address"]
    assert "platform_account" not in lacking


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        (Mapping({"platform_account": "account"}), "occurred_at"),
        (Mapping({"platform_account": "gone", "occurred_at": "ts"}), "no column “gone”"),
        (Mapping({"platform_account": "account", "occurred_at": "ts", "x": "ts"}), "column “x”"),
        (Mapping({"platform_account": "account", "occurred_at": "ts"}, "Mars/Base"), "time zone"),
        (
            Mapping({"platform_account": "account", "occurred_at": "ts"}, "UTC", "noon"),
            "time format",
        ),
    ],
)
def test_check_says_what_is_wrong(mapping: Mapping, why: str) -> None:
    with pytest.raises(MappingWrong, match=why):
        check(Kind.INTERACTIONS, mapping, ["account", "ts"], "log.csv")


@given(
    st.lists(st.text(max_size=12), unique_by=str.lower, max_size=12),
    st.sampled_from(list(Kind)),
)
def test_guess_never_uses_a_column_twice(columns: list[str], kind: Kind) -> None:
    mapping, _ = guess(kind, columns, [])

    used = list(mapping.columns.values())
    assert len(used) == len(set(used))
    assert set(used) <= set(columns)
    assert set(mapping.columns) <= {column.name for column in COLUMNS[kind]}
