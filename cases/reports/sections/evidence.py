"""What the evidence held in the case shows: figures stated beside figures measured."""

from collections.abc import Iterator

from cases.reports.document import Block, Sentence, Span
from cases.reports.ledger import Ledger
from cases.reports.setting import status_of
from cases.reports.wording import note, plain, say, say_window

_CAPTION = "Figures stated beside figures measured; different windows or rules are not compared."
_NOTHING = "No figure has been measured in this case; it holds no telemetry to measure."


def figures(ledger: Ledger) -> Iterator[Block]:
    """One table of all figures, with who gives each."""
    measured = [
        (plain(f.label), plain(say(f.quantity)), plain(say_window(f.quantity)),
         plain(f.quantity.counting_rule), plain(f"measured here [figure:{f.key}]"))
        for f in ledger.figures.values()
    ]  # fmt: skip
    stated = [
        (plain(c.statement), Sentence((Span(say(c.figure)),), *status_of([c])),
         plain(say_window(c.figure)), plain(c.figure.counting_rule), plain(f"stated [{c.token}]"))
        for c in sorted(ledger.claims.values(), key=lambda claim: claim.number) if c.figure
    ]  # fmt: skip
    if measured or stated:
        head = ("What is counted", "Figure", "Window", "Counting rule", "By whom")
        yield Block("table", caption=_CAPTION, head=head, rows=(*stated, *measured))
    if not measured:
        yield note(_NOTHING)
