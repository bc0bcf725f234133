"""The attribution report, filled from the ledger: product.md's sections in their order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from cases.reports.charted import blocks_of_charts
from cases.reports.charts import Placed
from cases.reports.citations import citations_in, without_citations
from cases.reports.document import Block, Document, Note, Section, Sentence
from cases.reports.ledger import Ledger
from cases.reports.sections import SECTIONS, filled, nothing
from cases.reports.setting import blocks_of_prose, status_of
from cases.reports.shortening import count_of, shortened
from cases.reports.templates import BUILT_IN, FULL, Choice, Template
from cases.reports.wording import note, say

_NUMBERED = frozenset({"paragraph", "item", "quote", "claim", "note"})


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
    template: Template = FULL
    charts: tuple[Placed, ...] = ()

    @property
    def printed(self) -> tuple[tuple[Choice, str], ...]:
        """The sections that its reader gets, each with the analyst's text."""
        return tuple(
            (each, self.summary if each.key == "bottom_line" else self.prose.get(each.key, ""))
            for each in self.template.choices
        )

    @property
    def drawn(self) -> tuple[Placed, ...]:
        """The charts that its reader gets, in the order of print."""
        keys = self.template.keys
        return tuple(each for key in keys for each in self.charts if each.section == key)

    @property
    def unprinted(self) -> tuple[str, ...]:
        """The sections that hold text which its reader does not get."""
        return tuple(k for k in self.template.left_out if self.prose.get(k, "").strip())


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
        sections=tuple(_sections(draft, ledger)),
        notes=tuple(_notes(draft, ledger)),
        template="" if draft.template.is_plain else draft.template.name,
        pages=draft.template.pages or 0,
    )


def _sections(draft: Draft, ledger: Ledger) -> Iterator[Section]:
    cited = set(_cited(draft))
    count = 0
    for choice, text in draft.printed:
        blocks = (
            *blocks_of_prose(choice.introduction, ledger),
            *blocks_of_prose(text, ledger),
            *_charts(choice.key, draft, ledger),
            *shortened(filled(choice.key, ledger), choice.limit, cited),
            *(_left_out(draft.template, ledger) if choice.key == "method" else ()),
        ) or nothing(choice.key)
        if draft.template.is_numbered:
            blocks = _numbered(blocks, count)
            count += sum(bool(block.number) for block in blocks)
        yield Section(choice.key, choice.title, blocks)


def _charts(key: str, draft: Draft, ledger: Ledger) -> Iterator[Block]:
    placed = [each for each in draft.charts if each.section == key]
    return blocks_of_charts(placed, ledger, is_synthetic=draft.is_synthetic)


def _numbered(blocks: Iterable[Block], count: int) -> tuple[Block, ...]:
    """The blocks, those that can be cited by number counted on from `count`."""
    found = []
    for block in blocks:
        count += block.kind in _NUMBERED
        found.append(replace(block, number=str(count)) if block.kind in _NUMBERED else block)
    return tuple(found)


def _left_out(template: Template, ledger: Ledger) -> Iterator[Block]:
    """What this reader does not get of the full report, with the number of entries."""
    told = [f"{SECTIONS[key]} ({count_of(filled(key, ledger)):,})" for key in template.left_out]
    if told:
        yield note(f"Left out for this reader, with the entries of each: {'; '.join(told)}.")


def _cited(draft: Draft) -> Iterator[str]:
    texts = [draft.title, draft.rating]
    for choice, text in draft.printed:
        texts += [choice.introduction, text]
        texts += [each.caption for each in draft.charts if each.section == choice.key]
    return (cited.token for text in texts for cited in citations_in(text))


def _notes(draft: Draft, ledger: Ledger) -> Iterator[Note]:
    """Everything that the prose cites, once, in the order of first citation."""
    for token in dict.fromkeys(_cited(draft)):
        if token.startswith("C-") and (claim := ledger.claims.get(int(token[2:]))):
            yield Note(token, claim.statement, Sentence((), *status_of([claim])).label)
        elif token.startswith("E-") and (exhibit := ledger.exhibits.get(int(token[2:]))):
            yield Note(token, f"{exhibit.name}, SHA-256 {exhibit.sha256}", "exhibit")
        elif figure := ledger.figures.get(token.removeprefix("figure:")):
            yield Note(token, f"{figure.label}: {say(figure.quantity)}", "measured")


def passages_of(draft: Draft) -> Iterable[tuple[str, str]]:
    """What the check reads: the cover, then of each printed section all that a person wrote."""
    yield "title", draft.title
    yield "rating", draft.rating
    yield from wording_of(draft.template)
    for choice, text in draft.printed:
        if choice.key == "bottom_line":
            yield "summary", text
        elif text:
            yield f"section:{choice.key}", text
    for each in draft.drawn:
        if each.caption:
            yield each.place, each.caption


def wording_of(template: Template) -> Iterable[tuple[str, str]]:
    """What the check reads of a template: the words that whoever adjusted it chose."""
    as_it_comes = BUILT_IN[template.key]
    headings = {choice.heading for choice in as_it_comes.choices}
    if template.name != as_it_comes.name:
        yield "template", template.name
    for choice in template.choices:
        if choice.heading and choice.heading not in headings:
            yield f"heading:{choice.key}", choice.heading
        if choice.introduction:
            yield f"introduction:{choice.key}", choice.introduction
