"""The attribution report, filled from the ledger: product.md's sections in their order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cases.reports.citations import citations_in, without_citations
from cases.reports.document import Document, Note, Section, Sentence
from cases.reports.ledger import Ledger
from cases.reports.sections import SECTIONS, WRITTEN, filled, nothing
from cases.reports.setting import blocks_of_prose, status_of
from cases.reports.wording import say


@dataclass(frozen=True)
class Draft:
    """What an analyst has written, with what stands on the cover."""

    reference: str
    case: str
    case_title: str
    title: str
    marking: str
    rating: str = ""
    summary: str = ""
    prose: Mapping[str, str] = field(default_factory=dict)
    is_synthetic: bool = False
    written: str = ""
    state: str = "draft"
    supersedes: str = ""


def compose(draft: Draft, ledger: Ledger) -> Document:
    """The whole report of this draft, as the ledger stands."""
    return Document(
        reference=draft.reference,
        case=draft.case,
        case_title=draft.case_title,
        title=without_citations(draft.title),
        marking=draft.marking,
        rating=without_citations(draft.rating),
        is_synthetic=draft.is_synthetic,
        state=draft.state,
        written=draft.written,
        supersedes=draft.supersedes,
        sections=tuple(_section(key, draft, ledger) for key in SECTIONS),
        notes=tuple(_notes(draft, ledger)),
    )


def _section(key: str, draft: Draft, ledger: Ledger) -> Section:
    text = draft.summary if key == "bottom_line" else draft.prose.get(key, "")
    blocks = (*blocks_of_prose(text, ledger), *filled(key, ledger))
    return Section(key, SECTIONS[key], blocks or nothing(key))


def _notes(draft: Draft, ledger: Ledger) -> Iterator[Note]:
    """Everything that the prose cites, once, in the order of first citation."""
    texts = [draft.title, draft.rating, draft.summary, *(draft.prose.get(k, "") for k in WRITTEN)]
    for token in dict.fromkeys(c.token for text in texts for c in citations_in(text)):
        if token.startswith("C-") and (claim := ledger.claims.get(int(token[2:]))):
            yield Note(token, claim.statement, Sentence((), *status_of([claim])).label)
        elif token.startswith("E-") and (exhibit := ledger.exhibits.get(int(token[2:]))):
            yield Note(token, f"{exhibit.name}, SHA-256 {exhibit.sha256}", "exhibit")
        elif figure := ledger.figures.get(token.removeprefix("figure:")):
            yield Note(token, f"{figure.label}: {say(figure.quantity)}", "measured")


def passages_of(draft: Draft) -> Iterable[tuple[str, str]]:
    """What the check reads: the cover, then each written section."""
    yield "title", draft.title
    yield "rating", draft.rating
    yield "summary", draft.summary
    for key in WRITTEN:
        if key != "bottom_line" and draft.prose.get(key):
            yield f"section:{key}", draft.prose[key]
