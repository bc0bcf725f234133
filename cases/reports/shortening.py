"""Fewer entries of the ledger than there are, with the number of those that are left out."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from cases.reports.document import Block, Sentence
from cases.reports.wording import note

_TOKEN = re.compile(r"\b[CES]-\d+\b|figure:[\w-]+")


def shortened(
    blocks: tuple[Block, ...], limit: int | None, cited: Collection[str]
) -> tuple[Block, ...]:
    """At most `limit` entries, those that the text cites before others; then how many are not."""
    count = count_of(blocks)
    if limit is None or count <= limit:
        return blocks
    rest = count - limit
    kept = f"{limit:,} of {count:,} are listed here, what this text cites before others."
    return (
        *_kept(blocks, limit, cited),
        note(f"{kept} The case's ledger holds the other {rest:,}."),
    )


def count_of(blocks: Iterable[Block]) -> int:
    """How many entries of the ledger the blocks list: claims, items and rows of tables."""
    return sum(len(b.rows) if b.kind == "table" else b.kind in {"claim", "item"} for b in blocks)


def _kept(blocks: tuple[Block, ...], limit: int, cited: Collection[str]) -> Iterator[Block]:
    claims = [block.token for block in blocks if block.kind == "claim"]
    printed = {claims[at] for at in _first([token in cited for token in claims], limit)}
    for block in blocks:
        if block.kind == "table":
            rows = [not _tokens(row).isdisjoint(cited) for row in block.rows]
            yield replace(block, rows=tuple(block.rows[at] for at in _first(rows, limit)))
        elif block.kind != "claim" or block.token in printed:
            yield block


def _first(is_cited: Sequence[bool], limit: int) -> list[int]:
    """The places of those to print, in their own order."""
    return sorted(sorted(range(len(is_cited)), key=lambda at: not is_cited[at])[:limit])


def _tokens(row: Iterable[Sentence]) -> set[str]:
    return {found for cell in row for found in _TOKEN.findall(cell.text)}
