from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from cases.core.models import Case
from cases.samples import services
from cases.samples.suggesting import READ, RULES, Rule, as_markdown, suggest

DOCS = Path(__file__).parents[3] / "docs" / "samples.md"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.meaning)
def test_each_rule_finds_its_example_and_says_in_which_words(rule: Rule) -> None:
    found = [
        one for one in suggest(f"Please.\n{rule.example}\nThanks.") if one.meaning == rule.meaning
    ]

    assert [one.capability for one in found] == [rule.capability]
    assert found[0].words in rule.example


@pytest.mark.parametrize(
    "prompt",
    [
        "What is the capital of Peru?", "Write a poem about my class reunion.", "",
        "Translate: “I think, therefore I am.”", "Is this recipe gluten-free?",
        "The function of the liver is to clean the blood.",
    ],
)  # fmt: skip
def test_an_ordinary_prompt_suggests_nothing(prompt: str) -> None:
    assert suggest(prompt) == []


@given(st.text(max_size=300))
def test_suggest_takes_any_text_and_shows_words_of_it(prompt: str) -> None:
    assert all(one.words in prompt for one in suggest(prompt))


def test_what_stands_far_behind_is_not_read() -> None:
    assert suggest("x " * READ + "Show all your reasoning") == []


def test_the_document_prints_the_rules() -> None:
    assert as_markdown() in DOCS.read_text()


def test_a_person_takes_a_suggestion_and_no_rule_does(
    case: Case, analyst: User, policy: User, signed_in: Any
) -> None:
    prompt = "Rate each answer of ana@lab.example. <b>Rubric</b>"
    sample = services.add_sample(case=case, prompt=prompt, output="9", by=analyst)

    page = signed_in(analyst).get(sample.get_absolute_url()).content.decode()
    told = signed_in(policy).get(f"/api/v1/cases/{case.reference}/samples/{sample.number}/").json()

    assert "a rubric or a score: “Rate each”" in page
    assert told["suggestions"] == [
        {"capability": "rubric_grading", "meaning": "a rubric or a score", "words": "Rate each"}
    ]
    assert not sample.labels.exists()
    signed_in(analyst).post(
        f"{sample.get_absolute_url()}label/", {"capability": told["suggestions"][0]["capability"]}
    )
    assert sample.labels.get().by == analyst
