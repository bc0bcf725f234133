"""Whose voice a clause speaks in: who says so.

"Halden says that …" is Halden's from the verb on; "…, according to Halden" is Halden's throughout.
"""

import re
from dataclasses import dataclass

from cases.reports import lexicon
from cases.reports.ledger import Speaker
from cases.reports.prose import MARK
from cases.reports.sentences import has_finite_verb
from cases.reports.speakers import (
    NEAR,
    Spoken,
    by_phrase,
    name_pattern,
    party_named,
    sort_of,
    whose,
)

_ADVERB = (
    r"(?:(?:has|have|had|also|now|then|later|since|first|itself|himself|herself|themselves|again|"
    r"was|were|is|are|been|in\s+turn|in\s+(?:a|the|its|his|her|their)\s+[a-z]\w+|(?:in|on)\s+[A-Z]\w+(?:\s+\d+)?|"
    r"\w+ly)\s+)*"
)
_NOT_A_VERB = re.compile(
    r"(?<!goes on )(?<!went on )"
    r"\b(?:to|two|three|many|both|the|a|an|its|their|this|that|of|no)\s+$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?:\b(?:is|are|was|were|been|be|being|stands?|stood|remains?)|'s?)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_ALLEGATION = re.compile(
    r"\b(?:allegations?|accusations?)\b"
    r"|\b(?:reports?|rumou?rs?)\s+that\b"
    rf"|{lexicon.any_of('alleged_nouns').pattern}\s+(?:(?:is|was|are|were)\s+)?(?:that|against)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:to|about|against|with|on|of|from|told|citing)\s+(?:the\s+)?$", re.IGNORECASE
)
#: What may still follow "…, Halden says": in a letter, on June 10, again.
_HOW = re.compile(
    r"(?:(?:(?:in|on|to|at|of|by|for|with|without|and|but|again|publicly)\b|\w+ly\b|\W)[^;]{0,60})?",
    re.IGNORECASE,
)
#: "In a letter, Reuters": a name that speaks, after a noun that could have.
_STRANGER_LAST = re.compile(r",\s+((?:[A-Z][\w&-]*\s+){0,3}[A-Z][\w&-]*)$")
#: "The claim", "Halden's report": a noun, where the verb is written alike.
A_NOUN = re.compile(
    r"(?:'s?|\b(?:the|its|their|his|her|our|this|that|these|those|a|an|no|any|each|every|of))\s+"
    r"(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_POSTPOSED = re.compile(r"[,\"]\s*$")


#: "Meridian did X, allegedly out of greed": why, for how long or by what is alleged, and X is not.
_NARROW = re.compile(
    r"(?:(?<=,)|^\W*)\s*\b(?:allegedly|reportedly|purportedly|supposedly)\s+(?:out\s+of|by|for|to|in|with|"
    r"because|at|on|under|from|as|over|during|since|until)\b[^,;]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Voice:
    """Who speaks in a clause, and from which character on it is their speech."""

    speakers: frozenset[str] = frozenset()
    is_marked: bool = False
    sorts: frozenset[str] = frozenset()
    is_ours: bool = False
    weasel: str = ""
    unknown: str = ""
    speech_from: int | None = None
    frames: bool = False
    has_that: bool = False
    reach: int | None = None

    @property
    def is_attributed(self) -> bool:
        return bool(self.speakers or self.sorts or self.is_marked)

    @property
    def is_reported(self) -> bool:
        """Somebody says so, named or not; not merely "allegedly"."""
        return bool(self.speakers or self.sorts)

    def speaks_at(self, position: int) -> bool:
        """Tell whether this character is inside somebody's reported speech."""
        return self.speech_from is not None and position >= self.speech_from


def voice_of(text: str, parties: tuple[Speaker, ...]) -> Voice:
    """Read who speaks in a clause."""
    found = [*_by_verb(text, parties), *by_phrase(text, parties)]
    starts = [spoken.start for spoken in found if spoken.start is not None]
    speakers = frozenset(spoken.who for spoken in found if spoken.who[0] not in "*~?")
    ours = lexicon.any_of("ours").search(text)
    if ours:
        starts.append(ours.end())
    return Voice(
        speakers=speakers,
        is_marked=bool(lexicon.any_of("alleged_marks").search(_NARROW.sub(" ", text)))
        or (not speakers and not _first(found, "?") and bool(_ALLEGATION.search(text))),
        sorts=frozenset(spoken.who[1:] for spoken in found if spoken.who[0] == "*"),
        is_ours=bool(ours),
        weasel=_first(found, "~"),
        unknown=_first(found, "?"),
        speech_from=min(starts) if starts else None,
        frames=any(spoken.frames for spoken in found),
        has_that=bool(re.search(r"\bthat\b", text[min(starts) :])) if starts else False,
        reach=min((spoken.reach for spoken in found), default=None),
    )


def _first(found: list[Spoken], mark: str) -> str:
    return next((spoken.who[1:] for spoken in found if spoken.who[0] == mark), "")


def _by_verb(text: str, parties: tuple[Speaker, ...]) -> list[Spoken]:
    found: list[Spoken] = []
    for match in lexicon.any_verb("reporting", "close_reporting").finditer(text):
        close = match[0].lower() in lexicon.verbs("close_reporting")
        before = text[: match.start()]
        if _NOT_A_VERB.search(before) or _is_passive(before, match[0].lower()):
            continue
        who = _subject(before, parties, close=close)
        if who and re.search(r"\bwho\s+$", before):
            found.clear()
        if who:
            is_aside = _is_aside(before, text[match.end() :])
            found.append(
                Spoken(who, 0) if is_aside else Spoken(who, match.end(), reach=match.start())
            )
        elif not close and (who := _inverted(text, match, parties)):
            found.append(Spoken(who, match.end()))
    for match in lexicon.any_verb("factive", "factive_before_clause").finditer(text):
        before = text[: match.start()]
        who = "" if _PASSIVE.search(before) else _subject(before, parties, close=True)
        found.extend([Spoken(who, None, reach=match.start())] if who else [])
    return found


def _is_aside(before: str, after: str) -> bool:
    """Tell "…, Halden says" and "…, Halden says, …", which cover what precedes them."""
    rest = after.strip(f" .,!?\"'{MARK}")
    apart = bool(_POSTPOSED.search(_before_subject(before)))
    return not rest or (apart and (bool(_HOW.fullmatch(rest)) or after.startswith(",")))


def _is_passive(before: str, verb: str) -> bool:
    """Tell "is alleged to" and "X, accused of" from "X alleged"."""
    if before.rstrip().endswith(",") and verb in {"accused", "suspected"}:
        return True
    return bool(_PASSIVE.search(before)) and (
        verb.endswith("ed") or verb in {"said", "told", "written", "thought", "known"}
    )


def _before_subject(before: str) -> str:
    """What stands before the last few words: the end of it shows a comma or a closing quote."""
    match = re.search(r"^(.*[,\"])\s*[^,\"]{1,60}$", before, re.DOTALL)
    return match[1] if match else ""


def _subject(before: str, parties: tuple[Speaker, ...], *, close: bool) -> str:
    """The speaker before a verb: a party's name, "*" for one such as "the company", or ""."""
    trimmed = re.sub(_ADVERB + r"$", "", before[-NEAR * 2 :]).rstrip()
    trimmed = re.sub(r",[^,]*,$", "", trimmed)[-NEAR:]
    if re.search(r"\b(?:we|I)$", trimmed, re.IGNORECASE):
        return ""
    names = list(name_pattern(parties).finditer(trimmed))
    if names and re.fullmatch(r",?\s*(?:who|which)", trimmed[names[-1].end() :]):
        return party_named(names[-1][0], parties)
    generic = list(lexicon.any_of("speaker_nouns").finditer(trimmed))
    if close and not any(found[-1].end() == len(trimmed) for found in (names, generic) if found):
        return ""
    if not names and generic and (stranger := _STRANGER_LAST.search(trimmed, generic[-1].end())):
        return "?" + stranger[1]
    if names or generic:
        return _which(names, generic, trimmed, parties)
    if weasel := lexicon.any_of("weasels").search(trimmed):
        return "~" + weasel[0]
    if stranger := re.search(r"((?:[A-Z][\w&-]+\s){1,3}[A-Z][\w&-]+|[A-Z]\w*[A-Z]\w*)$", trimmed):
        return "?" + stranger[1]
    return _somebody(trimmed)


def _somebody(text: str) -> str:
    """A subject that is no party and no known noun: someone of theirs, or nobody in particular."""
    if re.fullmatch(r"\s*(?:(?:and|but|or|nor|then|also|too)\b\W*)+", text):
        return ""
    if re.search(r"\b(?:its|their|his|her|our)\s+(?:[\w-]+\s+){0,3}[a-z][\w-]*$", text):
        return "*pronoun"
    last = re.search(
        r"(?<![\w'-])(?:\b(?:the|a|an|some|most|several|other|two|three)\s+)?(?:[a-z'-]+\s+)?[A-Za-z][\w'-]*$",
        text,
    )
    return "~" + last[0] if last else ""


def _which(
    names: list[re.Match[str]],
    generic: list[re.Match[str]],
    text: str,
    parties: tuple[Speaker, ...],
) -> str:
    """Choose between the last party named and the last noun that speaks ("the letter")."""
    speaking = [name for name in names if not _ADDRESSED.search(text[: name.start()])]
    usable = speaking or ([] if generic else names)
    name = usable[-1] if usable else None
    noun = generic[-1] if generic else None
    if name is None:
        return whose(noun)
    if noun and noun.start() > name.end():
        owns = re.fullmatch(r"(?:'s?)?\s+(?:[\w-]+\s+){0,2}", text[name.end() : noun.start()])
        return party_named(name[0], parties) if owns else sort_of(noun)
    if has_finite_verb(text[name.end() :]) and not re.search(
        r"\b(?:who|which)\b", text[name.end() :]
    ):
        return ""
    return party_named(name[0], parties)


def _inverted(text: str, match: re.Match[str], parties: tuple[Speaker, ...]) -> str:
    """The speaker of "…, said Halden"."""
    after = re.match(r"\s+", text[match.end() :])
    name = name_pattern(parties).match(text, match.end() + (after.end() if after else 0))
    return party_named(name[0], parties) if name else ""
