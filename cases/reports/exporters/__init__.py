"""Every format of a report, one file each, all from the one document."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.reports.document import Document
from cases.reports.exporters import claimreview, docx, json, markdown, pdf, stix, web


@dataclass(frozen=True)
class Format:
    name: str
    label: str
    media_type: str
    extension: str
    render: Callable[[Document], bytes]


FORMATS = {
    each.name: each
    for each in (
        Format("html", "Web page", "text/html; charset=utf-8", "html", web.render),
        Format("pdf", "PDF (PDF/A-2b)", "application/pdf", "pdf", pdf.render),
        Format(
            "docx",
            "Word (DOCX)",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            docx.render,
        ),
        Format("md", "Markdown", "text/markdown; charset=utf-8", "md", markdown.render),
        Format("json", "JSON", "application/json", "json", json.render),
        Format("stix", "STIX 2.1", "application/stix+json;version=2.1", "stix.json", stix.render),
        Format(
            "claimreview", "ClaimReview", "application/ld+json", "jsonld", claimreview.render
        ),
    )
}  # fmt: skip
