from typing import Any, ClassVar, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from cases.core.access import get_case
from cases.core.dates import describe
from cases.core.errors import Refused
from cases.core.listing import Choice, Listing
from cases.core.models import Case
from cases.core.roles import Permission
from cases.exhibits import policies, recheck, services
from cases.exhibits.downloads import attachment
from cases.exhibits.forms import ImportForm, ReceiveForm, SettleForm
from cases.exhibits.models import Exhibit
from cases.exhibits.uploads import ExhibitUploadHandler, LandedFile


class ExhibitListing(Listing):
    noun = "exhibit", "exhibits"
    search = ("name", "sha256", "how", "note")
    filters: ClassVar[dict[str, Any]] = {"media_type": Choice("Kind of file")}
    sorts: ClassVar[dict[str, str]] = {
        "number": "number",
        "name": "name",
        "size": "size",
        "received": "received_at",
    }
    sort = "-number"
    columns: ClassVar[dict[str, Any]] = {
        "number": str,
        "name": "name",
        "media type": "media_type",
        "bytes": "size",
        "SHA-256": "sha256",
        "received at": "received_at",
        "received by": "received_by.email",
        "collected by": "collected_by",
        "collected on": "collected_on",
        "how": "how",
    }


@require_GET
def exhibit_list(request: HttpRequest, reference: str) -> HttpResponseBase:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.READ)
    kinds = case.exhibits.order_by("media_type").values_list("media_type", "media_type").distinct()
    listing = ExhibitListing(
        case.exhibits.select_related("received_by"),
        request.GET,
        case=case,
        choices={"media_type": list(kinds)},
    )
    context = {
        "case": case,
        "alarms": case.alarms.filter(settled_at=None).select_related("exhibit"),
        "why_not_receive": policies.why_not_receive(user, case),
        "why_not_recheck": policies.why_not_recheck(user, case),
        "recheck": case.jobs.filter(kind="exhibits.recheck").order_by("-pk").first(),
        "fetching": case.jobs.unfinished().filter(kind="exhibits.import"),
    }
    return listing.respond(request, "cases/exhibits/list.html", context)


@require_GET
def exhibit_detail(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.READ)
    exhibit = get_object_or_404(case.exhibits.select_related("received_by"), number=number)
    return render(
        request,
        "cases/exhibits/detail.html",
        {
            "case": case,
            "exhibit": exhibit,
            "collected_on": describe(exhibit.collected_on) if exhibit.collected_on else "",
            "custody": exhibit.custody_entries.order_by("pk"),
            "alarms": exhibit.alarms.select_related("settled_by").order_by("-pk"),
            "twins": Exhibit.objects.same_bytes_as(exhibit).order_by("number"),
            "derived": case.derived_files.filter(made_from__contains=[exhibit.sha256]),
            "settle_form": SettleForm(),
            "why_not_download": policies.why_not_download(user, exhibit),
            "why_not_settle": policies.why_not_settle(user, case),
        },
    )


@csrf_exempt
@require_http_methods(["GET", "POST"])
def exhibit_receive(request: HttpRequest, reference: str) -> HttpResponse:
    """Check the person before a byte is taken in, and only then the form and its token."""
    case = get_case(cast(User, request.user), reference, may=Permission.WRITE)
    handler = ExhibitUploadHandler(request)
    request.upload_handlers = [handler]
    return _receive(request, case, handler)


@csrf_protect
def _receive(request: HttpRequest, case: Case, handler: ExhibitUploadHandler) -> HttpResponse:
    form = ReceiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and handler.refusals:
        form.add_error("received", [f"{refusal} Nothing was kept." for refusal in handler.refusals])
    if request.method == "POST" and form.is_valid():
        account = form.cleaned_data
        files = cast(list[LandedFile], account.pop("received"))
        try:
            received = _receive_all(case, files, account, cast(User, request.user))
        except Refused as error:
            form.add_error("received", str(error))
        else:
            for exhibit in received:
                messages.success(request, _welcome(exhibit))
            if len(received) == 1:
                return redirect(received[0])
            return redirect("exhibits:list", case.reference)
    return render(request, "cases/exhibits/receive.html", {"case": case, "form": form})


@transaction.atomic
def _receive_all(
    case: Case, files: list[LandedFile], account: dict[str, str], user: User
) -> list[Exhibit]:
    return [
        services.receive_exhibit(
            case=case,
            file=file.landing,
            name=file.name or "",
            media_type=file.content_type or "",
            by=user,
            **account,
        )
        for file in files
    ]


def _welcome(exhibit: Exhibit) -> str:
    twins = ", ".join(str(twin) for twin in Exhibit.objects.same_bytes_as(exhibit))
    same = f" The same bytes are {twins}." if twins else ""
    return f"{exhibit} was received: {exhibit.size:,} bytes.{same}"


@require_http_methods(["GET", "POST"])
def exhibit_import(request: HttpRequest, reference: str) -> HttpResponse:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.WRITE)
    form = ImportForm(request.POST or None)
    if form.is_valid():
        try:
            services.request_import(case=case, **form.cleaned_data, by=user)
        except Refused as error:
            form.add_error("address", str(error))
        else:
            return redirect("exhibits:list", case.reference)
    return render(request, "cases/exhibits/import.html", {"case": case, "form": form})


@require_GET
def exhibit_download(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The file as it was received, to be saved and never shown by the browser."""
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.EXPORT)
    exhibit = get_object_or_404(case.exhibits, number=number)
    services.release_exhibit(exhibit=exhibit, by=user)
    return attachment(
        recheck.checked_chunks(exhibit, by=user),
        name=f"{exhibit} {exhibit.name}",
        size=exhibit.size,
        sha256=exhibit.sha256,
    )


@require_POST
def exhibits_recheck(request: HttpRequest, reference: str) -> HttpResponse:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.READ)
    try:
        services.request_recheck(case=case, by=user)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("exhibits:list", case.reference)


@require_POST
def alarm_settle(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    user = cast(User, request.user)
    case = get_case(user, reference, may=Permission.MANAGE)
    alarm = get_object_or_404(case.alarms.select_related("exhibit"), pk=pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            services.settle_alarm(alarm=alarm, **form.cleaned_data, by=user)
        except Refused as error:
            messages.error(request, str(error))
    else:
        messages.error(request, "Say what was found out, and what was done.")
    return redirect(alarm.exhibit)
