from django.urls import path

from cases.clusters import views

app_name = "clusters"
urlpatterns = [
    path("", views.cluster_list, name="list"),
    path("draw/", views.cluster_draw, name="draw"),
    path("runs/", views.run_list, name="runs"),
    path("runs/start/", views.run_start, name="run_start"),
    path("runs/<int:number>/", views.run_detail, name="run"),
    path("accounts/", views.account_list, name="accounts"),
    path("accounts/<int:pk>/", views.account_detail, name="account"),
    path("<int:number>/", views.cluster_detail, name="detail"),
    path("<int:number>/members/", views.cluster_members, name="members"),
    path("<int:number>/accept/", views.cluster_judge, {"verb": "accept"}, name="accept"),
    path("<int:number>/reject/", views.cluster_judge, {"verb": "reject"}, name="reject"),
    path("<int:number>/split/", views.cluster_split, name="split"),
    path("<int:number>/merge/", views.cluster_merge, name="merge"),
    path("<int:number>/note/", views.cluster_note, name="note"),
    path("<int:number>/undo/<int:judgement>/", views.cluster_undo, name="undo"),
]
