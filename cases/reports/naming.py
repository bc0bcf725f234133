"""A party that nothing cited names: "the accounts that Meridian directed shared 41 cards".

A citation bears what it says of whom it names. Where a sentence in our own voice names a subject,
or somebody else who is said to have done something, what it cites must name them too.
"""

import re
from collections.abc import Iterable, Iterator

from cases.reports import doubt, speakers
from cases.reports.ledger import ClaimRef, Ledger, Speaker
from cases.reports.reading import Part, Reading
from cases.reports.rules import Finding

#: "Meridian's answer is held as E-9": a document of theirs, and nothing that they did.
_ITS_DOCUMENT = re.compile(
    r"'s?\s+(?:\w+\s+)?(?:answer|denial|response|letter|statement|filing|report|testimony|words)\b",
    re.IGNORECASE,
)


def check_naming(reading: Reading) -> Iterator[Finding]:
    """Every clause names only such suspects as what it cites names."""
    if reading.is_let_through:
        return
    suspects = _suspects(reading.ledger)
    for part in reading.parts:
        if not part.clause.citations or any(c.kind == "utterance" for c in part.claims):
            continue
        said = _said(part)
        unnamed = _named(said, suspects) - _borne(reading, part)
        if part.voice.speakers:
            unnamed -= _on_record(reading.ledger, part.voice.speakers)
        wrong = tuple(party for party in suspects if party.name in unnamed)
        if wrong and not _asserts_nothing(part, said, wrong):
            yield _finding(reading, part, [party.name for party in wrong])


def _suspects(ledger: Ledger) -> tuple[Speaker, ...]:
    """The subjects, and whoever a claim says did something."""
    actors = {claim.actor for claim in ledger.claims.values()}
    return tuple(
        party
        for party in ledger.parties
        if party.role == "subject" or (party.name in actors and party.role != "complainant")
    )


def _said(part: Part) -> str:
    """What the clause says: of reported speech about a claim, what stands in it."""
    if part.claims and part.voice.is_attributed and part.voice.speech_from:
        return part.text[part.voice.speech_from :]
    return part.text


def _named(text: str, parties: tuple[Speaker, ...]) -> set[str]:
    found = speakers.name_pattern(parties).finditer(text)
    return {
        speakers.party_named(match[0], parties)
        for match in found
        if not _ITS_DOCUMENT.match(text, match.end())
    }


def _borne(reading: Reading, part: Part) -> set[str]:
    """Whom the things that the clause cites name."""
    parties = reading.ledger.parties
    found: set[str] = set()
    for claim in part.claims:
        found |= _of_claim(claim, parties)
    figures = (reading.ledger.figures.get(c.target) for c in part.clause.citations)
    for figure in figures:
        if figure:
            found |= _whole(f"{figure.label}; {figure.quantity.counting_rule}", parties)
    return found


def _of_claim(claim: ClaimRef, parties: tuple[Speaker, ...]) -> set[str]:
    told = {claim.actor, *claim.denied_by}
    told |= {speaker.name for speaker in (*claim.speakers, *claim.reporters)}
    return told | _whole(claim.statement, parties)


def _whole(text: str, parties: Iterable[Speaker]) -> set[str]:
    parties = tuple(parties)
    found = speakers.name_pattern(parties).finditer(text)
    return {speakers.party_named(match[0], parties) for match in found}


def _on_record(ledger: Ledger, saying: frozenset[str]) -> set[str]:
    """Whom these speakers have said anything of: what exactly, the claims that they assert tell."""
    return {
        name
        for claim in ledger.claims.values()
        if claim.kind != "utterance" and saying & {speaker.name for speaker in claim.speakers}
        for name in _of_claim(claim, ledger.parties)
    }


def _asserts_nothing(part: Part, said: str, wrong: tuple[Speaker, ...]) -> bool:
    if part.is_unasserted and doubt.is_denial(said):
        return True
    return doubt.leaves_open(said, speakers.name_pattern(wrong))


def _finding(reading: Reading, part: Part, names: list[str]) -> Finding:
    cited = ", ".join(dict.fromkeys(citation.token for citation in part.clause.citations))
    return reading.finding(
        "another-party",
        f"{cited} does not name {' or '.join(names)}: leave the name out, or cite the claim that "
        "says so, as what it is.",
    )
