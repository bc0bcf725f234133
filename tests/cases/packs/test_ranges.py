import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.packs.ranges import Range, Unsatisfiable, wanted

TAG = '"abc"'


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("bytes=0-0", Range(0, 0)),
        ("bytes=4-", Range(4, 9)),
        ("bytes=4-99", Range(4, 9)),
        ("bytes=-3", Range(7, 9)),
        ("bytes=-99", Range(0, 9)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-4", None),
        ("bytes=0-1,3-4", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
        ("bytes=٣-", None),
    ],
)
def test_wanted_reads_one_range_and_gives_the_whole_for_anything_else(
    asked: str, found: Range | None
) -> None:
    assert wanted(asked, "", TAG, 10) == found


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_wanted_refuses_what_lies_beyond_the_file(asked: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(asked, "", TAG, 10)


@pytest.mark.parametrize("only_if", ['"other"', 'W/"abc"', "Wed, 10 Jun 2026 10:00:00 GMT"])
def test_wanted_gives_the_whole_of_a_file_that_changed(only_if: str) -> None:
    assert wanted("bytes=4-", only_if, TAG, 10) is None
    assert wanted("bytes=4-", TAG, TAG, 10) == Range(4, 9)


@given(asked=st.from_regex(r"bytes=[0-9]{0,3}-[0-9]{0,3}", fullmatch=True), size=st.integers(1, 99))
def test_what_is_wanted_lies_within_the_file(asked: str, size: int) -> None:
    try:
        found = wanted(asked, "", TAG, size)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found.first <= found.last < size
