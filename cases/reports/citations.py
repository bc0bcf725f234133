"""What a sentence rests on: `[[C-12]]`, `[[E-7]]`, `[[figure:interactions]]`."""

import re
from dataclasses import dataclass

PATTERN = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_FORMS = re.compile(r"(?P<kind>[CE])-(?P<number>[1-9]\d{0,8})|figure:(?P<key>[a-z0-9][a-z0-9_-]*)")


@dataclass(frozen=True)
class Citation:
    """One citation; `kind` is claim, exhibit, figure, or unreadable."""

    kind: str
    target: str
    start: int
    end: int

    @property
    def token(self) -> str:
        return {"claim": "C-", "exhibit": "E-", "figure": "figure:"}.get(
            self.kind, ""
        ) + self.target

    @property
    def number(self) -> int:
        """The number of a claim or an exhibit; figures and unreadable ones have none."""
        return int(self.target) if self.kind in {"claim", "exhibit"} else 0


def read_citation(inside: str, start: int, end: int) -> Citation:
    """Read what stands between the brackets."""
    match = _FORMS.fullmatch(inside.strip())
    if match is None:
        return Citation("unreadable", inside.strip(), start, end)
    if match["key"]:
        return Citation("figure", match["key"], start, end)
    return Citation("claim" if match["kind"] == "C" else "exhibit", match["number"], start, end)


def citations_in(text: str) -> tuple[Citation, ...]:
    """Every citation of the text, in order, with its place."""
    return tuple(read_citation(m[1], m.start(), m.end()) for m in PATTERN.finditer(text))


def without_citations(text: str) -> str:
    """The text as a reader who sees no brackets reads it."""
    return re.sub(r"\s*" + PATTERN.pattern, "", text)
