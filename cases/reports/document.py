"""One document, from which every format is rendered.

Nothing in it is markup: prose is taken apart into sentences and spans of plain text here, once, and
each sentence carries the status of the weakest thing that it rests on. So no exporter can run what
somebody typed, and none can lose what is only alleged.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import rfc8785

from cases.reports.charts import Picture, picture_of
from cases.reports.life import Life, Link, Run

#: From the most to the least cautious: a sentence has the first of these that it cites.
CAUTION = (
    "refuted",
    "not_established",
    "disputed",
    "alleged",
    "reported",
    "assessed",
    "confirmed",
)
#: What is said of a document from outside: it may change while the content stays sealed.
ENVELOPE = frozenset({"state", "approved", "supersedes", "warnings", "life"})
#: Left out where it is empty, so that what was sealed before it was known keeps its digest.
LATER = frozenset({"number", "template", "pages", "picture", "saying", "speakers"})
WORDS = {status: status.replace("_", " ") for status in CAUTION}


@dataclass(frozen=True)
class Span:
    """Plain text and how it is set: text, strong, em, code, or a citation."""

    text: str
    kind: str = "text"


#: That something was said is confirmed; what was said is another claim.
_SAYING = {"whole": ": that it was said", "part": ", of a part only that it was said"}


def label_of(status: str, speaker: str, saying: str = "") -> str:
    """The status in words, with who says so where that could be mistaken.

    Who asserts a disputed claim is not who disputes it, and is never set behind "disputed by".
    `saying` tells that what is confirmed, of the whole or of a part, is that it was said.
    """
    word = WORDS.get(status, "")
    if status == "confirmed":
        return word + _SAYING.get(saying, "")
    if speaker and status in {"alleged", "reported"}:
        return f"{word} by {speaker}"
    return f"{word}; asserted by {speaker}" if speaker and status == "disputed" else word


@dataclass(frozen=True)
class Sentence:
    """Spans, and what the sentence is worth; no status where it cites no claim."""

    spans: tuple[Span, ...]
    status: str = ""
    speaker: str = ""
    saying: str = ""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def label(self) -> str:
        """The status in words: "alleged by Halden"."""
        return label_of(self.status, self.speaker, self.saying)

    @property
    def said(self) -> str:
        """The text, and its status behind it in brackets, where a format has nothing but words."""
        return f"{self.text} [{self.label}]" if self.label else self.text


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, item, quote, claim, note, table or chart.

    A claim has its token and all whose word it is; one that attributes, whom it attributes to; a
    block of a numbered text,
    its number; a chart its picture, with the same numbers as a table.
    """

    kind: str
    sentences: tuple[Sentence, ...] = ()
    token: str = ""
    caption: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Sentence, ...], ...] = ()
    actor: str = ""
    number: str = ""
    picture: Picture | None = None
    speakers: tuple[str, ...] = ()

    @property
    def is_item(self) -> bool:
        """One of a list; where the text is numbered, its number stands for the bullet."""
        return self.kind in {"item", "claim"} and not self.number

    @property
    def lead(self) -> str:
        """What stands before its text: "12. " where the text is numbered."""
        return f"{self.number}. " if self.number else ""


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    blocks: tuple[Block, ...] = ()

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in order, tables included."""
        for block in self.blocks:
            yield from block.sentences
            for row in block.rows:
                yield from row

    @property
    def tokens(self) -> frozenset[str]:
        """What it lists and what it cites: "C-12", "figure:accounts"."""
        listed = {block.token for block in self.blocks if block.token}
        spans = (span for sentence in self.sentences() for span in sentence.spans)
        return frozenset(listed | {s.text.strip(" []") for s in spans if s.kind == "citation"})


@dataclass(frozen=True)
class Note:
    """What a citation leads to."""

    token: str
    text: str
    label: str = ""


@dataclass(frozen=True)
class Document:
    """A report as it is read, in whatever format.

    `template` names the reader that it was cut for, where it is not the full report; `pages` is how
    many it must fit on, 0 where that does not matter.
    """

    reference: str
    case: str
    case_title: str
    title: str
    marking: str
    rating: str
    is_synthetic: bool
    state: str
    written: str = ""
    approved: str = ""
    supersedes: str = ""
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    life: Life = field(default_factory=Life)
    template: str = ""
    pages: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self, dict_factory=_told)

    @property
    def about(self) -> str:
        """Which report of which case it is, and for which reader it was cut."""
        parts = (self.reference, self.template, f"{self.case} {self.case_title}")
        return " · ".join(part for part in parts if part)

    @property
    def now(self) -> str:
        """The state, and what has become of it: "revision 1, approved, now retracted"."""
        fallen = [self.life.standing] if self.life.standing in {"superseded", "retracted"} else []
        fallen += ["stale"] if self.life.is_stale else []
        return f"{self.state}, now {' and '.join(fallen)}" if fallen else self.state

    @property
    def content(self) -> dict[str, Any]:
        """What an approval is of: everything but what happens to the report afterwards."""
        return {key: value for key, value in self.as_json().items() if key not in ENVELOPE}

    @property
    def digest(self) -> str:
        """SHA-256 of the content in canonical JSON (RFC 8785)."""
        return sha256(rfc8785.dumps(to_plain(self.content))).hexdigest()

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in order, tables included."""
        for section in self.sections:
            yield from section.sentences()


def _told(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if value or key not in LATER}


def to_plain(value: Any) -> Any:
    """The value with lists for tuples, as JSON gives it back."""
    if isinstance(value, dict):
        return {key: to_plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(inner) for inner in value]
    return value


def from_json(stored: dict[str, Any]) -> Document:
    """The document that `as_json` wrote."""
    return Document(
        **{k: v for k, v in stored.items() if k not in _NESTED},
        sections=tuple(
            Section(s["key"], s["title"], tuple(_block(b) for b in s["blocks"]))
            for s in stored["sections"]
        ),
        notes=tuple(Note(**note) for note in stored["notes"]),
        warnings=tuple(stored.get("warnings", ())),
        life=_life(stored.get("life", {})),
    )


_NESTED = {"sections", "notes", "warnings", "life"}


def _life(stored: dict[str, Any]) -> Life:
    runs = tuple(Run(**each | {"link": Link(**each["link"])}) for each in stored.get("runs", ()))
    since = tuple((token, at) for token, at in stored.get("since", ()))
    return Life(**stored | {"runs": runs, "since": since})


def _block(stored: dict[str, Any]) -> Block:
    return Block(
        stored["kind"],
        tuple(_sentence(s) for s in stored["sentences"]),
        stored["token"],
        stored["caption"],
        tuple(stored["head"]),
        tuple(tuple(_sentence(cell) for cell in row) for row in stored["rows"]),
        stored.get("actor", ""),
        stored.get("number", ""),
        picture_of(stored["picture"]) if stored.get("picture") else None,
        tuple(stored.get("speakers", ())),
    )


def _sentence(stored: dict[str, Any]) -> Sentence:
    spans = tuple(Span(**span) for span in stored["spans"])
    return Sentence(spans, stored["status"], stored["speaker"], stored.get("saying", ""))
