"""What holds of the check whatever is written: it answers, points, and nothing hides from it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.reports.check import Passage, apply_mend, check, check_sentence, readings_of
from cases.reports.rules import RULES, Finding
from cases.reports.sentences import LONGEST, sentences_of
from tests.cases.reports.corpus import Example, examples
from tests.cases.reports.ledger import LEDGER

DOCS = Path(__file__).parents[3] / "docs" / "report-check.md"
AGES = (
    "",
    "unseen_",
    "fresh_",
    "blind_",
    "second_",
    "audit_",
    "numbers_",
    "later_",
    "parties_",
    "escapes_",
)
CAUGHT = [example for age in AGES for example in examples(f"{age}caught")]
SILENT = [
    example
    for age in AGES
    for example in examples(f"{age}let_through")
    if example.place == "section" and not example.findings()
]
#: Ways to put a sentence somewhere else than in a paragraph of its own.
WRAPPINGS = [
    "{}",
    "- {}",
    "- One [[C-1]].\n- {}\n- Two [[C-1]].",
    "12. {}",
    "> {}",
    "> > {}",
    "🙂 Ünïcödé “é” [[C-1]].\n\n{}",
    "Halden wrote a letter [[C-1]].\n\n   {}",
    "| Who | What |\n| --- | --- |\n| Somebody | {} |",
    "# {}",
    "### {}",
    "```\n{}\n```",
    "&nbsp;{}",
    "\u200b{}",
    "**{}**",
]
#: Rules that look at running prose alone: a heading and a cell cite what stands beside them.
RUNNING = {"uncited"}
#: Whatever people type, in any order.
PIECES = [
    "Halden", "Meridian", " says ", " stole ", "proved", " that ", " and ", ", ", "; ", ". ", "? ",
    "[[C-2]]", "[[C-5]]", "[[C-99]]", "[[", "]]", "[[figure:accounts]]", "25,000", " accounts",
    "nearly ", "28.8 million ", "*", "**", "\n", "\n\n", "- ", "> ", "# ", "|", "&shy;", "\u200b",
    "🙂", "\x00", "if ", "not ", "after the theft", "very likely", " did not direct ",
    "(", ")", " – ",
    " with high confidence", "\ufffc", "half of ", "in May", " a day", "it ", "who ", "'s ",
    "directed",
]  # fmt: skip
LONG = {
    "words": "a " * 20_000 + "[[C-2]] " * 200,
    "one word": "a" * 50_000 + " b. C",
    "spaces": " " * 50_000 + "x",
    "clauses": ", and it used " * 2_000 + "[[C-2]]",
    "speakers": "Halden says that " * 2_000,
    "numbers": "1,000 and " * 3_000,
    "brackets": "[[" * 5_000,
    "asides": "(a [[C-2]] " * 2_000,
    "stars": "*" * 50_000,
}


def _points_at_its_text(text: str, findings: Iterable[Finding]) -> bool:
    return all(
        0 <= f.start <= f.end <= len(text) and f.text == text[f.start : f.end][:LONGEST]
        for f in findings
    )


@pytest.mark.parametrize("example", CAUGHT, ids=str)
def test_an_offered_mend_mends_and_adds_no_error(example: Example) -> None:
    before = Counter(finding.rule for finding in example.findings())
    for finding in example.findings():
        if finding.mend:
            after = replace(example, text=apply_mend(example.text, finding)).findings()
            left = Counter(f.rule for f in after if f.is_error or f.rule == finding.rule)

            assert left <= before, finding.mend
            assert left[finding.rule] < before[finding.rule], finding.mend


def test_the_document_says_how_many_findings_offer_a_mend() -> None:
    findings = [finding for example in CAUGHT for finding in example.findings()]
    mended = sum(bool(finding.mend) for finding in findings)

    said = f"Of the {len(findings)} findings on the careless sentences, {mended} offer one"
    assert said in DOCS.read_text("utf-8")


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_what_is_caught_is_caught_wherever_it_stands(wrapping: str) -> None:
    hidden = []
    for example in CAUGHT:
        if example.place == "section" and example.rule not in RUNNING and example.text[0] != "#":
            text = wrapping.format(example.text)
            found = check_sentence(text, LEDGER)
            alone = {f.rule for f in check_sentence(example.text, LEDGER)} - RUNNING
            assert _points_at_its_text(text, found)
            hidden += [example.text] if alone - {f.rule for f in found} else []

    assert hidden == []


@pytest.mark.parametrize("wrapping", [w for w in WRAPPINGS if "C-1" not in w])
def test_what_is_let_through_is_let_through_wherever_it_stands(wrapping: str) -> None:
    cried = [e.text for e in SILENT if check_sentence(wrapping.format(e.text), LEDGER)]

    assert cried == []


def test_a_paragraph_read_before_is_found_again_where_it_stands_now() -> None:
    paragraph = "Meridian stole Aria [[C-5]]."
    text = f"{paragraph}\n\n🙂 Halden wrote [[C-1]].\n\n{paragraph}"

    starts = [f.start for f in check([Passage("section", text)], LEDGER) if f.rule == "verdict"]

    assert starts == [0, text.rindex(paragraph)]


def test_what_was_found_before_does_not_outlive_the_ledger() -> None:
    text = "Operators used resellers to reach Aria [[C-2]]."
    confirmed = replace(LEDGER.claims[2], status="confirmed")
    settled = replace(LEDGER, claims={**LEDGER.claims, 2: confirmed})

    assert [f.rule for f in check_sentence(text, LEDGER)] == ["unattributed"]
    assert check_sentence(text, settled) == ()


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_no_rule_reads_more_than_a_sentence_of_bounded_length(text: str) -> None:
    for reading in readings_of(Passage("section", text), LEDGER):
        assert reading.sentence.is_too_long or len(reading.sentence.text) <= LONGEST

    assert {f.rule for f in check_sentence(text, LEDGER)} <= RULES.keys()


@given(
    st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
)
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_check_answers_whatever_is_typed(text: str) -> None:
    found = check([Passage("section", text)], LEDGER)

    assert {f.rule for f in found} <= RULES.keys()
    assert _points_at_its_text(text, found)
    assert found == check([Passage("section", text)], LEDGER)


@given(
    st.lists(st.sampled_from(PIECES), max_size=10).map("".join),
    st.sampled_from(["title", "caption"]),
)
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_check_answers_whatever_a_title_says(text: str, place: str) -> None:
    assert _points_at_its_text(text, check_sentence(text, LEDGER, place))


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_sentences_stand_in_the_source_in_order(text: str) -> None:
    spans = [sentence.source for sentence in sentences_of(text)]

    assert spans == sorted(spans)
    assert all(0 <= start <= end <= len(text) for start, end in spans)
