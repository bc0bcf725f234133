from django.urls import path

from cases.reports import chart_views, template_views, views

app_name = "reports"
_REPORT = "<int:number>/"
_REVISION = f"{_REPORT}revisions/<int:revision>/"

urlpatterns = [
    path("", views.report_list, name="list"),
    path("open/", views.report_create, name="create"),
    path("templates/", template_views.template_list, name="templates"),
    path("templates/<slug:key>/", template_views.template_detail, name="template"),
    path("templates/<slug:key>/reset/", template_views.template_reset, name="template_reset"),
    path(_REPORT, views.report_detail, name="detail"),
    path(f"{_REPORT}edit/", views.report_edit, name="edit"),
    path(f"{_REPORT}charts/", chart_views.chart_list, name="charts"),
    path(f"{_REPORT}charts/<int:chart>/", chart_views.chart_detail, name="chart"),
    path(f"{_REPORT}charts/<int:chart>/csv/", chart_views.chart_csv, name="chart_csv"),
    path(f"{_REPORT}charts/<int:chart>/remove/", chart_views.chart_remove, name="chart_remove"),
    path(f"{_REPORT}check/", views.report_check, name="check"),
    path(f"{_REPORT}request/", views.report_request, name="request"),
    path(_REVISION, views.revision_detail, name="revision"),
    path(f"{_REVISION}approve/", views.revision_approve, name="approve"),
    path(f"{_REVISION}return/", views.revision_return, name="return"),
    path(f"{_REVISION}retract/", views.revision_retract, name="retract"),
    path(f"{_REVISION}changes/", views.revision_changes, name="changes"),
    path(f"{_REVISION}<str:form>/", views.revision_download, name="download"),
]
