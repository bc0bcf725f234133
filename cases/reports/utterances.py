"""What an utterance is cited for: that it was said, never that it is so."""

import re

from cases.reports import doubt, lexicon, speakers, voice
from cases.reports.prose import MARK
from cases.reports.reading import Part, Reading
from cases.reports.sentences import has_finite_verb

_CAUSE = re.compile(
    r"\b(?:because|since|after|once|when|following|as|to\s+what|over\s+what)\s+", re.IGNORECASE
)
_BECAUSE = re.compile(r"\W*(?:because|since|so\s+that|in\s+order)\b", re.IGNORECASE)
_OWN_DEED = re.compile(
    r"'s?\s+(?:\w+\s+)?(?:use|misuse|copying|training|extraction|distillation|theft|direction|running|"
    r"harvesting|scraping|attacks?|campaign)\b",
    re.IGNORECASE,
)


def speaks_of_speech(reading: Reading, part: Part) -> bool:
    """Tell a clause that is about somebody's saying something, or says why they said it."""
    if part.voice.is_attributed or _is_of_speech(part.text):
        return True
    before = reading.parts[: reading.parts.index(part)]
    return bool(before and _BECAUSE.match(part.text)) and _is_of_speech(before[-1].text)


def _is_of_speech(text: str) -> bool:
    return bool(
        lexicon.any_of("communication", "alleged_nouns").search(text)
        or lexicon.any_verb("reporting", "denial").search(text)
    )


def told_as_fact(reading: Reading, part: Part) -> str:
    """The deed of a subject that the sentence itself vouches for, beside what was said, or ""."""
    for each in reading.parts:
        if (each is part or not each.claims) and (
            deed := _cause(reading, each) or _own(reading, each)
        ):
            return deed.strip(f" .,!?{MARK}")
    return ""


def _cause(reading: Reading, part: Part) -> str:
    for match in _CAUSE.finditer(part.text):
        tail = part.text[match.end() :]
        deed = lexicon.any_verb("conduct", "accusing").search(tail)
        if not deed or not reading.names_subject(tail[: deed.start()]):
            continue
        if not _is_said(part, match.start()) and not _is_left_open(tail):
            return match[0] + tail
    return ""


def _own(reading: Reading, part: Part) -> str:
    """Tell "Meridian's copying of Aria", which says that it copied."""
    for name in speakers.name_pattern(reading.ledger.subjects).finditer(part.text):
        deed = _OWN_DEED.match(part.text, name.end())
        alleged = lexicon.any_of("alleged_marks").search(part.text[: name.start()])
        if (
            deed
            and not alleged
            and not _is_said(part, name.start())
            and not _is_left_open(part.text)
        ):
            return name[0] + deed[0]
    return ""


def _is_said(part: Part, at: int) -> bool:
    """Tell what somebody is reported as saying: it stands in a clause after a verb of theirs."""
    if not part.voice.is_attributed:
        return False
    before = part.text[:at]
    return any(
        re.search(r"\b(?:of|about|that|to)\b", before[verb.end() :])
        or has_finite_verb(before[verb.end() :])
        for verb in lexicon.any_verb("reporting", "close_reporting").finditer(before)
        if not voice.A_NOUN.search(before[: verb.start()])
    )


def _is_left_open(text: str) -> bool:
    told = lexicon.any_verb("reporting", "denial").search(text)
    return bool(told) or doubt.is_negated(text) or doubt.is_open(text) or doubt.is_conditional(text)
