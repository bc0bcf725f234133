from django.urls import path

from cases.timeline import views

app_name = "timeline"
urlpatterns = [
    path("", views.event_list, name="list"),
    path("add/", views.event_add, name="add"),
    path("<int:number>/", views.event_detail, name="detail"),
    path("<int:number>/edit/", views.event_edit, name="edit"),
    path("<int:number>/delete/", views.event_delete, name="delete"),
]
