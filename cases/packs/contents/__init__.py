"""Every kind of content that a pack may hold, a file each, in the order of a pack's index."""

from cases.packs.contents import (
    audit_records,
    clusters,
    custody,
    derived,
    exhibits,
    figures,
    ledger,
    reports,
    samples,
    timeline,
)
from cases.packs.parts import Content

CONTENTS: tuple[Content, ...] = (
    reports.CONTENT,
    ledger.CONTENT,
    timeline.CONTENT,
    exhibits.CONTENT,
    custody.CONTENT,
    derived.CONTENT,
    figures.CONTENT,
    clusters.CONTENT,
    samples.CONTENT,
    audit_records.CONTENT,
)
KEYS = tuple(content.key for content in CONTENTS)
