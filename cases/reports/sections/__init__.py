"""The sections of a report, one module a concern: what the ledger puts into each.

A section is filled by one function that takes the ledger and gives blocks. A new one is a row of
`SECTIONS`, in the order of product.md, and a row of `_FILLED`.
"""

from collections.abc import Callable, Iterator

from cases.reports.document import Block
from cases.reports.ledger import Ledger
from cases.reports.sections.claims import listing
from cases.reports.sections.evidence import figures
from cases.reports.sections.lists import exhibits, sources
from cases.reports.sections.standing import hypotheses, method, responses, watch
from cases.reports.wording import note

SECTIONS = {
    "bottom_line": "The bottom line",
    "alleged": "What is alleged, and by whom",
    "confirmed": "What is confirmed, and by which standard",
    "disputed": "What is disputed or refuted",
    "not_established": "What is not established",
    "evidence": "What the evidence held in this case shows",
    "assessment": "Our assessment",
    "hypotheses": "Alternative hypotheses, and what speaks against each",
    "response": "The subject's response",
    "watch": "What to watch next",
    "method": "Method and limits",
    "sources": "Sources and what they rest on",
    "exhibits": "Exhibits",
}
#: The sections that an analyst writes in; the last two are the ledger's alone.
WRITTEN = tuple(key for key in SECTIONS if key not in {"sources", "exhibits"})
#: The sections that list entries of the ledger, so that a template may print the first of them.
LIMITED = frozenset({
    "alleged", "confirmed", "disputed", "not_established", "evidence", "assessment", "sources",
    "exhibits",
})  # fmt: skip
_FILLED: dict[str, Callable[[Ledger], Iterator[Block]]] = {
    "alleged": listing("alleged", "reported"),
    "confirmed": listing("confirmed"),
    "disputed": listing("disputed", "refuted"),
    "not_established": listing("not_established"),
    "evidence": figures,
    "assessment": listing("assessed"),
    "hypotheses": hypotheses,
    "response": responses,
    "watch": watch,
    "method": method,
    "sources": sources,
    "exhibits": exhibits,
}
_NOTHING = {
    "alleged": "Nothing is alleged or reported in the ledger.",
    "confirmed": "Nothing is confirmed.",
    "disputed": "Nothing is disputed or refuted.",
    "not_established": "No open question is recorded.",
    "assessment": "No assessment has been made.",
    "hypotheses": "No alternative hypothesis has been written down.",
    "response": "No response is recorded.",
    "watch": "Nothing is being watched.",
    "sources": "No source is recorded.",
    "exhibits": "No exhibit is held.",
}


def filled(key: str, ledger: Ledger) -> tuple[Block, ...]:
    """What the ledger puts into a section."""
    return tuple(_FILLED[key](ledger)) if key in _FILLED else ()


def nothing(key: str) -> tuple[Block, ...]:
    """What a section says that holds nothing."""
    return (note(_NOTHING[key]),) if key in _NOTHING else ()
