from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.core.errors import Refused
from cases.packs import anchors


class Command(BaseCommand):
    help = "Sign the audit's root of today, as the clock does, and print it to be kept elsewhere."

    def handle(self, **options: Any) -> None:
        try:
            root = anchors.sign_today()
        except Refused as error:
            raise CommandError(str(error)) from error
        if root is None:
            raise CommandError("The audit holds no record yet.")
        self.stdout.write(root.statement)
