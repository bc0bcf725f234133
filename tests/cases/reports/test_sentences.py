import pytest

from cases.reports.sentences import sentences_of


def _texts(source: str) -> list[str]:
    return [source[slice(*sentence.source)] for sentence in sentences_of(source)]


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("About 28.8 million. Then Mr. Ito left.", ["About 28.8 million.", "Then Mr. Ito left."]),
        ("The U.S. senators wrote. It stood.", ["The U.S. senators wrote.", "It stood."]),
        ("He said so. [[C-2]] Then more.", ["He said so. [[C-2]]", "Then more."]),
        ('"Is it so?" they asked. No.', ['"Is it so?" they asked.', "No."]),
        ("# Title\nText.\n\n- item one\n- item two", ["Title", "Text.", "item one", "item two"]),
        ("Line one\nruns on. Next.", ["Line one\nruns on.", "Next."]),
    ],
)  # fmt: skip
def test_sentences_of_splits_where_a_reader_would(source: str, sentences: list[str]) -> None:
    assert _texts(source) == sentences


@pytest.mark.parametrize(
    ("source", "clauses"),
    [
        ("A says X [[C-2]]; B did Y [[C-5]].", [("start", ["C-2"]), ("separate", ["C-5"])]),
        ("A says X [[C-2]] and that B is [[C-5]].", [("start", ["C-2"]), ("continued", ["C-5"])]),
        ("A says X [[C-2]], and B used Y [[C-5]].", [("start", ["C-2"]), ("joined", ["C-5"])]),
        ("A says X [[C-2]] and used Y [[C-5]].", [("start", ["C-2"]), ("continued", ["C-5"])]),
        ("A says X [[C-2]], but B used Y [[C-5]].", [("start", ["C-2"]), ("separate", ["C-5"])]),
        ("X is so [[C-2]], A says.", [("start", ["C-2"])]),
        ("X is so [[C-2]] [[C-3]].", [("start", ["C-2", "C-3"])]),
    ],
)  # fmt: skip
def test_a_citation_belongs_to_its_clause(
    source: str, clauses: list[tuple[str, list[str]]]
) -> None:
    (sentence,) = sentences_of(source)

    found = [(c.link, [citation.token for citation in c.citations]) for c in sentence.clauses]
    assert found == clauses
