from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People who sign in"

    def ready(self) -> None:
        from accounts import checks  # noqa: F401, PLC0415
