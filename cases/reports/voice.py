"""Whose voice a clause speaks in: who says so.

"Halden says that …" is Halden's from the verb on; "…, according to Halden" is Halden's throughout.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cases.reports import lexicon
from cases.reports.ledger import Speaker
from cases.reports.prose import MARK
from cases.reports.sentences import has_finite_verb

_ADVERB = (
    r"(?:(?:has|have|had|also|now|then|later|since|first|itself|himself|herself|themselves|again|"
    r"was|were|is|are|been|in\s+turn|in\s+(?:a|the|its|his|her|their)\s+[a-z]\w+|(?:in|on)\s+[A-Z]\w+(?:\s+\d+)?|"
    r"\w+ly)\s+)*"
)
_NEAR = 70
_NOT_A_VERB = re.compile(
    r"(?<!goes on )(?<!went on )"
    r"\b(?:to|two|three|many|both|the|a|an|its|their|this|that|of|no)\s+$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?:according to|in the (?:words|view|telling) of)\s+", re.IGNORECASE)
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
_POSTPOSED = re.compile(r"[,\"]\s*$")


class Spoken(NamedTuple):
    """Who speaks: a party, "*" and a sort of speaker, "~" and words for nobody, "?" a stranger.

    `start` is where the speech begins (None: they vouch rather than say), `reach` the first
    character that it can cover; `frames` tells whether it covers the clauses that follow.
    """

    who: str
    start: int | None
    frames: bool = False
    reach: int = 0


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


@lru_cache(maxsize=64)
def name_pattern(parties: tuple[Speaker, ...]) -> re.Pattern[str]:
    """Any name of any of the parties, the longest first; matches nothing when there is none."""
    names = sorted({n for party in parties for n in party.names if n}, key=len, reverse=True)
    inside = "|".join(map(_any_article, names)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{inside})(?!\w)")


def party_named(name: str, parties: Iterable[Speaker]) -> str:
    """The party that goes by this name."""
    wanted = name.removeprefix("The ").removeprefix("the ")
    for party in parties:
        if any(wanted == known.removeprefix("The ").removeprefix("the ") for known in party.names):
            return party.name
    return name


def _any_article(name: str) -> str:
    """The name, however its article is written."""
    bare = name.removeprefix("The ").removeprefix("the ")
    return ("[Tt]he " if bare != name else "") + re.escape(bare)


def voice_of(text: str, parties: tuple[Speaker, ...]) -> Voice:
    """Read who speaks in a clause."""
    found = [*_by_verb(text, parties), *_by_phrase(text, parties)]
    starts = [spoken.start for spoken in found if spoken.start is not None]
    speakers = frozenset(spoken.who for spoken in found if spoken.who[0] not in "*~?")
    ours = lexicon.any_of("ours").search(text)
    if ours:
        starts.append(ours.end())
    return Voice(
        speakers=speakers,
        is_marked=bool(lexicon.any_of("alleged_marks").search(text))
        or (not speakers and bool(_ALLEGATION.search(text))),
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
    trimmed = re.sub(_ADVERB + r"$", "", before[-_NEAR * 2 :]).rstrip()
    trimmed = re.sub(r",[^,]*,$", "", trimmed)[-_NEAR:]
    if re.search(r"\b(?:we|I)$", trimmed, re.IGNORECASE):
        return ""
    names = list(name_pattern(parties).finditer(trimmed))
    if names and re.fullmatch(r",?\s*(?:who|which)", trimmed[names[-1].end() :]):
        return party_named(names[-1][0], parties)
    generic = list(lexicon.any_of("speaker_nouns").finditer(trimmed))
    if close and not any(found[-1].end() == len(trimmed) for found in (names, generic) if found):
        return ""
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
        r"(?:\b(?:the|a|an|some|most|several|other|two|three)\s+)?(?:[a-z'-]+\s+)?[A-Za-z][\w'-]*$",
        text,
    )
    return "~" + last[0] if last else ""


def _sort(noun: re.Match[str] | None) -> str:
    """The sort of speaker that a noun names: publisher, authority, document, company, pronoun."""
    word = noun[0].lower() if noun else ""
    sorts = ("publisher", "authority", "document", "pronoun")
    return "*" + next((s for s in sorts if word in lexicon.words(f"{s}_nouns")), "company")


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
        return _sort(noun)
    if noun and noun.start() > name.end():
        owns = re.fullmatch(r"(?:'s?)?\s+(?:[\w-]+\s+){0,2}", text[name.end() : noun.start()])
        return party_named(name[0], parties) if owns else _sort(noun)
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


def _by_phrase(text: str, parties: tuple[Speaker, ...]) -> list[Spoken]:
    found: list[Spoken] = []
    for match in _ACCORDING.finditer(text):
        rest = text[match.end() : match.end() + _NEAR]
        name = name_pattern(parties).search(rest.split(",")[0])
        weasel = lexicon.any_of("weasels").match(re.sub(r"^(?:the|some)\s+(?=\w)", "", rest))
        noun = lexicon.any_of("speaker_nouns").search(rest.split(",")[0])
        who = (
            party_named(name[0], parties) if name else ("~" + weasel[0] if weasel else _sort(noun))
        )
        found.append(Spoken(who, 0, not text[: match.start()].strip()))
    nouns = "|".join(lexicon.words("speech_nouns"))
    origin = re.search(
        rf"\b(?:{nouns}|numbers?|tally|totals?)\b[^;]*\b(?:comes?|came|stems?|originates?|derives?|is|are)\s+from\s+",
        text,
        re.IGNORECASE,
    )
    for told in re.finditer(r"\bas\s+", text):
        name = name_pattern(parties).match(text, told.end())
        if name and re.match(r"\s+\w+\s+it\b", text[name.end() :]):
            found.append(Spoken(party_named(name[0], parties), 0))
    if origin and (name := name_pattern(parties).match(text, origin.end())):
        found.append(Spoken(party_named(name[0], parties), 0))
    theirs = rf"{lexicon.any_of('speaker_nouns').pattern}'s?\s+(?:{nouns})\b"
    if re.search(rf"\b(?:in|on|by)\s+(?:the\s+)?(?:\w+\s+)?{theirs}", text, re.IGNORECASE):
        found.append(Spoken("*document", 0))
    for name in name_pattern(parties).finditer(text):
        noun = re.match(
            rf"(?:'s?|’s?)\s+(?:[\w-]+\s+){{0,2}}(?:{nouns})\b", text[name.end() :], re.IGNORECASE
        )
        if noun:
            leads = re.match(r"\s*in\s+$", text[: name.start()], re.IGNORECASE)
            start = 0 if leads else name.end() + noun.end()
            found.append(Spoken(party_named(name[0], parties), start, bool(leads)))
        elif re.search(rf"\b(?:{nouns})\s+(?:by|from|of)\s+$", text[: name.start()], re.IGNORECASE):
            found.append(Spoken(party_named(name[0], parties), name.end()))
    return found
