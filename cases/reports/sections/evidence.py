"""What the evidence held in the case shows: figures stated beside figures measured."""

from collections.abc import Iterator

from cases.claims.beside import Beside
from cases.claims.quantity import Quantity
from cases.reports.document import Block, Sentence, Span
from cases.reports.ledger import FigureRef, Ledger
from cases.reports.paired import pairs
from cases.reports.setting import status_of
from cases.reports.wording import note, plain, say, say_date, say_window

_CAPTION = (
    "Figures stated beside figures measured. A difference is what was measured less what is "
    "stated, and is given only where unit, window and counting rule are the same. What is "
    "measured here settles no status by itself."
)
HEAD = ("What is counted", "Stated", "Measured here", "Difference, or why there is none")
_NOTHING = "No figure has been measured in this case; it holds no telemetry to measure."


def figures(ledger: Ledger) -> Iterator[Block]:
    """One table of all figures, with who gives each."""
    if found := pairs(ledger):
        yield Block("table", caption=_CAPTION, head=HEAD, rows=rows(found, ledger))
    if not ledger.figures:
        yield note(_NOTHING)


def rows(found: tuple[Beside, ...], ledger: Ledger) -> tuple[tuple[Sentence, ...], ...]:
    return tuple(tuple(_row(pair, ledger)) for pair in found)


def _row(pair: Beside, ledger: Ledger) -> Iterator[Sentence]:
    claim = ledger.claims[pair.claim] if pair.claim else None
    figure = ledger.figures.get(pair.figure)
    if claim:
        yield Sentence((Span(claim.statement),), *status_of([claim]))
    else:
        yield plain(figure.label if figure else "")
    if claim and claim.figure:
        cited = Span(f" [{claim.token}]", "citation")
        yield Sentence((Span(_said(claim.figure, claim.as_of)), cited), *status_of([claim]))
    else:
        yield plain("nobody states a figure for this")
    yield plain(_measured(figure) if figure else "not measured")
    yield plain(pair.words or "nothing to compare it with")


def _measured(figure: FigureRef) -> str:
    return f"{_said(figure.quantity, figure.measured_on)} [figure:{figure.key}]"


def _said(quantity: Quantity, as_of: str) -> str:
    rule = quantity.counting_rule.rstrip(".")
    counted = f"counted: {rule}" if rule else "counting rule not stated"
    said = f"{say(quantity)}; window: {say_window(quantity)}; {counted}"
    return f"{said}; as of {say_date(as_of)}" if as_of else said
