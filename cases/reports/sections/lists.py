"""The two lists at the end: sources with their lineage, and exhibits with their digests."""

from collections.abc import Iterator

from cases.reports.document import Block
from cases.reports.ledger import Ledger
from cases.reports.wording import plain, say_date


def sources(ledger: Ledger) -> Iterator[Block]:
    rows = []
    for source in sorted(ledger.sources.values(), key=lambda s: s.number):
        rests = ", ".join(f"S-{number}" for number in source.rests_on) or "none: an origin"
        held = f"E-{source.exhibit}" if source.exhibit else "not held"
        title = f"{source.token} {source.title}" + (f" <{source.url}>" if source.url else "")
        published = say_date(source.published)
        cells = (title, source.publisher, published, source.reliability, rests, held)
        rows.append(tuple(plain(cell) for cell in cells))
    if rows:
        head = ("Source", "Publisher", "Published", "Reliability", "Rests on", "Exhibit")
        yield Block("table", caption="Sources, and what each rests on", head=head, rows=tuple(rows))


def exhibits(ledger: Ledger) -> Iterator[Block]:
    rows = tuple(
        tuple(plain(cell) for cell in (e.token, e.name, e.received, f"{e.size:,} bytes", e.sha256))
        for e in sorted(ledger.exhibits.values(), key=lambda e: e.number)
    )
    if rows:
        head = ("Exhibit", "Name", "Received", "Size", "SHA-256")
        yield Block("table", caption="Exhibits held", head=head, rows=rows)
