import json
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.samples.pairs import Pair, Refusal, UnreadablePairs, read_pairs

CODEALPACA = Path(__file__).parents[4] / "shared" / "data" / "codealpaca.json"


def read(text: str | bytes) -> list[Pair | Refusal]:
    return list(read_pairs(BytesIO(text.encode() if isinstance(text, str) else text)))


@pytest.mark.parametrize(
    ("row", "prompt", "output"),
    [
        ({"prompt": "Sort it", "output": "ok"}, "Sort it", "ok"),
        ({"instruction": "Sort", "input": "3 1", "response": "1 3"}, "Sort\n\n3 1", "1 3"),
        ({"question": "Why?", "answer": "So."}, "Why?", "So."),
        (
            {
                "messages": [
                    {"role": "system", "content": "Be brief"},
                    {"role": "user", "content": "Hi"},
                    {"role": "assistant", "content": "Hello"},
                ]
            },
            "Hi",
            "Hello",
        ),
    ],
)
def test_read_pairs_knows_the_usual_shapes(row: dict, prompt: str, output: str) -> None:
    assert read(json.dumps([row])) == [Pair(1, prompt, output)]
    assert read(json.dumps(row) + "\n") == [Pair(1, prompt, output)]


def test_read_pairs_goes_on_after_a_bad_row_and_names_it() -> None:
    rows = read(b'{"prompt":"a","output":"b"}\n{"prompt":"a"}\nnot json\n\n["x"]\n\xff{}\n')

    assert isinstance(rows[0], Pair)
    assert [row.row for row in rows] == [1, 2, 3, 5, 6]
    assert all(isinstance(row, Refusal) for row in rows[1:])


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "neither"),
        (b'[{"a": ', "breaks off"),
        (b'["\xff"]', "UTF-8"),
    ],
)
def test_read_pairs_says_why_a_file_cannot_be_read(content: bytes, word: str) -> None:
    with pytest.raises(UnreadablePairs, match=word):
        read(content)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_read_pairs_refuses_what_the_database_cannot_hold(text: str) -> None:
    (row,) = read(json.dumps([{"prompt": text, "output": "b"}]))

    assert isinstance(row, Refusal)


@given(st.lists(st.dictionaries(st.sampled_from(["prompt", "output", "x"]), st.text(max_size=5))))
def test_every_row_is_kept_or_refused(rows: list[dict[str, str]]) -> None:
    results = read(json.dumps(rows))

    assert [result.row for result in results] == list(range(1, len(rows) + 1))


@pytest.mark.skipif(not CODEALPACA.exists(), reason="the data set is not beside us")
def test_real_pairs_are_read_whole() -> None:
    with CODEALPACA.open("rb") as file:
        rows = list(read_pairs(file))

    assert len(rows) == len(json.loads(CODEALPACA.read_text()))
    assert sum(isinstance(row, Pair) for row in rows) > 4000
