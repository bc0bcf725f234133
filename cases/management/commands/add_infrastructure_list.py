from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from cases.clusters import services
from cases.clusters.dated_lists import InfrastructureList
from cases.core.errors import Refused
from cases.core.models import Case


class Command(BaseCommand):
    help = "Add a dated list of networks or mail domains that strangers share to a case."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", help="such as PRB-2026-0001")
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", required=True, choices=InfrastructureList.Kind.values)
        parser.add_argument("--name", required=True, help="who publishes it")
        parser.add_argument("--as-of", required=True, type=date.fromisoformat, help="2026-08-22")
        parser.add_argument("--how", required=True, help="how it was collected")
        parser.add_argument("--by", required=True, help="your e-mail address")

    def handle(self, **options: Any) -> None:
        case = Case.objects.filter(reference=options["case"]).first()
        by = User.objects.filter(email=options["by"], is_active=True).first()
        path: Path = options["file"]
        if case is None or by is None:
            raise CommandError("There is no such case, or nobody with this address.")
        told = {name: options[name] for name in ("kind", "name", "as_of", "how")}
        try:
            with path.open("rb") as file:
                added = services.add_list(case=case, file=file, file_name=path.name, **told, by=by)
        except (OSError, Refused, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{added}: {added.entry_count:,} entries as of {added.as_of}, "
            f"{added.refused_count:,} lines not understood; kept as {added.exhibit}."
        )
