"""What each reader gets, and what no template may take from any of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.reports.compose import compose, passages_of
from cases.reports.document import Block, Document, Section
from cases.reports.exporters import pdf
from cases.reports.sections import LIMITED, SECTIONS
from cases.reports.shortening import count_of, shortened
from cases.reports.templates import (
    ANNEX,
    BRIEF,
    BUILT_IN,
    FULL,
    MANDATORY,
    Choice,
    Template,
    TemplateRefused,
    require_fair,
)
from cases.reports.wording import plain
from tests.cases.reports.drafts import DRAFT
from tests.cases.reports.ledger import LEDGER


def _document(template: Template) -> Document:
    return compose(replace(DRAFT, template=template), LEDGER)


def _section(document: Document, key: str) -> Section:
    return next(section for section in document.sections if section.key == key)


def _with(template: Template, key: str, **changes: object) -> Template:
    return replace(
        template,
        choices=tuple(
            replace(each, **changes) if each.key == key else each  # type: ignore[arg-type]
            for each in template.choices
        ),
    )


@pytest.mark.parametrize("template", BUILT_IN.values(), ids=list(BUILT_IN))
def test_each_reader_gets_what_no_reader_may_miss(template: Template) -> None:
    require_fair(template)
    document = _document(template)

    assert [section.key for section in document.sections] == list(template.keys)
    assert set(MANDATORY) <= {section.key for section in document.sections}


@pytest.mark.parametrize("key", MANDATORY)
def test_no_template_goes_without(key: str) -> None:
    without = replace(BRIEF, choices=tuple(c for c in BRIEF.choices if c.key != key))

    with pytest.raises(TemplateRefused, match="No reader goes without"):
        require_fair(without)


@pytest.mark.parametrize(
    ("template", "why"),
    [
        (_with(BRIEF, "disputed", limit=3), "may not be cut shorter"),
        (_with(BRIEF, "not_established", limit=1), "may not be cut shorter"),
        (_with(FULL, "disputed", limit=100), "may not be cut shorter"),
        (_with(BRIEF, "response", limit=1), "is not cut"),
        (_with(BRIEF, "alleged", limit=0), "one entry at least"),
        (_with(BRIEF, "alleged", heading="Key facts"), "must say what stands under it"),
        (_with(BRIEF, "alleged", heading="Allegations, confirmed"), "speaks of another status"),
        (_with(BRIEF, "watch", heading="What is confirmed"), "speaks of another status"),
        (replace(BRIEF, pages=0), "from 1 to"),
        (replace(BRIEF, choices=(*BRIEF.choices, Choice("verdict"))), "no section verdict"),
        (replace(BRIEF, choices=(*BRIEF.choices, Choice("watch"))), "once only"),
    ],
)
def test_what_would_mislead_is_refused_with_its_reason(template: Template, why: str) -> None:
    with pytest.raises(TemplateRefused, match=why):
        require_fair(template)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(TemplateRefused) as refused:
        require_fair(Template("brief", "Two pages", "Policy", (Choice("bottom_line"),), pages=0))

    assert len(refused.value.reasons) == 2


def test_what_a_reader_does_not_get_is_counted_in_the_text() -> None:
    said = " ".join(
        s.text for b in _section(_document(BRIEF), "method").blocks for s in b.sentences
    )

    assert "Left out for this reader" in said
    assert f"{SECTIONS['sources']} ({len(LEDGER.sources)})" in said
    assert "Left out" not in " ".join(s.text for s in _document(FULL).sentences())


def test_a_limit_prints_what_is_cited_first_and_counts_the_rest() -> None:
    document = _document(_with(BRIEF, "alleged", limit=2))
    alleged = _section(document, "alleged")

    assert [b.token for b in alleged.blocks if b.kind == "claim"] == ["C-2", "C-3"]
    assert alleged.blocks[-1].sentences[0].text == (
        "2 of 7 are listed here, what this text cites before others. "
        "The case's ledger holds the other 5."
    )


ROWS = st.lists(st.integers(1, 60), unique=True, max_size=30)


@given(numbers=ROWS, limit=st.integers(1, 40) | st.none(), cited=st.sets(st.integers(1, 60)))
def test_nothing_is_cut_silently(numbers: list[int], limit: int | None, cited: set[int]) -> None:
    """What is printed and what is said to be left out come to what there is; order is kept."""
    claims = tuple(Block("claim", (plain("It is so."),), f"C-{number}") for number in numbers)
    tokens = {f"C-{number}" for number in cited}

    kept = [b for b in shortened(claims, limit, tokens) if b.kind == "claim"]
    left = [b for b in claims if b not in kept]

    assert len(kept) == (len(claims) if limit is None else min(limit, len(claims)))
    assert kept == [b for b in claims if b in kept]
    assert not (any(b.token in tokens for b in left) and any(b.token not in tokens for b in kept))
    told = [b.sentences[0].text for b in shortened(claims, limit, tokens) if b.kind == "note"]
    says = f"{len(kept)} of {len(claims)} are listed here, what this text cites before others."
    assert told == ([f"{says} The case's ledger holds the other {len(left)}."] if left else [])


def test_tables_are_cut_by_rows() -> None:
    evidence = _section(_document(FULL), "evidence").blocks
    cut = shortened(evidence, 1, {"C-4"})

    assert count_of(cut) == 1
    assert count_of(evidence) > 1
    (row,) = next(block for block in cut if block.kind == "table").rows
    assert "[C-4]" in " ".join(cell.text for cell in row)


def test_paragraphs_of_the_annex_are_numbered_through() -> None:
    numbered = [b for s in _document(ANNEX).sections for b in s.blocks if b.number]

    assert [block.number for block in numbered] == [str(n + 1) for n in range(len(numbered))]
    assert {block.kind for block in numbered} >= {"paragraph", "claim", "note"}


def test_a_text_under_a_left_out_section_is_neither_printed_nor_checked() -> None:
    draft = replace(DRAFT, prose={"hypotheses": "They did it."}, template=BRIEF)

    assert draft.unprinted == ("hypotheses",)
    assert "section:hypotheses" not in dict(passages_of(draft))
    assert "They did it" not in " ".join(s.text for s in compose(draft, LEDGER).sentences())


def test_the_words_of_a_template_go_through_the_check() -> None:
    told = _with(replace(BRIEF, name="For the minister"), "alleged", introduction="They lied.")
    told = _with(told, "watch", heading="Next")
    places = dict(passages_of(replace(DRAFT, template=told)))

    assert places["template"] == "For the minister"
    assert places["introduction:alleged"] == "They lied."
    assert places["heading:watch"] == "Next"


def test_the_brief_of_a_full_ledger_takes_its_two_pages() -> None:
    assert pdf.pages_of(_document(BRIEF)) <= 2
    assert pdf.pages_of(_document(FULL)) > 2


def test_only_lists_are_cut() -> None:
    assert set(SECTIONS) >= LIMITED
