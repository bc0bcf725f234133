"""The claims that a report lists or cites anywhere: a person put them there, or the ledger."""

from collections.abc import Iterator

from cases.reports.compose import Draft, compose
from cases.reports.document import Document
from cases.reports.ledger import Ledger
from cases.reports.rules import ERROR, Finding


def claims_in(document: Document) -> frozenset[int]:
    """The numbers of all claims that its readers are shown."""
    tokens = {token for section in document.sections for token in section.tokens}
    return frozenset(int(token[2:]) for token in tokens if token.startswith("C-"))


def check_listed(draft: Draft, ledger: Ledger) -> Iterator[Finding]:
    """No section lists a claim whose signature is not, or not any more, borne by the ledger."""
    unborne = {str(claim.token) for claim in ledger.claims.values()} & ledger.changed.keys()
    if not unborne:
        return
    for section in compose(draft, ledger).sections:
        for token in sorted(unborne & section.tokens, key=lambda token: int(token[2:])):
            status = ledger.claims[int(token[2:])].status.replace("_", " ")
            yield Finding(
                "stale", ERROR, f"section:{section.key}", 0, 0, "",
                f"This section lists {token} as {status}. {ledger.changed[token]}",
            )  # fmt: skip
