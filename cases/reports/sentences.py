"""Sentences and clauses, and which clause a citation belongs to.

A citation covers the words since the last boundary before it: "A alleges X [[C-2]]; B did Y
[[C-5]]" rests two clauses on two claims. A clause that only continues the one before ("… and that
…", "… and used …") keeps its speaker; one that begins anew does not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cases.reports import lexicon
from cases.reports.citations import Citation
from cases.reports.prose import MARK, Block, Readable, blocks_of, read_block

_END = re.compile(rf"[.!?]+[\"')\]]*(?=\s|{MARK}|$)(?:\s*{MARK})*|$")
_BREAK = re.compile(
    rf"(?P<marks>{MARK}(?:\s*{MARK})*[,]?)"
    rf"|(?P<aside>\s*\((?=[^()]*{MARK}[^()]*\)))"
    r"|(?P<hard>\s*;\s*)"
    r"|(?P<dash>\s+-{1,2}\s+|\s*[—–]\s*)"
    r"|(?P<turn>,\s+(?=(?:but|while|whereas|although|though|yet|so|because|since|as)\b(?!\s+far\b)))"
    r"|(?P<join>,\s+(?=(?:and|or|nor)\b))"
    r"|(?P<bare>\s+(?=and\s+(?:[A-Z]|it\b|they\b|he\b|she\b)))"
)
_LEADING = re.compile(
    r"(?:After|Before|When|While|Although|Though|Since|Because|Despite|Following|During|Once|Until)\b"
)
_CONJUNCTION = re.compile(r"\s*,?\s*(?:(?:and|or|nor|but|plus|as well as)\b)?\s*", re.IGNORECASE)
_TURNS = re.compile(
    r"\s*;|\s*,?\s*(?:and|or|nor|but|while|whereas|although|though|yet|so|because|since)\b"
    r"|\s+-{1,2}\s+|\s*[—–]\s*|\s*,?\s*which\s+(?:is|was)\s+(?:how|why|when|where|what)\b"
)
_LINKED = re.compile(
    r"(?:that|which|who|whose|where|through|with|from|in|to|by|between|via|using|on|of|for|at|"
    r"over|into|including|adding|saying|also|then)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"(?:a|an|its|his|her|to|of|about|no|little|nothing|much|X)\b")
_VERBS = ("auxiliary", "irregular", "reporting", "factive", "denial", "accusing", "conduct")
#: A longer sentence is not read: nobody could, and reading it would take too long.
LONGEST = 1_500
#: No abbreviation is longer: what is looked at around a full stop is bounded.
_LONGEST_WORD = 40
_SPACES = re.compile(r"\s*+")
_WORD = re.compile(r"[A-Za-z][\w'-]*")


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence; `link` says how it hangs on the one before.

    `start` opens the sentence, `continued` keeps its subject, `joined` adds a clause with "and",
    `separate` begins anew, `aside` stands in brackets, `leading` before the main clause.
    """

    text: str
    start: int
    end: int
    link: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Sentence:
    readable: Readable
    block: Block
    start: int
    end: int
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        return self.readable.text[self.start : self.end]

    @property
    def kind(self) -> str:
        return self.block.kind

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(citation for clause in self.clauses for citation in clause.citations)

    @property
    def is_too_long(self) -> bool:
        return self.end - self.start > LONGEST

    @property
    def is_question(self) -> bool:
        return self.text.replace(MARK, "").rstrip("\"') ").endswith("?")

    @property
    def source(self) -> tuple[int, int]:
        """Where the sentence stands in what was written."""
        return self.readable.span(self.start, self.end)


def sentences_of(source: str) -> tuple[Sentence, ...]:
    """Every sentence of the prose, in order."""
    return tuple(sentence for block in blocks_of(source) for sentence in _sentences(source, block))


@lru_cache(maxsize=4_000)
def sentences_of_block(text: str, kind: str) -> tuple[Sentence, ...]:
    """The sentences of a text that is one block of this kind."""
    return tuple(_sentences(text, Block(kind, 0, len(text))))


def has_finite_verb(text: str) -> bool:
    """Tell a clause from a list by a word that stands as a verb."""
    known = lexicon.verbs(*_VERBS)
    return any(
        word in known or (word.endswith("ed") and len(word) > 4)
        for word in (m[0].lower() for m in _WORD.finditer(text))
    )


def _sentences(source: str, block: Block) -> Iterator[Sentence]:
    readable = read_block(source, block)
    start = 0
    for match in _END.finditer(readable.text):
        if match.end() < len(readable.text) and not _ends_here(readable.text, start, match):
            continue
        begin = _after_spaces(readable.text, start)
        if (
            readable.text[begin : match.end()].strip(f" .{MARK}")
            or MARK in (readable.text[begin : match.end()])
        ):
            clauses = (
                tuple(_clauses(readable, begin, match.end()))
                if match.end() - begin <= LONGEST
                else (_whole(readable, begin, match.end()),)
            )
            yield Sentence(readable, block, begin, match.end(), clauses)
        start = match.end()


def _after_spaces(text: str, at: int) -> int:
    match = _SPACES.match(text, at)
    return match.end() if match else at


def _whole(readable: Readable, begin: int, end: int) -> Clause:
    citations = _citations(readable, begin, end)
    return Clause(readable.text[begin:end], begin, end, "start", citations)


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    if MARK in match[0] or match[0][0] in "!?":
        return not (match[0][0] in "!?" and text[match.end() :].lstrip()[:1].islower())
    before = re.search(r"[\w.]+$", text[max(start, match.start() - _LONGEST_WORD) : match.start()])
    after = text[match.end() : match.end() + _LONGEST_WORD].lstrip()
    word = before[0].lower().rstrip(".") if before else ""
    if after[:1].islower():
        return False
    if word in lexicon.words("abbreviations"):
        return "." in word and bool(re.match(r"(?:The|It|They|We|This|In|But|Its)\b", after))
    return not re.fullmatch(r"[A-Z]", before[0] if before else "")


def _clauses(readable: Readable, start: int, end: int) -> Iterator[Clause]:
    pieces = list(_pieces(readable, start, end))
    for index, (begin, finish, link) in enumerate(pieces):
        citations = _citations(readable, begin, finish)
        if index + 1 < len(pieces) and not citations and pieces[index + 1][2] == "joined":
            citations = _next_citations(readable, pieces[index + 1 :])
        yield Clause(readable.text[begin:finish], begin, finish, link, citations)


def _pieces(readable: Readable, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    text = readable.text
    begin, link = start, "start"
    comma = text.find(", ", start, end) if _LEADING.match(text, start) else -1
    if comma > 0 and has_finite_verb(text[comma:end]) and MARK not in text[start:comma]:
        yield start, comma + 1, "leading"
        begin = comma + 2
    for match in _BREAK.finditer(text, begin, end):
        if match["turn"] and not has_finite_verb(text[begin : match.start()]):
            continue
        if match["bare"] and not _is_whole(text[begin : match.start()]):
            continue
        if (
            match["marks"]
            and _only_exhibits(readable, match)
            and not _TURNS.match(text, match.end())
        ):
            continue
        following = _link(text, match, end)
        if following and match.start() > begin:
            yield begin, match.end() if match["marks"] else match.start(), link
            begin, link = match.end(), following
    if text[begin:end].strip(" .!?\"')"):
        yield begin, end, link


def _link(text: str, match: re.Match[str], end: int) -> str:
    """How what follows a possible boundary hangs on what precedes it; "" when it is none."""
    rest = text[match.end() : end]
    ahead = re.split(rf"{MARK}|;", rest, maxsplit=1)[0]
    if match["hard"]:
        return "separate"
    if match["dash"]:
        return "separate" if has_finite_verb(ahead) and not _BREAK.search(ahead) else ""
    if match["marks"]:
        return _after_marks(rest, ahead)
    if match["aside"]:
        return "aside" if has_finite_verb(ahead) and _begins_anew(ahead) else ""
    if match["turn"]:
        return "separate" if has_finite_verb(ahead) else ""
    ahead = ahead.partition(",")[0] if match["bare"] else ahead
    return "joined" if _begins_anew(ahead) else ""


def _is_whole(before: str) -> bool:
    """Tell "Halden wrote a letter (and)" from "Halden says that resellers (and)"."""
    spoken = list(lexicon.any_verb("reporting", "factive").finditer(before))
    if not spoken:
        return has_finite_verb(before) and MARK not in before
    said = before[spoken[-1].end() :].strip()
    return bool(_OBJECT.match(said)) and not has_finite_verb(said)


def _only_exhibits(readable: Readable, match: re.Match[str]) -> bool:
    """An exhibit shows where a document is; it ends no clause."""
    cited = _citations(readable, match.start(), match.end())
    return all(citation.kind == "exhibit" for citation in cited)


def _after_marks(rest: str, ahead: str) -> str:
    if not rest.strip(" .!?\"')"):
        return ""
    if rest.startswith(")"):
        return "continued"
    if not re.search(rf"{MARK}|;", rest) and not _TURNS.match(rest):
        return ""
    if _TURNS.match(rest) and not re.match(r"\s*,?\s*(?:and|or|nor)\b", rest):
        return "separate"
    return "joined" if _begins_anew(ahead) else "continued"


def _begins_anew(ahead: str) -> bool:
    """Tell "and the lab used …", a clause of its own, from "and used …" or "and that …"."""
    match = _CONJUNCTION.match(ahead)
    body = ahead[match.end() if match else 0 :]
    first = _WORD.match(body)
    if first is None or _LINKED.match(body):
        return False
    word = first[0].lower()
    if word in lexicon.verbs(*_VERBS):
        return False
    if word.endswith(("ed", "ing")) and len(word) > 4:
        return False
    return has_finite_verb(body[first.end() :])


def _citations(readable: Readable, start: int, end: int) -> tuple[Citation, ...]:
    first = readable.text.count(MARK, 0, start)
    return readable.citations[first : first + readable.text.count(MARK, start, end)]


def _next_citations(readable: Readable, pieces: list[tuple[int, int, str]]) -> tuple[Citation, ...]:
    for begin, finish, link in pieces:
        if link not in {"joined", "continued"}:
            return ()
        if found := _citations(readable, begin, finish):
            return found
    return ()
