from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.demo.people import bring_people

CASES = ["cases.demo.june_letter", "cases.demo.meridian"]


class Command(BaseCommand):
    help = "Load the demo people and the two demo cases, where they are missing."

    def handle(self, **_options: Any) -> None:
        """Bring the people, then each case in turn."""
        if not settings.DEMO:
            raise CommandError("Everyone knows the demo's password: load it with DEMO=1 alone.")
        people = bring_people()
        for name in CASES:
            if find_spec(name):
                import_module(name).load(people)
