from django.urls import path

from cases.telemetry import views

app_name = "telemetry"
urlpatterns = [
    path("", views.telemetry, name="list"),
    path("imports/", views.import_list, name="imports"),
    path("imports/begin/", views.import_begin, name="begin"),
    path("imports/<int:number>/", views.import_detail, name="import"),
    path("imports/<int:number>/columns/", views.import_map, name="map"),
    path("imports/<int:number>/withdraw/", views.import_withdraw, name="withdraw"),
    path("imports/<int:number>/refused/", views.refused_list, name="refused"),
    path("imports/<int:number>/refused.csv", views.refused_download, name="refused_download"),
    path("roll-ups/<slug:query>/", views.roll_up_rows, name="roll_up"),
    path("platform-accounts/", views.account_list, name="accounts"),
    path("figures/", views.figure_list, name="figures"),
    path("figures/measure/", views.figures_measure, name="measure"),
    path("figures/<slug:key>/", views.figure_detail, name="figure"),
    path("figures/<slug:key>/run-again/", views.figure_run_again, name="run_again"),
]
