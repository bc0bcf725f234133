"""The attribution report, filled from the ledger: product.md's sections in their order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cases.core.dates import NotADate, describe
from cases.reports.citations import citations_in, without_citations
from cases.reports.document import Block, Document, Note, Section, Sentence, Span
from cases.reports.ledger import ClaimRef, Ledger, Quantity
from cases.reports.quantities import say_number
from cases.reports.setting import blocks_of_prose, status_of

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
_LISTED = {
    "alleged": ("alleged", "reported"),
    "confirmed": ("confirmed",),
    "disputed": ("disputed", "refuted"),
    "not_established": ("not_established",),
    "assessment": ("assessed",),
}
_NOTHING = {
    "alleged": "Nothing is alleged or reported in the ledger.",
    "confirmed": "Nothing is confirmed.",
    "disputed": "Nothing is disputed or refuted.",
    "not_established": "No open question is recorded.",
    "evidence": "No figure has been measured in this case; it holds no telemetry to measure.",
    "assessment": "No assessment has been made.",
    "hypotheses": "No alternative hypothesis has been written down.",
    "response": "No response is recorded.",
    "watch": "Nothing is being watched.",
    "sources": "No source is recorded.",
    "exhibits": "No exhibit is held.",
}
_STANDARDS = (
    "Likelihood is stated in the seven bands of ICD 203 (first wording), and confidence apart "
    "from it. Sources are graded A to F and information 1 to 6 (AJP-2.1). Support is counted in "
    "independent origins: sources that rest on one another are one origin. A claim is stated in "
    "our own voice only where it is confirmed by a named standard; a status stands beside every "
    "sentence that cites a claim."
)


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
    written = blocks_of_prose(text, ledger)
    filled = tuple(_filled(key, ledger))
    if not written and not filled:
        filled = (_note(_NOTHING[key]),) if key in _NOTHING else ()
    return Section(key, SECTIONS[key], (*written, *filled))


def _filled(key: str, ledger: Ledger) -> Iterator[Block]:
    """What the ledger puts into a section."""
    if key in _LISTED:
        for claim in sorted(ledger.claims.values(), key=lambda claim: claim.number):
            if claim.status in _LISTED[key]:
                yield _claim(claim)
    elif key in _TABLES:
        yield from _TABLES[key](ledger)
    elif key == "response":
        for response in ledger.responses:
            on = f", {_date(response.on)}" if response.on else ""
            yield _note(f"{response.party}: {response.kind}{on}. {response.text}".strip())
    elif key == "watch":
        for item in ledger.watch:
            yield Block("item", (_plain(item),))
    elif key == "method":
        yield _note(_STANDARDS)


def _claim(claim: ClaimRef) -> Block:
    status, speaker = status_of([claim])
    spans = (Span(claim.statement), Span(f" [{claim.token}]", "citation"))
    details = [claim.rung, claim.standing, _origins(claim)]
    if claim.likelihood:
        details.append(f"likelihood: {claim.likelihood}")
    if claim.settles:
        details.append(f"would be settled by: {claim.settles}")
    sentences = [Sentence(spans, status, speaker)]
    if said := "; ".join(detail.rstrip(".") for detail in details if detail):
        sentences.append(_plain(f"{said[0].upper()}{said[1:]}."))
    if claim.confidence:
        sentences.append(_plain(f"Our confidence is {claim.confidence}."))
    actor = claim.actor if claim.kind == "attribution" else ""
    return Block("claim", tuple(sentences), claim.token, actor=actor)


def _origins(claim: ClaimRef) -> str:
    if claim.origins is None or claim.is_settled or "origin" in claim.standing:
        return ""
    return "rests on one origin" if claim.origins == 1 else f"{claim.origins} independent origins"


def _figures(ledger: Ledger) -> Iterator[Block]:
    measured = [
        (_plain(f.label), _plain(say(f.quantity)), _plain(_window(f.quantity)),
         _plain(f.quantity.counting_rule), _plain(f"measured here [figure:{f.key}]"))
        for f in ledger.figures.values()
    ]  # fmt: skip
    stated = [
        (_plain(c.statement), Sentence((Span(say(c.figure)),), *status_of([c])),
         _plain(_window(c.figure)), _plain(c.figure.counting_rule), _plain(f"stated [{c.token}]"))
        for c in sorted(ledger.claims.values(), key=lambda claim: claim.number) if c.figure
    ]  # fmt: skip
    if measured or stated:
        head = ("What is counted", "Figure", "Window", "Counting rule", "By whom")
        yield Block("table", caption=_CAPTION, head=head, rows=(*stated, *measured))
    if not measured:
        yield _note(_NOTHING["evidence"])


_CAPTION = "Figures stated beside figures measured; different windows or rules are not compared."


def _sources(ledger: Ledger) -> Iterator[Block]:
    rows = []
    for source in sorted(ledger.sources.values(), key=lambda s: s.number):
        rests = ", ".join(f"S-{number}" for number in source.rests_on) or "none: an origin"
        held = f"E-{source.exhibit}" if source.exhibit else "not held"
        title = f"{source.token} {source.title}" + (f" <{source.url}>" if source.url else "")
        cells = (title, source.publisher, _date(source.published), source.reliability, rests, held)
        rows.append(tuple(_plain(cell) for cell in cells))
    if rows:
        head = ("Source", "Publisher", "Published", "Reliability", "Rests on", "Exhibit")
        yield Block("table", caption="Sources, and what each rests on", head=head, rows=tuple(rows))


def _exhibits(ledger: Ledger) -> Iterator[Block]:
    rows = tuple(
        tuple(_plain(cell) for cell in (e.token, e.name, e.received, f"{e.size:,} bytes", e.sha256))
        for e in sorted(ledger.exhibits.values(), key=lambda e: e.number)
    )
    if rows:
        head = ("Exhibit", "Name", "Received", "Size", "SHA-256")
        yield Block("table", caption="Exhibits held", head=head, rows=rows)


_TABLES = {"evidence": _figures, "sources": _sources, "exhibits": _exhibits}


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


def say(quantity: Quantity) -> str:
    """A figure in words, with its unit and no more precision than it has."""
    words = {"approximate": "about ", "at_most": "nearly ", "at_least": "more than "}
    text = say_number(quantity.value)
    if quantity.value_high is not None:
        return f"{text} to {say_number(quantity.value_high)} {quantity.unit}".strip()
    return f"{words.get(quantity.precision, '')}{text} {quantity.unit}".strip()


def _window(quantity: Quantity) -> str:
    return _date(quantity.window) if quantity.window else "not stated"


def _date(text: str) -> str:
    try:
        return describe(text) if text else "undated"
    except NotADate:
        return text


def _plain(text: str) -> Sentence:
    return Sentence((Span(text),))


def _note(text: str) -> Block:
    return Block("note", (_plain(text),))


def passages_of(draft: Draft) -> Iterable[tuple[str, str]]:
    """What the check reads: the cover, then each written section."""
    yield "title", draft.title
    yield "rating", draft.rating
    yield "summary", draft.summary
    for key in WRITTEN:
        if key != "bottom_line" and draft.prose.get(key):
            yield f"section:{key}", draft.prose[key]
