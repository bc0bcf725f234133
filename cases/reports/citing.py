"""Statements that cite nothing, citations that lead nowhere, and citations that have gone stale."""

import re
from collections.abc import Iterator

from cases.reports import doubt, lexicon, speakers
from cases.reports.citations import Citation
from cases.reports.ledger import Ledger
from cases.reports.quantities import numbers_in
from cases.reports.reading import HEADLINES, Part, Reading
from cases.reports.rules import ERROR, WARNING, Finding

_PAST = re.compile(r"\b\w{3,}ed\b")
_FEW_WORDS = 4
#: "…, which shows that": a conclusion, drawn in our own voice.
_SHOWS = re.compile(
    r"(?:,\s*which|[;.]\s*(?:this|that|it|these)|,\s*and\s+(?:this|that|so)|\bthis|\bthat)\s+(?:\w+ly\s+)?"
    r"(?:shows|proves|means|demonstrates|establishes|implies|indicates|suggests|confirms|points\s+to|leaves)\b",
    re.IGNORECASE,
)


def check_citing(reading: Reading) -> Iterator[Finding]:
    """Every statement of fact cites something, and what it cites is there and has not changed."""
    for citation in reading.sentence.citations:
        if not _is_known(citation, reading.ledger):
            yield reading.finding("unknown-citation", f"[[{citation.token}]] is not in this case.")
        elif reason := reading.ledger.changed.get(citation.token):
            yield reading.finding("stale", f"{citation.token}: {reason}")
    if _is_label(reading) or reading.sentence.kind in {"heading", "cell"}:
        return
    if not reading.is_let_through and not reading.sentence.is_question:
        found = list(_uncited(reading))
        yield from found or _inferred(reading)


def _inferred(reading: Reading) -> Iterator[Finding]:
    """What is concluded from something settled is a claim of its own: "…, which shows that Y"."""
    text = reading.sentence.text
    if any(not claim.is_settled for claim in reading.claims) or not reading.sentence.citations:
        return
    for match in _SHOWS.finditer(text):
        before = text[: match.start()]
        said = any(part.voice.speakers for part in reading.parts)
        if said or doubt.is_open(before) or doubt.is_conditional(before):
            continue
        if not any(_SHOWS.search(claim.statement) for claim in reading.claims):
            yield reading.finding(
                "uncited",
                f"“{match[0].strip(' ,;')}”: what follows from it is a claim of its own. Cite that "
                "one, as what it is.",
            )
            return


def _is_label(reading: Reading) -> bool:
    """A headline, or a caption that names what is shown; one with a full stop states something."""
    kind = reading.place.split(":")[0]
    return kind in HEADLINES and not (kind == "caption" and reading.sentence.text.endswith("."))


def _is_known(citation: Citation, ledger: Ledger) -> bool:
    if citation.kind == "claim":
        return citation.number in ledger.claims
    if citation.kind == "exhibit":
        return citation.number in ledger.exhibits
    return citation.kind == "figure" and citation.target in ledger.figures


def _uncited(reading: Reading) -> Iterator[Finding]:
    cites_claim = any(citation.kind == "claim" for citation in reading.sentence.citations)
    for part in reading.parts:
        if any(c.kind in {"claim", "figure"} for c in part.clause.citations) or _is_no_fact(part):
            continue
        if cites_claim and (
            part.voice.is_attributed or part.clause.link in {"leading", "continued"}
        ):
            continue
        accuses = _accuses(reading, part)
        if not accuses and part is not reading.parts[0] and _is_no_fact(reading.parts[0]):
            continue
        if part.clause.citations and not accuses:
            continue
        counted = any(n.value >= 100 for n in numbers_in(part.text)) and not cites_claim
        is_error = (accuses and not part.voice.is_attributed) or counted
        if is_error or (not cites_claim and _tells_an_event(reading, part)):
            yield reading.finding(
                "uncited",
                "It states a fact and cites no claim."
                if not part.clause.citations
                else "It says what a party did, and an exhibit alone is no claim: cite the claim.",
                severity=ERROR if is_error else WARNING,
            )
            return


def _is_no_fact(part: Part) -> bool:
    text = part.text.strip()
    if len(text.split()) < _FEW_WORDS or part.is_unasserted or part.voice.is_ours:
        return True
    if lexicon.any_of("single_origin_marks").search(text):
        return True
    starts = text.lower().lstrip("\"'(")
    if starts.startswith(lexicon.words("meta_starts")) or re.search(r"\b(?:we|our)\b", starts):
        return True
    normative = lexicon.any_of("normative").finditer(text)
    return any(match[0].islower() for match in normative)


def _accuses(reading: Reading, part: Part) -> bool:
    deed = lexicon.any_verb("conduct", "accusing", "factive").search(part.text)
    return bool(deed) and (
        reading.names_subject(part.text)
        or bool(lexicon.any_verb("accusing").search(part.text))
        or bool(lexicon.any_of("accusing_adjectives").search(part.text))
    )


def _tells_an_event(reading: Reading, part: Part) -> bool:
    names = speakers.name_pattern(reading.ledger.parties).search(part.text)
    happened = _PAST.search(part.text) or lexicon.any_verb("irregular", "conduct").search(part.text)
    return bool(names) or bool(happened and not re.search(r"\b(?:is|are|be)\b", part.text))
