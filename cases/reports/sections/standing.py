"""What stands beside the claims: the subject's response, what is watched, and the method."""

from collections.abc import Iterator

from cases.reports.document import Block, Sentence, Span
from cases.reports.ledger import Against, Ledger
from cases.reports.setting import status_of
from cases.reports.wording import note, plain, say_date

_STANDARDS = (
    "Likelihood is stated in the seven bands of ICD 203 (first wording), and confidence apart "
    "from it. Sources are graded A to F and information 1 to 6 (AJP-2.1). Support is counted in "
    "independent origins: sources that rest on one another are one origin. A claim is stated in "
    "our own voice only where it is confirmed by a named standard; a status stands beside every "
    "sentence that cites a claim."
)

_ORDER = (
    "These explanations compete. Each is held against the same evidence, and only what speaks "
    "against one counts (analysis of competing hypotheses): the order says which is least "
    "contradicted, and gives none of them a status."
)


def responses(ledger: Ledger) -> Iterator[Block]:
    for response in ledger.responses:
        on = f", {say_date(response.on)}" if response.on else ""
        yield note(f"{response.party}: {response.kind}{on}. {response.text}".strip())


def hypotheses(ledger: Ledger) -> Iterator[Block]:
    """Each explanation as a possibility, and what speaks against it: an order, and no finding."""
    if ledger.hypotheses:
        yield note(_ORDER)
    for each in ledger.hypotheses:
        said = f"{each.token}, a possibility and no finding ({each.rank}): “{each.statement}”"
        against = "Against it:" if each.against else "Against it: nothing that is recorded."
        told = (_told(row, ledger) for row in each.against)
        yield Block("item", (plain(f"{said} {against}"), *told))


def _told(row: Against, ledger: Ledger) -> Sentence:
    """What a row of evidence says; the words of a claim never without its status."""
    text = row.text if row.text.endswith((".", "!", "?")) else f"{row.text}."
    if claim := ledger.claims.get(row.claim):
        return Sentence((Span(text), Span(f" [{claim.token}]", "citation")), *status_of([claim]))
    return plain(text)


def watch(ledger: Ledger) -> Iterator[Block]:
    for item in ledger.watch:
        yield Block("item", (plain(item),))


def method(ledger: Ledger) -> Iterator[Block]:
    yield note(_STANDARDS)
