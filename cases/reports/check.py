"""The report check: prose may not say more than the ledger does.

It reads a report as a compiler reads a program: passage by passage, sentence by sentence, clause by
clause, each held to the status of what it cites. It needs nothing but the text and the ledger.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cases.reports.attribution import check_attribution
from cases.reports.citing import check_citing
from cases.reports.ledger import Ledger
from cases.reports.likelihood import check_likelihood
from cases.reports.measures import check_measures
from cases.reports.naming import check_naming
from cases.reports.prose import blocks_of
from cases.reports.reading import Reading
from cases.reports.rules import RULES, Finding
from cases.reports.sentences import sentences_of_block
from cases.reports.verdicts import check_verdicts
from cases.reports.whole import check_whole
from cases.reports.windows import check_windows

#: Every rule that looks at one sentence.
_SENTENCE_CHECKS = (
    check_citing,
    check_attribution,
    check_naming,
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


#: What was found in each paragraph, so that a keystroke has only its own paragraph read again.
_KNOWN: dict[tuple[str, str, str, str], tuple[Finding, ...]] = {}
_MOST_KNOWN = 4_000


def check(passages: Iterable[Passage], ledger: Ledger) -> tuple[Finding, ...]:
    """Everything in the report that says more than the ledger, in the order of the text."""
    paragraphs = [paragraph for passage in passages for paragraph in _paragraphs(passage)]
    readings = [reading for each in paragraphs for reading in _readings(each, ledger)]
    readable = [reading for reading in readings if not reading.sentence.is_too_long]
    by_sentence = [finding for each in paragraphs for finding in _remembered(each, ledger)]
    found = [*by_sentence, *check_whole(readable, ledger)]
    places = {place: index for index, place in enumerate(dict.fromkeys(r.place for r in readings))}
    rank = {rule: index for index, rule in enumerate(RULES)}
    return tuple(
        sorted(found, key=lambda f: (places.get(f.place, len(places)), f.start, rank[f.rule]))
    )


def check_sentence(text: str, ledger: Ledger, place: str = "section") -> tuple[Finding, ...]:
    """What the rules of a single sentence find, without those of the whole report."""
    return tuple(
        finding
        for each in _paragraphs(Passage(place, text))
        for finding in _remembered(each, ledger)
    )


def readings_of(passage: Passage, ledger: Ledger) -> list[Reading]:
    """The sentences of a passage, as the rules read them."""
    return [r for paragraph in _paragraphs(passage) for r in _readings(paragraph, ledger)]


def apply_mend(text: str, finding: Finding) -> str:
    """The passage's text with the finding's mended sentence in its place."""
    return text[: finding.start] + finding.mend + text[finding.end :]


@dataclass(frozen=True)
class _Paragraph:
    """A block of a passage by itself, and where it begins."""

    place: str
    kind: str
    text: str
    start: int


def _paragraphs(passage: Passage) -> list[_Paragraph]:
    return [
        _Paragraph(passage.place, block.kind, passage.text[block.start : block.end], block.start)
        for block in blocks_of(passage.text)
    ]


def _readings(paragraph: _Paragraph, ledger: Ledger) -> list[Reading]:
    return [
        Reading(paragraph.place, paragraph.text, sentence, ledger, paragraph.start)
        for sentence in sentences_of_block(paragraph.text, paragraph.kind)
    ]


def _remembered(paragraph: _Paragraph, ledger: Ledger) -> Iterator[Finding]:
    key = (paragraph.place, paragraph.kind, paragraph.text, ledger.digest)
    found = _KNOWN.get(key)
    if found is None:
        found = tuple(_by_sentence(_readings(replace(paragraph, start=0), ledger)))
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = found
    for finding in found:
        at = paragraph.start
        yield replace(finding, start=finding.start + at, end=finding.end + at)


def _by_sentence(readings: Sequence[Reading]) -> Iterator[Finding]:
    for reading in readings:
        found = _found(reading)
        yield from (_with_proved_mend(reading, finding, found) for finding in found)


def _found(reading: Reading) -> list[Finding]:
    if reading.sentence.is_too_long:
        return [reading.finding("too-long", "Make several sentences of it.")]
    return [finding for rule in _SENTENCE_CHECKS for finding in rule(reading)]


def _with_proved_mend(reading: Reading, finding: Finding, found: list[Finding]) -> Finding:
    """The finding, with its mend only if that mends it and adds no error of its own."""
    if not finding.mend:
        return finding
    text, end = apply_mend(reading.source, finding), finding.start + len(finding.mend)
    after = [
        each
        for sentence in sentences_of_block(text, reading.sentence.kind)
        if finding.start <= sentence.source[0] < end
        for each in _found(replace(reading, source=text, sentence=sentence))
    ]
    left = Counter(each.rule for each in after if each.rule == finding.rule or each.is_error)
    before = Counter(each.rule for each in found)
    mends = left[finding.rule] < before[finding.rule] and left <= before
    return finding if mends and not _is_untold(finding, before) else replace(finding, mend="")


def _is_untold(finding: Finding, found: Counter[str]) -> bool:
    """A milder verb is no mend where the speaker is the wrong one: they said nothing of it."""
    return finding.rule == "verdict" and found["wrong-speaker"] > 0
