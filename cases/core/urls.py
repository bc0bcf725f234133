"""The pages of the case itself; included by overview/urls.py, which names the space `cases`."""

from django.urls import path

from cases.core.views import case, desk, people

urlpatterns = [
    path("cases/", case.case_list, name="list"),
    path("cases/open/", case.case_open, name="create"),
    path("cases/<str:reference>/parties/", people.parties, name="parties"),
    path("cases/<str:reference>/parties/add/", people.party_add, name="party_add"),
    path("cases/<str:reference>/parties/<int:pk>/", people.party_change, name="party_change"),
    path("cases/<str:reference>/tasks/", desk.tasks, name="tasks"),
    path("cases/<str:reference>/tasks/add/", desk.task_add, name="task_add"),
    path(
        "cases/<str:reference>/tasks/<int:pk>/finish/",
        desk.task_finish,
        {"act": "finish"},
        name="task_finish",
    ),
    path(
        "cases/<str:reference>/tasks/<int:pk>/reopen/",
        desk.task_finish,
        {"act": "reopen"},
        name="task_reopen",
    ),
    path("cases/<str:reference>/notes/", desk.notes, name="notes"),
    path("cases/<str:reference>/watch/", desk.watch, name="watch"),
    path("cases/<str:reference>/watch/add/", desk.watch_add, name="watch_add"),
    path("cases/<str:reference>/watch/<int:pk>/", desk.watch_look, name="watch_look"),
    path("cases/<str:reference>/members/", people.members, name="members"),
    path("cases/<str:reference>/members/add/", people.member_add, name="member_add"),
    path(
        "cases/<str:reference>/members/<int:pk>/role/",
        people.member_change_role,
        name="member_change_role",
    ),
    path(
        "cases/<str:reference>/members/<int:pk>/remove/", people.member_remove, name="member_remove"
    ),
    path("cases/<str:reference>/settings/", case.case_settings, name="settings"),
    path("cases/<str:reference>/settings/close/", case.case_close, {"act": "close"}, name="close"),
    path(
        "cases/<str:reference>/settings/reopen/", case.case_close, {"act": "reopen"}, name="reopen"
    ),
    path("cases/<str:reference>/settings/hold/", case.case_hold, {"act": "place"}, name="hold"),
    path(
        "cases/<str:reference>/settings/lift-hold/",
        case.case_hold,
        {"act": "lift"},
        name="lift_hold",
    ),
    path("cases/<str:reference>/audit/", case.case_audit, name="audit"),
]
