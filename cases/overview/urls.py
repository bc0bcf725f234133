"""The pages that stand above the rooms, and those of the case itself: one namespace, `cases`."""

from django.urls import path

from cases.overview import views

app_name = "cases"
urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
]
