"""Likelihood in the seven bands of ICD 203 (D.6.e.2.a), apart from confidence (D.6.e.2.b)."""

import re
from collections.abc import Iterator

from cases.reports import lexicon
from cases.reports.reading import Edit, Part, Reading
from cases.reports.rules import Finding

_CONFIDENCE = re.compile(
    r"\b(?:(?:low|moderate|medium|high|very high|limited|strong)"
    r"(?:-|\s+to\s+(?:moderate|high)\s+|\s+)(?:degree\s+of\s+)?confidence"
    r"|(?:level of |our )?confidence\s+(?:in\s+[\w\s]{1,40}\s+)?(?:is|was|remains)\s+"
    r"(?:low|moderate|medium|high)|(?:highly|moderately|very)\s+confident)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r",?\s*(?:,\s*)?(?:and\s+)?\b(?:with|at|in)\s+(?:a\s+)?$", re.IGNORECASE)
_WE_ARE = re.compile(
    r"(?:,?\s*\b(?:and|but)\s+)?(?:\bwe\s+(?:are|remain|feel)\s+)?$", re.IGNORECASE
)
_NO_BAND = re.compile(r"(?:as|if|whenever|where)\s+$", re.IGNORECASE)
_OTHER_SENSE = re.compile(r"\bprobable\s+cause\b|\ba\s+likely\s+(?:story)\b", re.IGNORECASE)


def band_of(words: str) -> tuple[int, str] | None:
    """The band (from 0) that the words name, and which wording of the scale they are of."""
    if words.strip().lower() in lexicon.bands():
        return lexicon.bands()[words.strip().lower()]
    match = lexicon.any_band().search(words)
    return _band(match) if match else None


def check_likelihood(reading: Reading) -> Iterator[Finding]:
    """In our own voice, likelihood is stated in the bands, and never beside a confidence."""
    if reading.is_let_through:
        return
    for part in reading.parts:
        yield from _off_scale(reading, part)
        yield from _differs(reading, part)
    yield from _beside_confidence(reading)


def _off_scale(reading: Reading, part: Part) -> Iterator[Finding]:
    for match in lexicon.any_off_scale().finditer(part.text):
        if _is_theirs(part, match.start()) or _NO_BAND.search(part.text[: match.start()]):
            continue
        band = _instead(part, re.sub(r"\s+", " ", match[0].lower()))
        band = band[0].upper() + band[1:] if match[0][0].isupper() else band
        start = part.clause.start + match.start()
        yield reading.finding(
            "likelihood-scale",
            f"“{match[0]}” names no band of the scale; weigh “{band.lower()}”.",
            Edit(start, start + len(match[0]), band),
        )


def _instead(part: Part, words: str) -> str:
    """The band of the assessment that is cited, or the one that the words come closest to."""
    band = lexicon.off_scale()[words]
    assessed = [claim.likelihood for claim in part.claims if claim.status == "assessed"]
    named = lexicon.any_band().search(band)
    return band.replace(named[0], assessed[0]) if assessed and named else band


def _differs(reading: Reading, part: Part) -> Iterator[Finding]:
    match = lexicon.any_band().search(lexicon.any_off_scale().sub(_blank, part.text))
    if match is None or _is_theirs(part, match.start()) or _OTHER_SENSE.search(part.text):
        return
    for claim in part.claims:
        assessed = band_of(claim.likelihood) if claim.status == "assessed" else None
        if assessed and assessed[0] != _band(match)[0]:
            start = part.clause.start + match.start()
            yield reading.finding(
                "likelihood-differs",
                f"{claim.token} was assessed as {claim.likelihood}.",
                Edit(start, start + len(match[0]), claim.likelihood),
            )


def _beside_confidence(reading: Reading) -> Iterator[Finding]:
    text = reading.sentence.text
    confidence = _CONFIDENCE.search(text)
    likelihood = lexicon.any_band().search(text) or lexicon.any_off_scale().search(text)
    if not confidence or not likelihood:
        return
    if all(_is_theirs(part, 10**6) for part in reading.parts):
        return
    level = re.search(r"low|moderate|medium|high", confidence[0], re.IGNORECASE)
    word = level[0].lower().replace("medium", "moderate") if level else "moderate"
    lead = _WITH.search(text[: confidence.start()]) or _WE_ARE.search(text[: confidence.start()])
    start = lead.start() if lead else confidence.start()
    end = confidence.end() + (text[confidence.end() : confidence.end() + 1] == ",")
    leads = not text[:start].strip() and re.match(r"\s+that\b", text[end:])
    yield reading.finding(
        "likelihood-with-confidence",
        "Put them in two sentences.",
        Edit(
            reading.sentence.start + start,
            reading.sentence.start + end,
            "We assess" if leads else "",
        ),
        after=f" Our confidence is {word}.",
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _is_theirs(part: Part, at: int) -> bool:
    """Tell somebody else's word from ours."""
    return part.voice.is_reported and part.voice.speaks_at(at)


def _band(match: re.Match[str]) -> tuple[int, str]:
    return lexicon.bands()[re.sub(r"\s+", " ", match[0].lower())]
