from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from cases.clusters import charts, conduct, policies, queries, services
from cases.clusters.forms import DrawForm, MergeForm, NoteForm, ReasonForm, SplitForm
from cases.clusters.listings import AccountListing, ClusterListing, MemberListing
from cases.clusters.models import Cluster, Judgement
from cases.core import access
from cases.core.access import get_case
from cases.core.errors import Refused
from cases.core.roles import Permission

JUDGE = {"accept": services.accept_cluster, "reject": services.reject_cluster}


@require_GET
def cluster_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.clusters.select_related("case", "judged_by")
    if "status" not in request.GET:
        rows = rows.standing()
    context = {
        "case": case,
        "latest": case.linker_runs.select_related("job").order_by("-number").first(),
        "why_not": access.why_not(request.user, case, Permission.WRITE),
        "why_not_run": policies.why_not_run(request.user, case),
        "waiting": case.candidate_campaigns.waiting().count(),
        "has_candidates": case.candidate_campaigns.exists(),
    }
    listing = ClusterListing(rows, request.GET, case=case)
    return listing.respond(request, "cases/clusters/list.html", context)


@require_GET
def cluster_detail(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    cluster = get_object_or_404(case.clusters.select_related("run", "judged_by"), number=number)
    last = queries.undoable(cluster)
    context = {
        "case": case,
        "cluster": cluster,
        "why": cluster.explanation,
        "picture": charts.picture(cluster),
        "activity": conduct.activity(cluster),
        "balance": conduct.balance(cluster),
        "synchrony": conduct.synchrony(cluster),
        "failover": conduct.failover(cluster),
        "volume": charts.volume(cluster),
        "strongest": cluster.links.select_related("a__case", "b__case").order_by("-bits", "pk")[
            :10
        ],
        "history": queries.history(cluster),
        "last": last,
        "made_from": cluster.made_from.order_by("number"),
        "made_into": cluster.made_into.order_by("number"),
        "accept_form": ReasonForm(auto_id="id_accept_%s"),
        "reject_form": ReasonForm(auto_id="id_reject_%s"),
        "undo_form": ReasonForm(auto_id="id_undo_%s"),
        "note_form": NoteForm(auto_id="id_note_%s"),
        "why_not_judge": policies.why_not_judge(request.user, cluster),
        "why_not_undo": policies.why_not_undo(request.user, last) if last else None,
        "why_not_note": access.why_not(request.user, case, Permission.WRITE),
    }
    return render(request, "cases/clusters/detail.html", context)


@require_GET
def cluster_members(request: SignedInRequest, reference: str, number: int) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    cluster = get_object_or_404(case.clusters, number=number)
    rows = cluster.memberships.select_related("account", "account__case")
    listing = MemberListing(rows, request.GET, case=case)
    return listing.respond(
        request, "cases/clusters/members.html", {"case": case, "cluster": cluster}
    )


@require_POST
def cluster_judge(request: SignedInRequest, reference: str, number: int, verb: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    cluster = get_object_or_404(case.clusters, number=number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why: the reason is kept with your name.")
        return redirect(cluster)
    JUDGE[verb](cluster=cluster, by=request.user, **form.cleaned_data)
    messages.success(request, f"{cluster} was {verb}ed. You can undo that.")
    return redirect(cluster)


@require_http_methods(["GET", "POST"])
def cluster_split(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    cluster = get_object_or_404(case.clusters, number=number)
    form = SplitForm(request.POST or None)
    if form.is_valid():
        try:
            services.split_cluster(cluster=cluster, by=request.user, **form.cleaned_data)
            return redirect(cluster)
        except Refused as error:
            form.add_error(None, str(error))
    return _form(request, cluster, form, f"Split {cluster}", "Split it")


@require_http_methods(["GET", "POST"])
def cluster_merge(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    cluster = get_object_or_404(case.clusters, number=number)
    form = MergeForm(request.POST or None, cluster=cluster)
    if form.is_valid():
        others, reason = form.cleaned_data["clusters"], form.cleaned_data["reason"]
        return redirect(
            services.merge_clusters(clusters=[cluster, *others], reason=reason, by=request.user)
        )
    return _form(request, cluster, form, f"Merge {cluster} with others", "Merge them")


@require_POST
def cluster_note(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    cluster = get_object_or_404(case.clusters, number=number)
    form = NoteForm(request.POST)
    if form.is_valid():
        services.note_cluster(cluster=cluster, by=request.user, **form.cleaned_data)
    else:
        messages.error(request, "There was nothing in the note.")
    return redirect(cluster)


@require_POST
def cluster_undo(
    request: SignedInRequest, reference: str, number: int, judgement: int
) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    cluster = get_object_or_404(case.clusters, number=number)
    undone = get_object_or_404(Judgement.objects.filter(cluster=cluster), pk=judgement)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why: the reason is kept with your name.")
        return redirect(cluster)
    services.undo_judgement(judgement=undone, by=request.user, **form.cleaned_data)
    messages.success(request, "That judgement was undone; the history keeps both.")
    return redirect(cluster)


@require_http_methods(["GET", "POST"])
def cluster_draw(request: SignedInRequest, reference: str) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.WRITE)
    form = DrawForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(services.draw_cluster(case=case, by=request.user, **form.cleaned_data))
        except Refused as error:
            form.add_error(None, str(error))
    context = {"case": case, "form": form, "title": "Draw a cluster by hand", "submit": "Draw it"}
    return render(request, "cases/clusters/form.html", context)


@require_GET
def account_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    case = get_case(request.user, reference, may=Permission.READ)
    rows = case.platform_accounts.select_related("case")
    listing = AccountListing(rows, request.GET, case=case)
    return listing.respond(request, "cases/clusters/accounts.html", {"case": case})


@require_GET
def account_detail(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    case = get_case(request.user, reference, may=Permission.READ)
    account = get_object_or_404(case.platform_accounts, pk=pk)
    context = {
        "case": case,
        "account": account,
        "clusters": account.clusters.select_related("case").order_by("number"),
        "uses": queries.shared_by(account),
        "sharing": queries.sharing(account),
    }
    return render(request, "cases/clusters/account.html", context)


def _form(
    request: SignedInRequest,
    cluster: Cluster,
    form: SplitForm | MergeForm,
    title: str,
    submit: str,
) -> HttpResponse:
    context = {
        "case": cluster.case,
        "cluster": cluster,
        "form": form,
        "title": title,
        "submit": submit,
        "why_not": policies.why_not_judge(request.user, cluster),
    }
    return render(request, "cases/clusters/form.html", context)
