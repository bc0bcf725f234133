from datetime import date
from io import BytesIO
from typing import Any, ClassVar, cast
from zipfile import ZipFile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from audit.models import Root
from audit.queries import verify_chain
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.listing import Choice, Listing
from cases.core.roles import Permission
from cases.packs import keys, policies, services
from cases.packs.audience import Audience
from cases.packs.downloads import hand_out
from cases.packs.forms import ReidentifyForm, RequestForm, RevokeForm
from cases.packs.models import SigningKey
from cases.packs.parts import Plan
from cases.packs.selection import select
from cases.packs.since import what_became


class PackListing(Listing):
    noun = "pack", "packs"
    search = ("purpose", "sha256")
    filters: ClassVar[dict[str, Any]] = {"audience": Choice("Audience", Audience.choices)}
    sorts: ClassVar[dict[str, str]] = {"number": "number", "size": "size"}
    sort = "-number"
    columns: ClassVar[dict[str, Any]] = {
        "number": str,
        "audience": "audience",
        "purpose": "purpose",
        "state": "state",
        "bytes": "size",
        "SHA-256": "sha256",
        "built at": "built_at",
        "requested by": "requested_by.email",
    }


@require_GET
def pack_list(request: HttpRequest, reference: str) -> HttpResponseBase:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.READ)
    rows = case.packs.select_related("case", "job", "requested_by")
    context = {"case": case, "why_not_build": policies.why_not_build(user, case)}
    listing = PackListing(rows, request.GET, case=case)
    return listing.respond(request, "cases/packs/list.html", context)


@require_http_methods(["GET", "POST"])
def pack_request(request: HttpRequest, reference: str) -> HttpResponse:
    """First see what goes in and what is withheld; then ask for it."""
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.EXPORT)
    asked = request.POST or (request.GET if "purpose" in request.GET else None)
    form = RequestForm(asked, initial={"audience": request.GET.get("audience", Audience.COUNSEL)})
    preview = why_not = None
    if form.is_valid():
        chosen = form.cleaned_data | {"audience": Audience(form.cleaned_data["audience"])}
        why_not = policies.why_not_for(case, chosen["audience"])
        if request.method == "POST" and not why_not:
            return redirect(services.request_pack(case=case, **chosen, by=user))
        preview = select(Plan(case, chosen["audience"]), chosen["contents"])
    context = {"case": case, "form": form, "preview": preview, "why_not": why_not}
    return render(request, "cases/packs/request.html", context)


@require_GET
def pack_detail(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.READ)
    packs = case.packs.select_related("case", "job__case", "key", "requested_by")
    pack = get_object_or_404(packs, number=number)
    return render(
        request,
        "cases/packs/detail.html",
        {
            "case": case,
            "pack": pack,
            "became": what_became(pack),
            "receipts": pack.receipts.order_by("-pk"),
            "why_not_download": policies.why_not_download(user, pack),
            "why_not_reidentify": policies.why_not_reidentify(user, pack),
        },
    )


@require_GET
def pack_download(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.EXPORT)
    pack = get_object_or_404(case.packs, number=number)
    return hand_out(pack, request, by=user)


@require_http_methods(["GET", "POST"])
def pack_reidentify(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who stands behind a pseudonym, for someone who says why they need to know."""
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.REVEAL)
    pack = get_object_or_404(case.packs.select_related("case"), number=number)
    form = ReidentifyForm(request.POST or None)
    found = ""
    if form.is_valid():
        try:
            found = services.reidentify(pack=pack, **form.cleaned_data, by=user)
        except Refused as error:
            form.add_error(None, str(error))
    context = {"case": case, "pack": pack, "form": form, "found": found}
    why_not = policies.why_not_reidentify(user, pack)
    return render(request, "cases/packs/reidentify.html", context | {"why_not": why_not})


@require_GET
def key_list(request: HttpRequest) -> HttpResponse:
    """The keys that packs are signed with, published to everyone who signs in."""
    user = cast(User, request.user)
    keys.current()
    return render(
        request,
        "cases/packs/keys.html",
        {
            "keys": SigningKey.objects.select_related("revoked_by").order_by("-pk"),
            "why_not_manage": policies.why_not_manage_keys(user),
            "form": RevokeForm(),
        },
    )


@require_GET
def root_list(request: HttpRequest) -> HttpResponse:
    """The signed roots of the audit, published like the keys, and whether they hold now."""
    verdict = verify_chain() if "check" in request.GET else None
    keys_of_ours = set(SigningKey.objects.values_list("fingerprint", flat=True))
    roots = [(root, root.signed) for root in Root.objects.order_by("-day")]
    strangers = {signed.fingerprint for _, signed in roots} - keys_of_ours
    context = {"roots": roots, "verdict": verdict, "strangers": sorted(strangers)}
    return render(request, "cases/packs/roots.html", context)


@require_GET
def root_download(request: HttpRequest, day: date) -> HttpResponse:
    """A root to keep elsewhere: what was signed, the signature and the key."""
    root = get_object_or_404(Root, day=day)
    files = {
        "root.json": root.statement.encode(),
        "root.json.sig": bytes(root.signature),
        "public-key.pem": root.public_key.encode(),
    }
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, written in files.items():
            archive.writestr(name, written)
    name = f"audit-root-{day:%Y-%m-%d}.zip"
    return HttpResponse(
        content.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def key_rotate(request: HttpRequest) -> HttpResponse:
    services.rotate_key(by=cast(User, request.user))
    messages.success(request, "A new key is in use. Packs signed with the old one stay good.")
    return redirect("packs:keys")


@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast(User, request.user)
    if reason := policies.why_not_manage_keys(user):
        raise PermissionDenied(reason)
    key = get_object_or_404(SigningKey, pk=pk)
    form = RevokeForm(request.POST)
    if form.is_valid():
        try:
            services.revoke_key(key=key, **form.cleaned_data, by=user)
        except Refused as error:
            messages.error(request, str(error))
    else:
        messages.error(request, "Say why the key is not to be trusted any more.")
    return redirect("packs:keys")
