"""How a file leaves the house: to be saved, never to be shown or run by a browser."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header


def attachment(
    chunks: Iterable[bytes], *, name: str, size: int, sha256: str
) -> StreamingHttpResponse:
    """The bytes as a download, with their digest beside them."""
    response = StreamingHttpResponse(chunks, content_type="application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Length"] = str(size)
    response["X-SHA256"] = sha256
    return response
