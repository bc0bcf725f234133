"""One sentence as the rules read it: its clauses, their voices, what they rest on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from cases.reports import doubt, lexicon, speakers, voice
from cases.reports.citations import Citation
from cases.reports.ledger import ClaimRef, Ledger, Speaker
from cases.reports.rules import ERROR, Finding
from cases.reports.sentences import LONGEST, Clause, Sentence
from cases.reports.voice import Voice

#: Places whose text is read alone, without citations: held to the same rule as prose.
HEADLINES = ("title", "rating", "caption", "chart")


_FOOTING = re.compile(
    r"\b(?:rests?|rely|relies|comes?|depends?|stands?|traces?|leads?|goes|go|has|have)\b[^;]*"
    + lexicon.any_of("single_origin_marks").pattern,
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Edit:
    """Put `text` in the place of readable[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Part:
    """A clause, the voice it speaks in, and the claims it rests on."""

    clause: Clause
    voice: Voice
    claims: tuple[ClaimRef, ...]

    @property
    def text(self) -> str:
        return self.clause.text

    @property
    def is_unasserted(self) -> bool:
        """Denied, left open, supposed, reported as denied, or said of the claim's own footing."""
        return (
            bool(_FOOTING.search(self.text))
            or doubt.is_negated(self.text)
            or doubt.is_open(self.text)
            or doubt.is_conditional(self.text)
            or doubt.is_denial(self.text)
        )

    def speaks_too_late(self, claim: ClaimRef) -> bool:
        """Tell "Meridian did X, which Halden says was wrong": X stands before anybody speaks."""
        if self.voice.is_marked or not self.voice.reach:
            return False
        found = list(lexicon.deeds_in(claim.statement).finditer(self.text))
        return bool(found) and all(match.end() <= self.voice.reach for match in found)

    def leaves_open(self, claim: ClaimRef) -> bool:
        """Tell whether the clause asserts nothing of what this claim says."""
        if _FOOTING.search(self.text):
            return True
        if doubt.is_negated(claim.statement):
            silent = doubt.is_negated(self.text) and not self.voice.is_attributed
            return silent or doubt.is_open(self.text) or doubt.is_conditional(self.text)
        return doubt.leaves_open(self.text, lexicon.deeds_in(claim.statement))


@dataclass(frozen=True)
class Reading:
    """A sentence in its place, ready for the rules; `offset` is where its source begins."""

    place: str
    source: str
    sentence: Sentence
    ledger: Ledger
    offset: int = 0

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        frame: Voice | None = None
        for clause in self.sentence.clauses:
            own = voice.voice_of(clause.text, self.ledger.parties)
            if own.frames or (
                clause.link == "start" and own.speech_from == 0 and own.is_attributed
            ):
                frame = own
            if clause.link == "separate":
                frame = own if own.frames else None
            before = [part for part in parts if part.clause.link != "aside"]
            carried = before[-1].voice if before and clause.link == "continued" else None
            carried = frame if clause.link == "joined" and frame else carried
            if carried and not (own.is_attributed or own.is_ours or own.weasel or own.unknown):
                own = replace(carried, speech_from=0, has_that=True, reach=0)
            parts.append(Part(clause, own, self.claims_of(clause.citations)))
        return tuple(parts)

    def claims_of(self, citations: Iterable[Citation]) -> tuple[ClaimRef, ...]:
        known = (self.ledger.claims.get(c.number) for c in citations if c.kind == "claim")
        return tuple(claim for claim in known if claim)

    @cached_property
    def claims(self) -> tuple[ClaimRef, ...]:
        return self.claims_of(self.sentence.citations)

    @cached_property
    def is_headline(self) -> bool:
        """A title, a caption or a heading that cites nothing."""
        alone = self.place.split(":")[0] in HEADLINES or self.sentence.kind == "heading"
        return alone and not self.sentence.citations

    @cached_property
    def is_let_through(self) -> bool:
        """A question that supposes nothing, or a sentence that hangs on an "if"."""
        text = self.sentence.text
        supposes = re.match(r"\W*(?:why|how|when)\s+(?:did|was|were|could)\b", text, re.IGNORECASE)
        if lexicon.any_of("false_conditionals").match(text) or doubt.tells_in_an_aside(text):
            return False
        return (self.sentence.is_question and not supposes) or bool(
            re.match(
                r"\W*(?:if|unless|suppose|assuming|were|had|whether|should)\b", text, re.IGNORECASE
            )
        )

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        return self.ledger.parties

    def names_subject(self, text: str) -> bool:
        return bool(speakers.name_pattern(self.ledger.subjects).search(text))

    def finding(
        self, rule: str, message: str, *edits: Edit, severity: str = ERROR, after: str = ""
    ) -> Finding:
        """A finding on this sentence; the edits, and what is put after it, make the mend."""
        start, end = self.sentence.source
        quoted = any(self.sentence.readable.text.count('"', 0, e.start) % 2 for e in edits)
        mend = self._mended(edits) + after if (edits or after) and not quoted else ""
        shown = self.source[start : min(end, start + LONGEST)]
        start, end = start + self.offset, end + self.offset
        return Finding(rule, severity, self.place, start, end, shown, message, mend)

    def _mended(self, edits: Iterable[Edit]) -> str:
        readable = self.sentence.readable
        start, end = self.sentence.source
        text = self.source[start:end]
        for edit in sorted(edits, key=lambda e: e.start, reverse=True):
            first = readable.source(edit.start) - start
            last = first if edit.end == edit.start else readable.source(edit.end - 1) + 1 - start
            text = text[:first] + edit.text + text[last:]
        return text

    def saying(self, part: Part, words: str) -> tuple[Edit, ...]:
        """Edits that put `words` before the clause, and its first letter in lower case."""
        text = part.text
        match = re.match(r"\W*(?:(?:and|but|while|whereas|or|so|yet)\s+)?", text)
        at = match.end() if match else 0
        first = re.match(r"[A-Za-z][\w'-]*", text[at:])
        begin = part.clause.start + at
        if first and first[0][0].isupper() and first[0].lower() in lexicon.words("function_starts"):
            return (Edit(begin, begin + 1, f"{words} " + first[0][0].lower()),)
        return (Edit(begin, begin, words + " "),)
