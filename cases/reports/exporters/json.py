"""The document as JSON, with the digest that its approval is pinned to."""

import json

from cases.reports.document import ENVELOPE, Document, to_plain


def render(document: Document) -> bytes:
    """The sealed content, its digest in canonical form (RFC 8785), and what is said about it."""
    about = {key: value for key, value in document.as_json().items() if key in ENVELOPE}
    body = {"sha256": document.digest, "content": document.content, "about": about}
    return (json.dumps(to_plain(body), ensure_ascii=False, indent=1) + "\n").encode()
