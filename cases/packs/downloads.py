"""A pack leaves the house: whole, or from where a download broke off."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts.models import User
from cases.exhibits import store
from cases.exhibits.downloads import attachment
from cases.packs import ranges, services
from cases.packs.models import Pack


def hand_out(pack: Pack, request: HttpRequest, *, by: User) -> HttpResponseBase:
    """The bytes that the request asks for; permission is checked, and recorded, at each."""
    tag, headers = f'"{pack.sha256}"', request.headers
    asked, only_if = headers.get("Range", ""), headers.get("If-Range", "")
    try:
        part = ranges.wanted(asked, only_if, tag, pack.size) if pack.built_at else None
    except ranges.Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{pack.size}"})
    services.release_pack(pack=pack, by=by, first=part.first if part else 0)
    sent = part or ranges.Range(0, pack.size - 1)
    response = attachment(
        store.chunks(pack.sha256, sent.first, sent.size),
        name=f"{pack.file_name}.zip",
        size=sent.size,
        sha256=pack.sha256,
    )
    response["ETag"], response["Accept-Ranges"] = tag, "bytes"
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{pack.size}"
    return response
