from django.urls import path

from cases.packs import views

app_name = "packs"
CASE = "cases/<str:reference>/packs/"
urlpatterns = [
    path(CASE, views.pack_list, name="list"),
    path(f"{CASE}new/", views.pack_request, name="request"),
    path(f"{CASE}<int:number>/", views.pack_detail, name="detail"),
    path(f"{CASE}<int:number>/download/", views.pack_download, name="download"),
    path("signing-keys/", views.key_list, name="keys"),
    path("signing-keys/rotate/", views.key_rotate, name="rotate"),
    path("signing-keys/<int:pk>/revoke/", views.key_revoke, name="revoke"),
]
