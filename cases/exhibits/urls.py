from django.urls import path

from cases.exhibits import views

app_name = "exhibits"
urlpatterns = [
    path("", views.exhibit_list, name="list"),
    path("receive/", views.exhibit_receive, name="receive"),
    path("import/", views.exhibit_import, name="import"),
    path("recheck/", views.exhibits_recheck, name="recheck"),
    path("alarms/<int:pk>/settle/", views.alarm_settle, name="settle"),
    path("<int:number>/", views.exhibit_detail, name="detail"),
    path("<int:number>/download/", views.exhibit_download, name="download"),
]
