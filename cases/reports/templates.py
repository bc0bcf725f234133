"""What a report prints for which reader.

A template is data and no language: which sections, in which order, under which headings, with how
many of the ledger's entries. So a lead can adjust one, and nothing in it can run, reach the ledger
or say more than the check lets through. What a template cuts is counted in the text itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.core.errors import Refused
from cases.reports.sections import LIMITED, SECTIONS

#: No reader goes without these: they keep apart what is alleged and what is proved.
MANDATORY = (
    "bottom_line", "alleged", "confirmed", "disputed", "not_established", "response", "method",
)  # fmt: skip
#: What speaks for a claim is never given more room than what speaks against it.
_FOR, _AGAINST = ("alleged", "confirmed"), ("disputed", "not_established")
#: A heading of ours says which status stands under it; one of these is in it.
_SAYS = {
    "alleged": ("alleged", "allegation"),
    "confirmed": ("confirmed",),
    "disputed": ("disputed", "refuted"),
    "not_established": ("not established",),
    "assessment": ("assess", "judge"),
}
MOST_PAGES = 500


class TemplateRefused(Refused):
    """A template that would leave out what no reader may miss; `reasons` name each fault."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True)
class Choice:
    """A section as a template prints it; `limit` counts entries of the ledger, None for all."""

    key: str
    heading: str = ""
    introduction: str = ""
    limit: int | None = None

    @property
    def title(self) -> str:
        return self.heading or SECTIONS[self.key]


@dataclass(frozen=True)
class Template:
    """Which sections a reader gets; `pages` is the room there is, None where it does not matter."""

    key: str
    name: str
    reader: str
    choices: tuple[Choice, ...]
    pages: int | None = None
    is_numbered: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.choices)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The sections that this reader does not get, in the order of the full report."""
        return tuple(key for key in SECTIONS if key not in self.keys)

    @property
    def is_plain(self) -> bool:
        """The full report as it comes."""
        return self == FULL


FULL = Template(
    "full", "Full report", "Everything, for those who must judge it.",
    tuple(Choice(key) for key in SECTIONS),
)  # fmt: skip
BRIEF = Template(
    "brief", "Two-page brief", "For policy: what is alleged, what is not established, what to do.",
    (
        Choice("bottom_line"),
        Choice("alleged", limit=4),
        Choice("confirmed", limit=4),
        Choice("disputed", limit=4),
        Choice("not_established", limit=4),
        Choice("assessment", limit=2),
        Choice("response"),
        Choice("watch"),
        Choice("method"),
    ),
    pages=2,
)  # fmt: skip
ANNEX = Template(
    "annex", "Annex for filing", "For counsel: numbered paragraphs, sources and exhibits.",
    (
        Choice("bottom_line", "Summary"),
        Choice("method", "How to read this annex, and its limits"),
        Choice("confirmed"),
        Choice("alleged"),
        Choice("disputed"),
        Choice("not_established"),
        Choice("evidence"),
        Choice("response"),
        Choice("sources"),
        Choice("exhibits"),
    ),
    is_numbered=True,
)  # fmt: skip
BUILT_IN = {each.key: each for each in (FULL, BRIEF, ANNEX)}


def require_fair(template: Template) -> None:
    """Raise `TemplateRefused` with every reason why no reader may be given this."""
    if reasons := tuple(_faults(template)):
        raise TemplateRefused(reasons)


def _faults(template: Template) -> Iterator[str]:
    if unknown := [key for key in template.keys if key not in SECTIONS]:
        yield f"There is no section {', '.join(unknown)}."
    if len(set(template.keys)) < len(template.keys):
        yield "A section is printed once only."
    if missing := [SECTIONS[key] for key in MANDATORY if key not in template.keys]:
        yield f"No reader goes without: {'; '.join(missing)}."
    if template.pages is not None and not 1 <= template.pages <= MOST_PAGES:
        yield f"Room is a number of pages from 1 to {MOST_PAGES}."
    yield from _mistakable_headings(template.choices)
    yield from _unfair_limits({choice.key: choice.limit for choice in template.choices})


def _mistakable_headings(choices: Iterable[Choice]) -> Iterator[str]:
    for choice in choices:
        words = _SAYS.get(choice.key, ())
        said = choice.heading.lower()
        if said and words and not any(word in said for word in words):
            told = "” or “".join(words)
            yield f"The heading “{choice.heading}” must say what stands under it: “{told}”."
        for other in _SAYS.keys() - {choice.key}:
            if other != "assessment" and any(word in said for word in _SAYS[other]):
                yield (
                    f"The heading “{choice.heading}” speaks of another status than "
                    f"“{SECTIONS.get(choice.key, choice.key)}”."
                )


def _unfair_limits(limits: dict[str, int | None]) -> Iterator[str]:
    for key, limit in limits.items():
        if limit is not None and key not in LIMITED:
            yield f"“{SECTIONS.get(key, key)}” is not cut: it has no list of entries to count."
        elif limit is not None and limit < 1:
            yield f"“{SECTIONS[key]}” prints one entry at least, or all."
    room = max((_room(limits.get(key)) for key in _FOR), default=0)
    for key in _AGAINST:
        if _room(limits.get(key)) < room:
            yield (
                f"“{SECTIONS[key]}” may not be cut shorter than what is alleged or confirmed: "
                "what speaks against has as much room as what speaks for."
            )


def _room(limit: int | None) -> float:
    return float("inf") if limit is None else limit
