from datetime import date

from django.urls import path, register_converter

from cases.packs import views


class DayConverter:
    """A day as in 2026-06-10."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "packs"
CASE = "cases/<str:reference>/packs/"
urlpatterns = [
    path(CASE, views.pack_list, name="list"),
    path(f"{CASE}new/", views.pack_request, name="request"),
    path(f"{CASE}<int:number>/", views.pack_detail, name="detail"),
    path(f"{CASE}<int:number>/download/", views.pack_download, name="download"),
    path(f"{CASE}<int:number>/reidentify/", views.pack_reidentify, name="reidentify"),
    path("audit-roots/", views.root_list, name="roots"),
    path("audit-roots/<day:day>/", views.root_download, name="root"),
    path("signing-keys/", views.key_list, name="keys"),
    path("signing-keys/rotate/", views.key_rotate, name="rotate"),
    path("signing-keys/<int:pk>/revoke/", views.key_revoke, name="revoke"),
]
