from django.urls import path

from cases.clusters.views import candidates, clusters, lists, runs

app_name = "clusters"
urlpatterns = [
    path("", clusters.cluster_list, name="list"),
    path("draw/", clusters.cluster_draw, name="draw"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/start/", runs.run_start, name="run_start"),
    path("runs/<int:number>/", runs.run_detail, name="run"),
    path("runs/<int:number>/preview/", runs.run_preview, name="preview"),
    path("runs/<int:number>/compare/<int:other>/", runs.run_compare, name="compare"),
    path("lists/", lists.infrastructure_lists, name="lists"),
    path("lists/add/", lists.infrastructure_list_add, name="list_add"),
    path("lists/<int:number>/withdraw/", lists.infrastructure_list_withdraw, name="list_withdraw"),
    path("candidates/", candidates.candidate_list, name="candidates"),
    path("candidates/<int:number>/", candidates.candidate_detail, name="candidate"),
    path("candidates/<int:number>/draw/", candidates.candidate_draw, name="candidate_draw"),
    path(
        "candidates/<int:number>/dismiss/",
        candidates.candidate_judge,
        {"verb": "dismiss"},
        name="candidate_dismiss",
    ),
    path(
        "candidates/<int:number>/reopen/",
        candidates.candidate_judge,
        {"verb": "reopen"},
        name="candidate_reopen",
    ),
    path("accounts/", clusters.account_list, name="accounts"),
    path("accounts/<int:pk>/", clusters.account_detail, name="account"),
    path("<int:number>/", clusters.cluster_detail, name="detail"),
    path("<int:number>/members/", clusters.cluster_members, name="members"),
    path("<int:number>/accept/", clusters.cluster_judge, {"verb": "accept"}, name="accept"),
    path("<int:number>/reject/", clusters.cluster_judge, {"verb": "reject"}, name="reject"),
    path("<int:number>/split/", clusters.cluster_split, name="split"),
    path("<int:number>/merge/", clusters.cluster_merge, name="merge"),
    path("<int:number>/note/", clusters.cluster_note, name="note"),
    path("<int:number>/undo/<int:judgement>/", clusters.cluster_undo, name="undo"),
]
