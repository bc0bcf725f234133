"""Words that settle what is not settled: verdicts, and verdicts smuggled in as known facts."""

import re
from collections.abc import Iterator

from cases.reports import doubt, lexicon, speakers, voice
from cases.reports.reading import Edit, Part, Reading
from cases.reports.rules import Finding

_ALLEGED_BEFORE = re.compile(
    r"\b(?:alleged|allegedly|purported|supposed|suspected|claimed|apparent|reported|accused|calls?|called|what)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_DEFINITE = re.compile(
    r"(?:\b(?:the|this|that|these|those|its|their|his|her|whose|of|after|before|since|such)|'s)\s+"
    r"(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_CLAUSE_AFTER = re.compile(r"\s*(?:,\s*)?(?:that|how|what|why|who|where|to have)\b", re.IGNORECASE)
_AND = re.compile(r",\s+(?:and|but|so)\s+", re.IGNORECASE)
_ASIDE = re.compile(r",\s+(?:who|which|whom)\b[^,;]*,", re.IGNORECASE)
_PARTLY = re.compile(r"\b(?:partly|partially|half|in part|some|letter|not yet)\b", re.IGNORECASE)
_IDIOM = re.compile(
    r"caught\s+(?:up|the\s+(?:eye|attention)|on)\b|(?:show|shown)\s+(?:in|below|above|here|beside)\b"
    r"|(?:proved|proven)\s+(?:difficult|hard|useful|impossible)|track\s+record",
    re.IGNORECASE,
)


def check_verdicts(reading: Reading) -> Iterator[Finding]:
    """No word that asserts stands on a claim that is not confirmed."""
    if reading.place == "rating":
        yield from _rating(reading)
    seen: set[int] = set()
    for part in reading.parts:
        for start, end, replacement in _verdicts(reading, part):
            at = part.clause.start + start
            if at not in seen:
                seen.add(at)
                word = part.text[start:end]
                edits = (
                    [Edit(at, part.clause.start + end, replacement)]
                    if replacement is not None and reading.place != "rating"
                    else []
                )
                yield reading.finding("verdict", _message(reading, word), *edits)


def _message(reading: Reading, word: str) -> str:
    claims = [c.token for c in reading.claims if not reading.ledger.is_settled(c)]
    basis = f"{', '.join(claims)} is not confirmed" if claims else "nothing confirmed is cited"
    return f"“{word}” settles it, and {basis}."


def _verdicts(reading: Reading, part: Part) -> Iterator[tuple[int, int, str | None]]:
    if _is_settled(reading, part):
        return
    yield from _deeds(reading, part)
    yield from _doers(part)
    yield from _revelations(reading, part)
    yield from _boosters(reading, part)
    yield from _truths(reading, part)
    for match in lexicon.any_of("verdict_phrases").finditer(part.text):
        if not _is_said(part, match.start()) and not _let_through(reading, part, match.start()):
            yield match.start(), match.end(), _milder(match[0].lower(), match[0])


def _truths(reading: Reading, part: Part) -> Iterator[tuple[int, int, None]]:
    """What is said of a claim as such: that it "is true", "holds up", that "nobody doubts" it."""
    for match in lexicon.any_of("truth_verdicts").finditer(part.text):
        if not _is_theirs(part, match) and not _let_through(reading, part, match.start()):
            yield match.start(), match.end(), None


def _is_theirs(part: Part, verdict: re.Match[str]) -> bool:
    """Tell "Halden says that its claim is true" from "Halden's claim that … is true"."""
    after = part.text[verdict.end() :]
    before = _AND.split(_ASIDE.sub(" ", part.text[: verdict.start()]))[-1]
    if not part.voice.is_attributed:
        return False
    said = any(
        before[verb.end() :].strip() and not voice.A_NOUN.search(before[: verb.start()])
        for verb in lexicon.any_verb("reporting", "denial").finditer(before)
    )
    aside = re.search(r",\s*(?!as\b)([^,]*)$", after)
    return said or bool(aside and lexicon.any_verb("reporting").search(aside[1]))


def _rating(reading: Reading) -> Iterator[Finding]:
    """A rating settles nothing while a claim of the case is open: "Guilty as alleged", "True"."""
    text = reading.sentence.text
    if all(claim.is_settled for claim in reading.ledger.claims.values()):
        return
    for match in lexicon.any_of("rating_verdicts").finditer(text):
        before = text[: match.start()]
        partly = _PARTLY.search(before) or _PARTLY.match(text[match.end() :].strip())
        if not (partly or doubt.is_negated(text, match.start()) or doubt.is_open(text)):
            yield reading.finding(
                "verdict",
                f"“{match[0]}” settles it, and not every claim of the case is confirmed: say what "
                "is alleged, and what is not established.",
            )
            return


def _is_said(part: Part, at: int) -> bool:
    """Tell what somebody says from what they are said to do by saying it ("lays bare")."""
    begin = part.voice.speech_from
    if begin is None or at < begin:
        return False
    return part.voice.has_that or bool(begin and part.text[begin:at].strip())


def _is_settled(reading: Reading, part: Part) -> bool:
    claims = part.claims or reading.claims
    return bool(claims) and all(reading.ledger.is_settled(claim) for claim in claims)


def _let_through(reading: Reading, part: Part, at: int) -> bool:
    if reading.is_let_through or _in_quotes(part, at):
        return True
    begin = doubt.in_aside(part.text, at)
    before = part.text[begin:at]
    return (
        doubt.is_negated(part.text[begin:], at - begin)
        or doubt.is_conditional(before)
        or doubt.is_open(before)
        or doubt.is_denial(before)
    )


def _in_quotes(part: Part, at: int) -> bool:
    return part.voice.is_attributed and part.text[:at].count('"') % 2 == 1


def _deeds(reading: Reading, part: Part) -> Iterator[tuple[int, int, str]]:
    for match in lexicon.any_verb("accusing").finditer(part.text):
        if _IDIOM.match(part.text, match.start()) or _let_through(reading, part, match.start()):
            continue
        before = part.text[: match.start()]
        if part.voice.speaks_at(match.start()) and not _is_adjective(before, match[0]):
            continue
        if _ALLEGED_BEFORE.search(before) or re.search(r"\b(?:accused|suspected) of\b", before):
            continue
        mark = "alleged " if _is_adjective(before, match[0]) else "allegedly "
        yield match.start(), match.end(), mark + match[0]


def _is_adjective(before: str, word: str) -> bool:
    return word.lower().endswith(("ed", "en")) and bool(
        re.search(r"\b(?:the|its|their|these|those)\s+$", before, re.IGNORECASE)
    )


def _doers(part: Part) -> Iterator[tuple[int, int, str]]:
    words = ("verdict_nouns", "verdict_adjectives", "accusing_adjectives")
    for match in lexicon.any_of(*words).finditer(part.text):
        before = part.text[: match.start()]
        is_name = match[0][0].isupper() and bool(before.strip())
        if is_name or _ALLEGED_BEFORE.search(before) or _in_quotes(part, match.start()):
            continue
        if doubt.is_negated(part.text, match.start()) or doubt.is_conditional(before):
            continue
        definite = bool(_DEFINITE.search(before))
        if match[0].lower() in lexicon.words("accusing_adjectives") and not definite:
            continue
        if lexicon.any_verb("denial").search(before):
            continue
        in_speech = part.voice.speaks_at(match.start())
        if in_speech and (not definite or (part.voice.has_that and not _adverbial(before))):
            continue
        if re.search(r"\b(?:accused|suspected)\b[^,;]*$", before, re.IGNORECASE):
            continue
        yield match.start(), match.end(), _alleged(before, match[0])


def _adverbial(before: str) -> bool:
    dated = re.search(r"\b(?:after|before|since|following)\s+the\s+$", before, re.IGNORECASE)
    return bool(dated) and "that" not in before.lower().split()


def _alleged(before: str, word: str) -> str:
    if word.lower() in lexicon.mends():
        return _milder(word.lower(), word)
    if word.lower() in lexicon.words("verdict_adjectives"):
        return f"allegedly {word}"
    return f"alleged {word}" if before.strip() else f"Alleged {word.lower()}"


def _revelations(reading: Reading, part: Part) -> Iterator[tuple[int, int, str]]:
    for match in lexicon.any_verb("factive", "factive_before_clause").finditer(part.text):
        word = match[0].lower()
        weak = word in lexicon.verbs("factive_before_clause")
        before, after = part.text[: match.start()], part.text[match.end() :]
        if weak and not _CLAUSE_AFTER.match(after):
            continue
        if weak and voice.voice_of(after, reading.ledger.parties).reach:
            continue
        if _IDIOM.match(part.text, match.start()) or _let_through(reading, part, match.start()):
            continue
        if re.search(r"\b(?:to|we|I)\s+(?:\w+ly\s+)?$", before) or _quiet(reading, part, match):
            continue
        if part.voice.speaks_at(match.start()) and part.voice.speech_from != match.end():
            continue
        passive = re.search(r"\bit\s+(?:is|was|has\s+been)\s+(?:\w+ly\s+)?$", before, re.IGNORECASE)
        yield match.start(), match.end(), "alleged" if passive else _milder(word, match[0])


def _quiet(reading: Reading, part: Part, match: re.Match[str]) -> bool:
    """An utterance is confirmed, and the verb vouches for that alone; or nothing is claimed."""
    claims = part.claims or reading.claims
    after = part.text[match.end() :]
    if not claims:
        after = part.text if reading.is_headline else after
        accuses = reading.names_subject(after) or lexicon.any_of("verdict_nouns").search(after)
        says_what = reading.is_headline or _CLAUSE_AFTER.match(after)
        return not (accuses and says_what) and not re.match(
            r"\W*as\b.*\b(?:letter|complaint|report)\s*$", part.text[: match.start()], re.IGNORECASE
        )
    if not all(claim.is_settled for claim in claims):
        return False
    subject = part.text[: match.start()].split()[-4:]
    is_document = any(word.lower().strip(",") in lexicon.words("documents") for word in subject)
    strong = match[0].lower() in lexicon.verbs("factive") and not match[0].lower().startswith(
        "confirm"
    )
    named = tuple(speaker for claim in claims for speaker in claim.speakers)
    names = bool(speakers.name_pattern(named).search(" ".join(subject)))
    return not (is_document or (strong and names))


def _milder(word: str, written: str) -> str:
    mend = lexicon.mends().get(word, "")
    if not mend:
        return f"allegedly {written}"
    return mend[0].upper() + mend[1:] if written[0].isupper() else mend


def _boosters(reading: Reading, part: Part) -> Iterator[tuple[int, int, str]]:
    if not (part.claims or reading.claims) and not reading.names_subject(part.text):
        return
    for match in lexicon.any_of("boosters").finditer(part.text):
        if _is_said_of(part, match):
            continue
        if _let_through(reading, part, match.start()) and "doubt" not in match[0].lower():
            continue
        claims = part.claims or reading.claims
        if claims and all(claim.is_settled for claim in claims):
            continue
        tail = re.match(r",?\s*", part.text[match.end() :])
        width = tail.end() if tail else 0
        yield match.start(), match.end() + width, ""


def _is_said_of(part: Part, booster: re.Match[str]) -> bool:
    """Tell "Halden says that X is clearly so" from "Halden alleges, correctly, that X"."""
    if not (part.voice.speaks_at(booster.start()) and booster.start() and part.voice.speech_from):
        return False
    between = part.text[part.voice.speech_from : booster.start()]
    return bool(re.search(r"\w", re.sub(r"^,?\s*and\b", "", between))) or not re.match(
        r"\s*,?\s*that\b", part.text[booster.end() :]
    )
