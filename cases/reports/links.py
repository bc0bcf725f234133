"""Which attributions of a document may leave the house as a bare link between two things.

A machine that reads a link drops the words beside it. So only what is confirmed, or assessed to be
likely or more, becomes one.
"""

import re

from cases.core.scales import BANDS, Likelihood, likelihood_of_words
from cases.reports.document import Block, Document
from cases.reports.life import Link

_EVEN = 50


def links_of(document: Document) -> tuple[Link, ...]:
    """The attributions that the document stands behind."""
    return tuple(
        Link(block.token, block.actor, f"{block.sentences[0].label}: {block.sentences[0].text}")
        for block in claims_of(document)
        if block.actor and strength_of(block) is not None
    )


def claims_of(document: Document) -> list[Block]:
    """The claims that the document lists, each once."""
    found = {
        block.token: block
        for section in document.sections
        for block in section.blocks
        if block.kind == "claim"
    }
    return list(found.values())


def strength_of(block: Block) -> int | None:
    """STIX's number (2.1, Appendix A, the DNI scale) for what may become a link."""
    status = block.sentences[0].status
    if status == "confirmed":
        return BANDS[Likelihood.ALMOST_CERTAIN].stix
    text = " ".join(sentence.text for sentence in block.sentences)
    match = re.search(r"likelihood: ([a-z ]+)", text, re.IGNORECASE)
    band = likelihood_of_words(match[1]) if status == "assessed" and match else None
    return BANDS[band].stix if band and BANDS[band].stix > _EVEN else None
