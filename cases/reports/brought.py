"""What a report takes in that was written elsewhere: the case's title, the watch list, the matrix.

Each is held to the rule of a headline: it cites nothing, so whatever in it says what a subject did
must say who says so. What an analyst made of a claim's words stands beside its status, and is held
to its number, its parties and its measure.
"""

from collections.abc import Iterator
from dataclasses import replace

from cases.reports.check import check_sentence
from cases.reports.compose import Draft
from cases.reports.ledger import Against, Ledger
from cases.reports.rules import Finding

#: What holds of words that cite nothing; their numbers have nothing to be compared with.
_ALONE = frozenset({"unattributed", "verdict", "too-long"})
#: What holds of words beside a status, which says by itself who says so.
_BESIDE_A_STATUS = frozenset({"verdict", "another-party", "number", "unit", "precision"})


def check_brought(draft: Draft, ledger: Ledger) -> Iterator[Finding]:
    """What says too much in the words that the draft takes in; each place names where they are."""
    yield from check_words(draft.case_title, ledger, "case:title")
    if "watch" in draft.template.keys:
        for item in ledger.watch:
            yield from check_words(item, ledger, "case:watch list")
    if "hypotheses" in draft.template.keys:
        for each in ledger.hypotheses:
            for row in each.against:
                yield from _row(row, ledger, f"evidence:{each.token}")


def check_words(text: str, ledger: Ledger, place: str) -> list[Finding]:
    """What is wrong with words that stand alone, as a headline does."""
    found = check_sentence(text, ledger, "title")
    return [replace(finding, place=place) for finding in found if finding.rule in _ALONE]


def _row(row: Against, ledger: Ledger, place: str) -> Iterator[Finding]:
    if row.says and row.claim:
        found = check_sentence(f"{row.says} [[C-{row.claim}]]", ledger)
        yield from (replace(f, place=place) for f in found if f.rule in _BESIDE_A_STATUS)
    elif row.says:
        yield from check_words(row.says, ledger, place)
