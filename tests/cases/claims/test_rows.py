import pytest

from cases.claims.rows import LONGEST, NotATable, read_rows

COLUMNS = ("title", "publisher", "kind")


def _read(text: str) -> list[tuple[int, dict[str, str]]]:
    rows = read_rows(text, columns=COLUMNS, required=("title",))
    return [(row.number, row.cells) for row in rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_read_rows_takes_any_separator(separator: str) -> None:
    text = separator.join(["Title", "Publisher"]) + "\n" + separator.join(["A", "B"])

    assert _read(text) == [(2, {"title": "A", "publisher": "B"})]


def test_read_rows_counts_lines_as_a_person_does() -> None:
    text = '\ufefftitle,kind\n"two\nlines",letter\n\nlast,letter\n'

    assert [number for number, _ in _read(text)] == [2, 5]


def test_read_rows_fills_a_short_row_with_nothing() -> None:
    rows = list(read_rows("title,kind\nA", columns=COLUMNS, required=("title",)))

    assert rows[0]["kind"] == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Missing: title"),
        ("publisher\nB", "Missing: title"),
        ("title,colour\nA,red", "No column is called colour"),
        ("title\n" + "A\n" * (LONGEST + 1), "at most 2,000 rows"),
    ],
)
def test_read_rows_refuses_what_is_no_table(text: str, why: str) -> None:
    with pytest.raises(NotATable, match=why):
        _read(text)
