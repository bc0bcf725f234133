"""The document as JSON, with the digest that its approval is pinned to."""

import json

from cases.reports.document import Document, to_plain


def render(document: Document) -> bytes:
    """Sealed content under `document`; `sha256` is of its canonical form (RFC 8785)."""
    body = {"sha256": document.digest, "document": to_plain(document.as_json())}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()
