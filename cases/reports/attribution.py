"""Who says so: unattributed claims, wrong speakers, untold disputes, headlines that assert."""

import re
from collections.abc import Iterator

from cases.reports import doubt, lexicon, speakers, utterances
from cases.reports.ledger import ClaimRef
from cases.reports.mending import name_of, named_instead, put_as_said, renamed, words_for
from cases.reports.reading import Edit, Part, Reading
from cases.reports.rules import ERROR, WARNING, Finding

#: "What Meridian did with Aria", as a title: it did something.
_WHAT_IT_DID = re.compile(r"^\W*(?:what|how|why|when|where)\b.*\bdid\b", re.IGNORECASE)
_MORE_THAN_ONE = re.compile(r"\bnot\s+(?:only|just|merely|alone)\s+(?:the\s+)?$", re.IGNORECASE)
_ADVERBS = re.compile(r"\b(?:allegedly|reportedly|purportedly|supposedly)\b", re.IGNORECASE)


def check_attribution(reading: Reading) -> Iterator[Finding]:
    """Every clause that rests on an unconfirmed claim says who says so."""
    if reading.is_let_through:
        return
    if reading.is_headline:
        yield from _headline(reading)
        return
    for part in reading.parts:
        for claim in part.claims:
            yield from _clause(reading, part, claim)
    yield from _disputes(reading)


def _clause(reading: Reading, part: Part, claim: ClaimRef) -> Iterator[Finding]:
    if part.leaves_open(claim):
        yield from _side_taken(reading, part, claim)
        return
    if claim.kind == "utterance" and claim.is_settled:
        if not utterances.speaks_of_speech(reading, part):
            yield reading.finding(
                "said-is-not-so",
                f"{claim.token} confirms that it was said, not that it is so.",
                *put_as_said(reading, part, claim, f"{name_of(claim)} says that"),
            )
        elif cause := utterances.told_as_fact(reading, part):
            yield reading.finding(
                "said-is-not-so",
                f"“{cause}” is told as a fact; {claim.token} confirms only what was said.",
            )
        return
    if claim.is_settled or _is_assessment(part, claim):
        return
    if part.voice.weasel:
        yield reading.finding(
            "unattributed",
            f"“{part.voice.weasel}” names nobody who said it.",
            *named_instead(part, claim),
        )
    elif not part.voice.is_attributed and part.voice.unknown:
        yield _wrong_speaker(reading, part, claim, part.voice.unknown)
    elif not part.voice.is_attributed or part.speaks_too_late(claim):
        yield _unattributed(reading, part, claim, _what_is_missing(claim))
    else:
        yield from _speaker(reading, part, claim)


def _side_taken(reading: Reading, part: Part, claim: ClaimRef) -> Iterator[Finding]:
    """A plain denial of a claim that nobody has refuted is a statement too."""
    undecided = claim.status in {"alleged", "reported", "disputed"}
    if not undecided or part.voice.is_attributed or part.voice.is_ours:
        return
    if doubt.is_negated(claim.statement):
        return
    if doubt.denies_plainly(part.text, lexicon.deeds_in(claim.statement)):
        yield reading.finding(
            "unattributed",
            f"{claim.token} is {claim.status}, and not refuted: say who denies it, or that it is "
            "not established.",
        )


def _speaker(reading: Reading, part: Part, claim: ClaimRef) -> Iterator[Finding]:
    right = {speaker.name for speaker in claim.speakers}
    named = part.voice.speakers
    if not right:
        yield _said_by_nobody(reading, claim)
        return
    if _ADVERBS.search(part.text):
        return
    if others := _others_hinted_at(reading, part):
        yield _wrong_speaker(reading, part, claim, others)
    elif named and not named & right:
        yield _wrong_speaker(reading, part, claim, ", ".join(sorted(named)))
    elif not named and (other := _somebody_else(reading, part, claim)):
        yield _wrong_speaker(reading, part, claim, other)


def _others_hinted_at(reading: Reading, part: Part) -> str:
    """Tell "Not only Halden says so", in which others are said to say so too."""
    for name in speakers.name_pattern(reading.ledger.parties).finditer(part.text):
        if _MORE_THAN_ONE.search(part.text[: name.start()]):
            return f"others than {name[0]}"
    return ""


def _somebody_else(reading: Reading, part: Part, claim: ClaimRef) -> str:
    """Who "officials", "the outlets", "it" or "the company" are, where none of them said it."""
    sorts, roles = part.voice.sorts, {speaker.role for speaker in claim.speakers}
    others = sorts <= {"publisher", "authority"} and not sorts & roles
    if sorts and others and "" not in roles:
        return " or ".join(f"an unnamed {sort}" for sort in sorted(sorts))
    if not sorts or not sorts <= {"pronoun", "company"}:
        return ""
    before = reading.sentence.readable.text[: part.clause.start + (part.voice.reach or 0)]
    if lexicon.any_of("documents").search(before):
        return ""
    names = {
        speakers.party_named(m[0], reading.ledger.parties)
        for m in speakers.name_pattern(reading.ledger.parties).finditer(before)
    }
    right = {speaker.name for speaker in claim.speakers}
    return "" if not names or names & right else ", ".join(sorted(names))


def _unattributed(reading: Reading, part: Part, claim: ClaimRef, message: str) -> Finding:
    words = words_for(claim)
    if part.clause.start == reading.sentence.start:
        words = words[0].upper() + words[1:]
    return reading.finding("unattributed", message, *put_as_said(reading, part, claim, words))


def _said_by_nobody(reading: Reading, claim: ClaimRef) -> Finding:
    status = claim.status.replace("_", " ")
    return reading.finding(
        "wrong-speaker",
        f"Nobody in the ledger asserts {claim.token}: enter the source that does, or say that it "
        f"is {status}.",
    )


def _wrong_speaker(reading: Reading, part: Part, claim: ClaimRef, named: str) -> Finding:
    if not claim.speakers:
        return _said_by_nobody(reading, claim)
    right = ", ".join(speaker.name for speaker in claim.speakers)
    message = f"{claim.token} is asserted by {right}, not by {named}."
    edits: tuple[Edit, ...] = ()
    wrong = [party for party in reading.ledger.parties if party.name in part.voice.speakers]
    match = speakers.name_pattern(tuple(wrong)).search(part.text) if wrong else None
    if match is None and part.voice.unknown:
        match = re.search(re.escape(part.voice.unknown), part.text)
    if part.voice.is_reported and not part.voice.speakers:
        edits = named_instead(part, claim)
    if match:
        edits = renamed(part, match, claim)
    return reading.finding("wrong-speaker", message, *edits)


def _what_is_missing(claim: ClaimRef) -> str:
    status = claim.status.replace("_", " ")
    if claim.status == "assessed":
        return f"{claim.token} is our assessment: say that it is ours."
    if claim.status == "not_established":
        return f"{claim.token} is not established: say so, or say who says so."
    who = " or ".join(speaker.name for speaker in claim.speakers)
    by = ", asserted by" if claim.status in {"disputed", "refuted"} else " by"
    return f"{claim.token} is {status}" + (f"{by} {who}" if who else "") + ": say who says so."


def _is_assessment(part: Part, claim: ClaimRef) -> bool:
    if claim.status != "assessed":
        return False
    return part.voice.is_ours or bool(lexicon.any_band().search(part.text))


def _disputes(reading: Reading) -> Iterator[Finding]:
    text = reading.sentence.text
    told = (
        lexicon.any_of("dispute_marks").search(text)
        or doubt.is_denial(text)
        or any(doubt.is_negated(part.text) for part in reading.parts)
    )
    for claim in {claim.number: claim for claim in reading.claims}.values():
        if claim.status in {"disputed", "refuted"} and not told and not doubt.is_open(text):
            end = _before_the_stop(reading)
            yield reading.finding(
                "dispute-untold",
                f"{claim.token} is {claim.status}, and the sentence does not say so.",
                Edit(end, end, f", which is {claim.status}"),
                severity=ERROR if claim.status == "refuted" else WARNING,
            )


def _before_the_stop(reading: Reading) -> int:
    text = reading.sentence.text
    last = max(text.rfind("."), text.rfind("!"))
    inside = last > 0 and not re.search(r"\w", text[last + 1 :])
    return reading.sentence.start + (last if inside else len(text.rstrip()))


def _headline(reading: Reading) -> Iterator[Finding]:
    text = reading.sentence.text
    told = reading.parts and all(
        part.voice.is_attributed or part.voice.is_ours for part in reading.parts
    )
    accuses = lexicon.any_verb("accusing", "conduct").search(text) or _WHAT_IT_DID.search(text)
    heard = text[doubt.in_aside(text, accuses.start()) if accuses else 0 :]
    if told or doubt.is_negated(heard) or doubt.is_open(heard) or doubt.is_denial(heard):
        return
    charged = lexicon.any_of("accusing_adjectives").search(text)
    deed = reading.names_subject(text) and (accuses or lexicon.any_of("deed_nouns").search(text))
    if deed or charged or _owns(reading, text):
        begin = reading.sentence.start
        yield reading.finding(
            "unattributed",
            "A title, a caption and a rating are held to the rule of the text: say who says so, or "
            "that it is alleged.",
            Edit(begin, begin, "Alleged: "),
        )


def _owns(reading: Reading, text: str) -> bool:
    """Tell "Meridian's accounts", which says whose they are."""
    things = lexicon.any_of("evidence_nouns").pattern
    return any(
        re.match(
            rf"(?:'s?|-(?:linked|run|directed|controlled))?\s+(?:[\w-]+\s+)?{things}",
            text[m.end() :],
            re.IGNORECASE,
        )
        for m in speakers.name_pattern(reading.ledger.subjects).finditer(text)
    )
