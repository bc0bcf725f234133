from hypothesis import given
from hypothesis import strategies as st

from cases.claims import passages

TEXT = "Mr. A. Hale wrote “no”\nto us. He asked why!\n\nNobody answered."


def test_find_looks_past_line_breaks_and_quotation_marks() -> None:
    assert passages.find(TEXT, 'wrote "no" to us') == (12, 28)
    assert passages.find(TEXT, "wrote yes") is None
    assert passages.find(TEXT, "  ") is None


def test_place_counts_paragraphs_as_a_reader_does() -> None:
    assert passages.place(TEXT, "wrote “no” to us") == "paragraph 1"
    assert passages.place(TEXT, "Nobody answered") == "paragraph 2"
    assert passages.place("One.\nTwo.", "Two") == "line 2"
    assert passages.place(TEXT, "not there") == ""


def test_sentences_know_what_was_taken_of_them() -> None:
    told = passages.sentences("One is so. Two is Mr. B. Three (no.) Four", [("is Mr", "C-1")])

    assert [(s.text, s.is_taken) for s in told.all] == [
        ("One is so.", False),
        ("Two is Mr. B. Three (no.)", True),
        ("Four", False),
    ]
    assert told.left == ["One is so.", "Four"]
    assert told.taken_count == 1


def test_mark_names_each_claim_where_quotations_overlap() -> None:
    marked = passages.mark("abc def ghi", [("abc def", "C-1"), ("def ghi", "C-2"), ("xyz", "C-3")])

    assert [(p.text, p.claims) for p in marked] == [
        ("abc ", ("C-1",)),
        ("def", ("C-1", "C-2")),
        (" ghi", ("C-2",)),
    ]


@given(st.text(), st.lists(st.tuples(st.text(), st.just("C-1")), max_size=4))
def test_mark_and_sentences_lose_no_word(text: str, taken: list[tuple[str, str]]) -> None:
    assert "".join(p.text for p in passages.mark(text, taken)) == text
    told = " ".join(sentence.text for sentence in passages.sentences(text, taken).all)
    assert "".join(told.split()) == "".join(text.split())
