"""Who can speak: parties by name, sorts of speaker, and the phrases by which they speak."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cases.reports import lexicon
from cases.reports.ledger import Speaker

NEAR = 70
_NOUNS = "|".join(lexicon.words("speech_nouns"))
_ACCORDING = re.compile(r"\b(?:according to|in the (?:words|view|telling) of)\s+", re.IGNORECASE)
_ORIGIN = re.compile(
    rf"\b(?:{_NOUNS}|numbers?|tally|totals?)\b[^;]*\b(?:comes?|came|stems?|originates?|derives?|is|are)"
    r"\s+from\s+",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:in|on|by)\s+(?:the\s+)?(?:\w+\s+)?"
    rf"{lexicon.any_of('speaker_nouns').pattern}'s?\s+(?:{_NOUNS})\b",
    re.IGNORECASE,
)
_ITS_WORDS = re.compile(rf"(?:'s?|’s?)\s+(?:[\w-]+\s+){{0,2}}(?:{_NOUNS})\b", re.IGNORECASE)
_WORDS_BY = re.compile(rf"\b(?:{_NOUNS})\s+(?:by|from|of)\s+$", re.IGNORECASE)


#: A name that begins a text, and is no word of the report's own apparatus.
_NAME = re.compile(
    r"(?:[Tt]he\s+)?(?!(?:Exhibit|Annex|Table|Figure|Section|Chart|Source)\b)"
    r"[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*){0,3}"
)
_OWNER = re.compile(r"((?:[A-Z][\w&-]*\s+){0,3}[A-Z][\w&-]*)'s?\s+(?:[\w-]+\s+){0,2}$")


class Spoken(NamedTuple):
    """Who speaks: a party, "*" and a sort of speaker, "~" and words for nobody, "?" a stranger.

    `start` is where the speech begins (None: they vouch rather than say), `reach` the first
    character that it can cover; `frames` tells whether it covers the clauses that follow.
    """

    who: str
    start: int | None
    frames: bool = False
    reach: int = 0


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


def sort_of(noun: re.Match[str] | None) -> str:
    """The sort of speaker that a noun names: publisher, authority, document, company, pronoun."""
    word = noun[0].lower() if noun else ""
    sorts = ("publisher", "authority", "document", "pronoun")
    return "*" + next((s for s in sorts if word in lexicon.words(f"{s}_nouns")), "company")


def whose(noun: re.Match[str] | None) -> str:
    """The sort of speaker that a noun names, or, of a document, whose it is: "?Reuters"."""
    sort = sort_of(noun)
    owner = _OWNER.search(noun.string[: noun.start()]) if noun else None
    return "?" + owner[1] if owner and sort == "*document" else sort


def by_phrase(text: str, parties: tuple[Speaker, ...]) -> list[Spoken]:
    """Who speaks by a phrase: "according to Halden", "Halden's letter", "comes from Halden"."""
    return [*_according(text, parties), *_held(text, parties), *_owned(text, parties)]


def _according(text: str, parties: tuple[Speaker, ...]) -> Iterator[Spoken]:
    for match in _ACCORDING.finditer(text):
        rest = text[match.end() : match.end() + NEAR]
        name = name_pattern(parties).search(rest.split(",")[0])
        weasel = lexicon.any_of("weasels").match(re.sub(r"^(?:the|some)\s+(?=\w)", "", rest))
        noun = lexicon.any_of("speaker_nouns").search(rest.split(",")[0])
        nobody = "~" + weasel[0] if weasel else whose(noun)
        if not weasel and not noun and (stranger := _NAME.match(rest)):
            nobody = "?" + stranger[0]
        who = party_named(name[0], parties) if name else nobody
        yield Spoken(who, 0, not text[: match.start()].strip())


def _held(text: str, parties: tuple[Speaker, ...]) -> Iterator[Spoken]:
    """Halden's as it tells it: "the figure comes from Halden", "as Halden makes it"."""
    if origin := _ORIGIN.search(text):
        name = name_pattern(parties).match(text, origin.end())
        yield from [Spoken(party_named(name[0], parties), 0)] if name else []
    for told in re.finditer(r"\bas\s+", text):
        name = name_pattern(parties).match(text, told.end())
        if name and re.match(r"\s+\w+\s+it\b", text[name.end() :]):
            yield Spoken(party_named(name[0], parties), 0)


def _owned(text: str, parties: tuple[Speaker, ...]) -> Iterator[Spoken]:
    """Somebody's words: "in the company's account", "Halden's letter", "the letter by Halden"."""
    if _THEIRS.search(text):
        yield Spoken("*document", 0)
    for name in name_pattern(parties).finditer(text):
        who, noun = party_named(name[0], parties), _ITS_WORDS.match(text, name.end())
        if noun:
            leads = re.match(r"\s*in\s+$", text[: name.start()], re.IGNORECASE)
            yield Spoken(who, 0 if leads else noun.end(), bool(leads))
        elif _WORDS_BY.search(text[: name.start()]):
            yield Spoken(who, name.end())
