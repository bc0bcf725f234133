"""Mends that put the one who said it where the sentence named another, or nobody.

A mend may not make somebody say what nobody said: where "it" or "we" turns on who speaks, in a
quotation and beside a verb that does more than report, none is offered.
"""

import re

from cases.reports import lexicon
from cases.reports.ledger import ClaimRef
from cases.reports.reading import Edit, Part, Reading

#: "Experts say", "Three outlets have confirmed", "according to people familiar with it".
_LEAD = re.compile(
    r"\W*(?:(?:and|but|while|or|so|yet)\s+)?(?:according\s+to\s+(?P<source>[^,;]{1,80})(?=,)"
    r"|(?P<subject>[^,;]{1,60}?)\s+(?:(?:has|have|had)\s+)?(?P<verb>"
    + lexicon.any_verb("reporting", "factive", "factive_before_clause").pattern
    + "))",
    re.IGNORECASE,
)
#: A verb that only reports, and a clause in which nothing turns on who speaks.
_PLAINLY_SAID = re.compile(
    r"(?:\s+\w+ly)?\s+(?:say|allege|claim|report|state|assert|contend|maintain)(?:s|ed)?\s|\s+said\s"
    r"|\s*,",
    re.IGNORECASE,
)
_TURNS_ON_SPEAKER = re.compile(
    r"\"|\b(?:it|its|itself|they|them|their|themselves|he|him|his|she|her|hers|we|us|our|I|me|my)\b",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\W*(?:and|but|while|whereas|or|so|yet|,?\s*according\s+to)\s+|.*,\s+(?:said|according\s+to)\s+",
    re.IGNORECASE,
)
#: "Word is that", "rumour has it that": somebody would be made to say that it is said.
_HEARSAY = re.compile(r"\b(?:is|was|goes|has\s+it|believed|thought|known)\s+that\b", re.IGNORECASE)
_PRONOUN_FIRST = re.compile(
    r"\W*(?:(?:and|but|while|whereas|or|so|yet)\s+)?(?:it|they|he|she|we|I)\b", re.IGNORECASE
)
_SAYS = {"reported": "reports that", "alleged": "alleges that", "disputed": "alleges that"}


def name_of(claim: ClaimRef) -> str:
    """Who asserted the claim, as a sentence names them."""
    return claim.speakers[0].name if claim.speakers else "the source"


def words_for(claim: ClaimRef) -> str:
    """What a sentence puts before a claim to say who says so."""
    if claim.status == "not_established":
        return "it is not established that"
    if claim.status == "assessed":
        return "we assess that"
    if claim.speakers:
        return f"{name_of(claim)} {_SAYS.get(claim.status, 'alleges that')}"
    return "it is alleged that"


def put_as_said(reading: Reading, part: Part, claim: ClaimRef, words: str) -> tuple[Edit, ...]:
    """Edits that put `words` before the clause, unless "it" or "we" would change who is meant."""
    own = claim.speakers and name_of(claim) in part.text
    if _HEARSAY.search(part.text):
        return ()
    if own or '"' in part.text or _PRONOUN_FIRST.match(part.text):
        return ()
    return reading.saying(part, words)


def named_instead(part: Part, claim: ClaimRef) -> tuple[Edit, ...]:
    """Edits that put the one who said it in the place of whoever is named."""
    match = _LEAD.match(part.text)
    if match is None or not claim.speakers or "'s " in match[0]:
        return ()
    if _TURNS_ON_SPEAKER.search(part.text[match.end() :]):
        return ()
    said = f" {_SAYS.get(claim.status, 'says that').split()[0]}" if match["verb"] else ""
    who = name_of(claim)
    begin = match.start("subject" if match["verb"] else "source")
    start = part.clause.start
    return (Edit(start + begin, start + match.end(), who + said),)


def renamed(part: Part, wrong: re.Match[str], claim: ClaimRef) -> tuple[Edit, ...]:
    """An edit that puts the one who said it in the place of a name."""
    leads = not part.text[: wrong.start()].strip(" ,") or _AND.fullmatch(part.text[: wrong.start()])
    if not claim.speakers or not leads or not _is_plainly_said(part.text, wrong.end()):
        return ()
    begin = part.clause.start + wrong.start()
    return (Edit(begin, begin + len(wrong[0]), name_of(claim)),)


def _is_plainly_said(text: str, at: int) -> bool:
    """Tell "X says that operators …", in which another name is as true, from "X admits it"."""
    after = text[at:]
    turns = _TURNS_ON_SPEAKER.search(after) or '"' in text
    return bool(_PLAINLY_SAID.match(after)) and not turns
