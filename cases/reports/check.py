"""The report check: prose may not say more than the ledger does.

It reads a report as a compiler reads a program: passage by passage, sentence by sentence, clause by
clause, each held to the status of what it cites. It needs nothing but the text and the ledger.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cases.reports.attribution import check_attribution
from cases.reports.citing import check_citing
from cases.reports.ledger import Ledger
from cases.reports.likelihood import check_likelihood
from cases.reports.measures import check_measures
from cases.reports.reading import Reading
from cases.reports.rules import RULES, Finding
from cases.reports.sentences import sentences_of
from cases.reports.verdicts import check_verdicts
from cases.reports.whole import check_whole
from cases.reports.windows import check_windows

#: Every rule that looks at one sentence.
_SENTENCE_CHECKS = (
    check_citing,
    check_attribution,
    check_verdicts,
    check_measures,
    check_windows,
    check_likelihood,
)


@dataclass(frozen=True)
class Passage:
    """A stretch of the report: title, summary, rating, a section, a caption, a chart's title."""

    place: str
    text: str


def check(passages: Iterable[Passage], ledger: Ledger) -> tuple[Finding, ...]:
    """Everything in the report that says more than the ledger, in the order of the text."""
    readings = [reading for passage in passages for reading in readings_of(passage, ledger)]
    readable = [reading for reading in readings if not reading.sentence.is_too_long]
    found = [*_by_sentence(readings), *check_whole(readable, ledger)]
    places = {place: index for index, place in enumerate(dict.fromkeys(r.place for r in readings))}
    rank = {rule: index for index, rule in enumerate(RULES)}
    return tuple(
        sorted(found, key=lambda f: (places.get(f.place, len(places)), f.start, rank[f.rule]))
    )


def check_sentence(text: str, ledger: Ledger, place: str = "section") -> tuple[Finding, ...]:
    """What the rules of a single sentence find, without those of the whole report."""
    return tuple(_by_sentence(readings_of(Passage(place, text), ledger)))


def readings_of(passage: Passage, ledger: Ledger) -> list[Reading]:
    """The sentences of a passage, as the rules read them."""
    return [
        Reading(passage.place, passage.text, sentence, ledger)
        for sentence in sentences_of(passage.text)
    ]


def apply_mend(text: str, finding: Finding) -> str:
    """The passage's text with the finding's mended sentence in its place."""
    return text[: finding.start] + finding.mend + text[finding.end :]


def _by_sentence(readings: Sequence[Reading]) -> Iterator[Finding]:
    for reading in readings:
        if reading.sentence.is_too_long:
            yield reading.finding("too-long", "Make several sentences of it.")
            continue
        for rule in _SENTENCE_CHECKS:
            yield from rule(reading)
