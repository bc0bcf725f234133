"""The pages that stand above the rooms, and those of the case itself: one namespace, `cases`."""

from django.urls import include, path

from cases.overview import views

app_name = "cases"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("ui/", views.gallery, name="gallery"),
    path("", include("cases.core.urls")),
    path("cases/<str:reference>/", views.overview, name="overview"),
    path("cases/<str:reference>/search/", views.search, name="search"),
    path("cases/<str:reference>/exposure/", views.exposure, name="exposure"),
]
