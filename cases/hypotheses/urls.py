from django.urls import path

from cases.hypotheses import views

app_name = "hypotheses"
urlpatterns = [
    path("", views.matrix, name="list"),
    path("add/", views.hypothesis_add, name="add"),
    path("usual/", views.rivals_offer, name="offer"),
    path("<int:number>/", views.hypothesis_detail, name="detail"),
    path("<int:number>/edit/", views.hypothesis_edit, name="edit"),
    path("<int:number>/set-aside/", views.hypothesis_set_aside, name="set_aside"),
    path("<int:number>/take-up/", views.hypothesis_take_up, name="take_up"),
    path("evidence/add/", views.row_add, name="row_add"),
    path("evidence/take/<slug:kind>/<int:pk>/", views.row_take, name="row_take"),
    path("evidence/<int:number>/", views.row_detail, name="row"),
    path("evidence/<int:number>/weigh/", views.row_weigh, name="weigh"),
    path("evidence/<int:number>/leave-out/", views.row_leave_out, name="leave_out"),
    path("evidence/<int:number>/take-back/", views.row_take_back, name="take_back"),
]
