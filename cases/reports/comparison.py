"""What one revision changed of the one before, by claim and sentence by sentence."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from cases.reports.charts import Picture
from cases.reports.document import Document
from cases.reports.links import claims_of


@dataclass(frozen=True)
class Change:
    """Sentences of one section that were there before, and those that are there instead."""

    section: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class ClaimChange:
    """A claim with its status in each of two texts; empty where the text has it not."""

    token: str
    statement: str
    before: str
    after: str

    @property
    def number(self) -> int:
        return int(self.token.removeprefix("C-"))


def compare_claims(before: Document, after: Document) -> tuple[ClaimChange, ...]:
    """Claims that came, went, or stand with another status or in other words, by number."""
    old, new = _claims(before), _claims(after)
    found = []
    for token in sorted(old.keys() | new.keys(), key=lambda token: int(token[2:])):
        (was, first), (now, second) = old.get(token, ("", "")), new.get(token, ("", ""))
        if first != second:
            found.append(ClaimChange(token, now or was, first, second))
        elif was != now:
            found.append(ClaimChange(token, now, f"{first}: {was}", f"{second}: {now}"))
    return tuple(found)


def _claims(document: Document) -> dict[str, tuple[str, str]]:
    """What the text states or cites, by token, with the status in words."""
    listed = {
        block.token: (block.sentences[0].text, block.sentences[0].label)
        for block in claims_of(document)
    }
    cited = {
        note.token: (note.text, note.label)
        for note in document.notes
        if note.token.startswith("C-")
    }
    return listed | cited


def compare(before: Document, after: Document) -> tuple[Change, ...]:
    """Every difference, in the order of the later revision."""
    found = _cover(before, after)
    old = {section.key: section for section in before.sections}
    for section in after.sections:
        first = _sentences(before, section.key) if section.key in old else []
        second = _sentences(after, section.key)
        matcher = SequenceMatcher(a=first, b=second, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                found.append(Change(section.title, tuple(first[a:b]), tuple(second[c:d])))
    return tuple(found)


def _cover(before: Document, after: Document) -> list[Change]:
    pairs = {
        "Title": (before.title, after.title),
        "Rating": (before.rating, after.rating),
        "Marking": (before.marking, after.marking),
    }
    return [Change(name, (a,), (b,)) for name, (a, b) in pairs.items() if a != b]


def _drawn(caption: str, picture: Picture) -> str:
    """A chart in a sentence: its numbers are told apart by their digest."""
    return f"{caption}: {picture.facts[0]} SHA-256 of its numbers {picture.sha256[:16]}."


def _sentences(document: Document, key: str) -> list[str]:
    """The section's sentences with their status, so that a change of status shows."""
    found = []
    for section in document.sections:
        for block in section.blocks if section.key == key else ():
            rows = [sentence for row in block.rows for sentence in row]
            if block.picture:
                rows = []
                found.append(_drawn(block.caption, block.picture))
            found += [
                f"{sentence.text} [{sentence.label}]" if sentence.label else sentence.text
                for sentence in (*block.sentences, *rows)
            ]
    return found
