"""The sentences that the check is measured on: what it must let through, and what it must catch.

The two `unseen_` files were written after the rules had been finished against the first two, the
two `fresh_` ones after those, the `blind_` ones with the rules and the lexicon unread, the
`second_` ones after what those taught was built in, the `audit_` ones beside what a hostile reading
had found, the `numbers_` ones before the rules of ranges, bounds, shares and money, the `later_`
ones after all of that, the `parties_` ones before the rule of parties that nothing cited names,
the `escapes_` ones from what got past it in a hostile reading; the check's first answer to each is
on record in docs/report-check.md.
"""

from dataclasses import dataclass
from pathlib import Path

from cases.reports.check import Passage, check, check_sentence
from cases.reports.rules import Finding
from tests.cases.reports.ledger import LEDGER

_HERE = Path(__file__).parent
_PLACES = ("title", "rating", "caption", "chart")
#: Rules that only a whole report can break.
_WHOLE = {"likelihood-row", "single-origin"}


@dataclass(frozen=True)
class Example:
    text: str
    place: str
    rule: str = ""

    def findings(self) -> tuple[Finding, ...]:
        if self.rule in _WHOLE:
            return check([Passage(self.place, self.text)], LEDGER)
        return check_sentence(self.text, LEDGER, self.place)


def examples(name: str) -> list[Example]:
    """The sentences of one file, in order."""
    found = []
    for line in (_HERE / f"{name}.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        rule, _, text = line.partition(" | ") if "caught" in name else ("", "", line)
        place, colon, rest = text.partition(": ")
        if colon and place in _PLACES:
            found.append(Example(rest, place, rule))
        else:
            found.append(Example(text, "section", rule))
    return found
