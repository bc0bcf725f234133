from django.urls import include, path

urlpatterns = [
    path("accounts/", include("accounts.sign_in")),
    path("", include("accounts.urls")),
    path("api/v1/", include("config.api")),
    path("", include("cases.urls")),
]
