from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.queries import verify_chain


class Command(BaseCommand):
    help = "Compute the audit's chain again, and name the first record that does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_chain()
        if verdict.broken:
            raise CommandError(f"Record {verdict.broken.position}: {verdict.broken.reason}.")
        head = verdict.head.hex()
        self.stdout.write(f"The audit holds: {verdict.count} records, head {head}.")
