"""Every page of a case, a slice a line."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cases.overview.urls")),
    path("cases/<str:reference>/jobs/", include("cases.jobs.urls")),
    path("cases/<str:reference>/exhibits/", include("cases.exhibits.urls")),
    path("cases/<str:reference>/telemetry/", include("cases.telemetry.urls")),
    path("cases/<str:reference>/clusters/", include("cases.clusters.urls")),
    path("cases/<str:reference>/timeline/", include("cases.timeline.urls")),
    path("cases/<str:reference>/hypotheses/", include("cases.hypotheses.urls")),
    path("cases/<str:reference>/samples/", include("cases.samples.urls")),
    path("", include("cases.claims.urls")),
    path("", include("cases.packs.urls")),
    path("cases/<str:reference>/reports/", include("cases.reports.urls")),
]
