from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts import services


class Command(BaseCommand):
    help = "Invite an administrator: prints a link, good once, where they set their password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            _, secret = services.invite_person(
                email=email, name=name, is_administrator=True, by=None
            )
        except services.AlreadyKnown as error:
            raise CommandError(str(error)) from error
        self.stdout.write(urljoin(settings.SITE_URL, reverse("accounts:accept", args=[secret])))
