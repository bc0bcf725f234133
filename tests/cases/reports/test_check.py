from dataclasses import replace
from pathlib import Path

import pytest

from cases.reports.catalogue import as_markdown
from cases.reports.check import Passage, check, check_sentence
from cases.reports.rules import RULES
from tests.cases.reports.corpus import examples
from tests.cases.reports.ledger import LEDGER

DOCS = Path(__file__).parents[3] / "docs" / "report-check.md"

#: Mentions two phrases without using them; the check can't tell, and the document says so.
CRIED_WOLF = {
    (
        'The distance between "operators linked to Sable" and "Meridian directed them" is the '
        "distance between two claims [[C-5]]."
    ),
}


NAMES = [
    f"{age}{side}"
    for age in (
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
    for side in ("let_through", "caught")
]


def _rules(text: str, place: str = "section") -> list[str]:
    return [finding.rule for finding in check_sentence(text, LEDGER, place)]


@pytest.mark.parametrize("name", ["let_through", "unseen_let_through", "fresh_let_through"])
def test_check_lets_careful_sentences_through(name: str) -> None:
    cried = {example.text for example in examples(name) if example.findings()}

    assert cried <= CRIED_WOLF


@pytest.mark.parametrize("name", ["caught", "unseen_caught"])
def test_check_catches_what_says_more_than_the_ledger(name: str) -> None:
    missed = [e for e in examples(name) if e.rule not in {f.rule for f in e.findings()}]

    assert missed == []


#: What a rule's example is given, where it is not the sentence alone that breaks the rule.
GIVEN = {
    "response": replace(LEDGER, responses=()),
    "stale": replace(LEDGER, changed={"C-2": "its grade was lowered."}),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_each_rule_catches_its_own_example_and_not_the_mended_one(rule: object) -> None:
    example = rule.example.replace("…", "and more, " * 200)
    found = {f.rule for f in check([Passage("section", example)], GIVEN.get(rule.id, LEDGER))}
    mended = {f.rule for f in check([Passage("section", rule.mended or example)], LEDGER)}

    assert rule.id in found
    assert rule.id not in mended


def test_the_document_prints_every_rule_and_the_true_counts() -> None:
    text = DOCS.read_text("utf-8")
    rows = []
    for name in NAMES:
        all_of_it = examples(name)
        caught = [e for e in all_of_it if e.rule in {f.rule for f in e.findings()} and e.rule]
        silent = [e for e in all_of_it if not e.findings()]
        right = len(caught) if name.endswith("caught") else len(silent)
        rows.append(f"| `{name}` | {len(all_of_it)} | {right} |")

    assert as_markdown() in text
    assert [row for row in rows if row not in text] == []


@pytest.mark.parametrize(
    "text",
    [
        "Meridian admits that operators used resellers [[C-2]].",
        "Meridian admits it directed the operators [[C-5]].",
        '"We did it," Meridian said of the operators [[C-5]].',
        'Meridian\'s chief said, "We directed the operators" [[C-5]].',
        "Meridian boasts that it directed the operators [[C-5]].",
        "Alibaba says that it used resellers to reach Aria [[C-2]].",
        "Bloomberg's report says that Meridian directed the operators [[C-5]].",
        "In testimony, Senator Ruiz said that operators used resellers [[C-2]].",
        "It directed the operators [[C-5]].",
    ],
)
def test_no_mend_makes_somebody_say_what_nobody_said(text: str) -> None:
    found = check_sentence(text, LEDGER)

    assert found
    assert [finding.mend for finding in found if finding.mend] == []


def test_a_claim_that_nobody_asserts_has_no_speaker() -> None:
    for text in (
        "Reuters Wire alleges that Sable's model was trained on the outputs [[C-7]].",
        "Meridian says that it trained Sable's model on the outputs [[C-7]].",
        "The outputs were allegedly used to train Sable's model [[C-7]].",
    ):
        (finding,) = check_sentence(text, LEDGER)

        assert (finding.rule, finding.mend) == ("wrong-speaker", "")
        assert finding.message == (
            "Nobody in the ledger asserts C-7: enter the source that does, or say that it is "
            "not established."
        )


def test_check_knows_which_clause_a_citation_belongs_to() -> None:
    text = "Halden alleges that operators used resellers [[C-2]]; Meridian directed them [[C-5]]."

    (finding,) = check_sentence(text, LEDGER)

    assert finding.rule == "unattributed"
    assert finding.mend == (
        "Halden alleges that operators used resellers [[C-2]]; "
        "Halden alleges that Meridian directed them [[C-5]]."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Meridian, which directed the operators, has not answered [[C-5]].", ["unattributed"]),
        ("Meridian, which ran all of it, has not answered [[C-5]].", ["unattributed"]),
        ("Meridian, which has not been asked, has not answered [[C-5]].", []),
        ("Meridian, which Halden accuses of running it, has not answered [[C-5]].", []),
    ],
)
def test_a_denial_does_not_reach_into_a_relative_clause(text: str, found: list[str]) -> None:
    assert _rules(text) == found


def test_check_points_at_the_sentence_in_the_source() -> None:
    text = "# Findings\n\nHalden wrote [[C-1]].\n\n- One. \n- Operators used **resellers** [[C-2]]."

    (finding,) = check_sentence(text, LEDGER)

    assert text[finding.start : finding.end] == "Operators used **resellers** [[C-2]]."


def test_check_asks_for_one_disclosure_of_a_single_origin() -> None:
    said = "Halden alleges that operators used resellers [[C-2]]."
    passages = [Passage("summary", said), Passage("alleged", said)]
    told = Passage("alleged", "All of it rests on one origin [[C-2]].")

    assert [f.place for f in check(passages, LEDGER)] == ["summary"]
    assert check([*passages, told], LEDGER) == ()


def test_check_refuses_a_report_without_the_response_of_its_subject() -> None:
    passage = Passage("alleged", "Halden alleges it; it rests on one origin [[C-5]].")
    silent = replace(LEDGER, responses=())

    assert check([passage], LEDGER) == ()
    assert [f.rule for f in check([passage], silent)] == ["response"]


def test_check_reports_what_has_changed_since() -> None:
    changed = replace(LEDGER, changed={"C-2": "its grade was lowered."})

    findings = check_sentence("Halden alleges that operators used resellers [[C-2]].", changed)

    assert [(f.rule, f.message) for f in findings] == [("stale", "C-2: its grade was lowered.")]


@pytest.mark.parametrize(
    "text",
    [
        "Meridian sto&shy;le Aria, and st&#101;als it [[C-5]].",
        "Meridian st\u200bole Aria [[C-5]].",
        "Meridian s\\tole Aria, it stole [[C-5]].",
        "```\nMeridian stole Aria [[C-5]].\n```",
        "| Who | What |\n| --- | --- |\n| Meridian | Meridian stole Aria [[C-5]] |",
        "[Meridian stole](https://halden.example) Aria [[C-5]].",
        "<b>Meridian</b> stole Aria [[C-5]].",
    ],
)
def test_nothing_hides_a_word_from_the_check(text: str) -> None:
    assert "verdict" in _rules(text)


@pytest.mark.parametrize("text", ["", "   ", "[[", "]]", "[[C-2]]", "...", "?!", "\n\n#\n", "|||"])
def test_check_survives_fragments(text: str) -> None:
    assert isinstance(check_sentence(text, LEDGER), tuple)


def test_a_sentence_too_long_to_read_is_an_error() -> None:
    long = "Halden alleges that operators used resellers, " + "and more, " * 200 + "[[C-2]]."

    assert [f.rule for f in check_sentence(long, LEDGER)] == ["too-long"]
