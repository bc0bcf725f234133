"""What only the whole report can show: origins disclosed, responses there, one scale."""

from collections.abc import Iterator, Sequence

from cases.reports import lexicon
from cases.reports.ledger import ClaimRef, Ledger
from cases.reports.likelihood import band_of
from cases.reports.reading import Edit, Reading
from cases.reports.rules import ERROR, Finding

_ABOUT_CONDUCT = {"conduct", "attribution", "figure", "legal"}


def check_whole(readings: Sequence[Reading], ledger: Ledger) -> Iterator[Finding]:
    """Check what no single sentence can break."""
    yield from _origins(readings)
    yield from _rows(readings)
    yield from _responses(readings, ledger)


def _origins(readings: Sequence[Reading]) -> Iterator[Finding]:
    disclosed = {
        claim.number
        for reading in readings
        if lexicon.any_of("single_origin_marks").search(reading.sentence.text)
        for claim in reading.claims
    }
    for reading in readings:
        for claim in reading.claims:
            if _needs_disclosure(claim) and claim.number not in disclosed:
                disclosed.add(claim.number)
                yield reading.finding(
                    "single-origin",
                    f"All that supports {claim.token} rests on one origin: say so once.",
                    after=f" This rests on one origin [[{claim.token}]].",
                )


def _needs_disclosure(claim: ClaimRef) -> bool:
    return claim.origins == 1 and claim.status in {"alleged", "reported", "disputed"}


def _rows(readings: Sequence[Reading]) -> Iterator[Finding]:
    for reading in readings:
        if not lexicon.any_band().search(reading.sentence.text):
            continue
        for part in reading.parts:
            match = lexicon.any_band().search(part.text)
            band = band_of(match[0]) if match else None
            if match is None or band is None or band[1] == "first" or part.voice.speakers:
                continue
            word = next(
                w for w, (b, row) in lexicon.bands().items() if (b, row) == (band[0], "first")
            )
            start = part.clause.start + match.start()
            yield reading.finding(
                "likelihood-row",
                f"This report uses the first wording: “{word}”.",
                Edit(start, start + len(match[0]), _like(match[0], word)),
            )


def _like(written: str, word: str) -> str:
    """The band's word in the form of the one it replaces."""
    if written.lower().endswith("certainly") and word == "almost certain":
        return "almost certainly"
    return word


def _responses(readings: Sequence[Reading], ledger: Ledger) -> Iterator[Finding]:
    speaks = any(claim.kind in _ABOUT_CONDUCT for reading in readings for claim in reading.claims)
    for subject in ledger.subjects:
        voices = {subject.name, subject.controller} - {""}
        theirs = [response for response in ledger.responses if response.party in voices]
        if speaks and not any(response.on for response in theirs):
            yield Finding(
                "response", ERROR, "response", 0, 0, "",
                f"No response of {subject.name} is recorded, and no date on which it was asked.",
            )  # fmt: skip
