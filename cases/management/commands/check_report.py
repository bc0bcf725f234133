from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.reports import queries
from cases.reports.models import Report


class Command(BaseCommand):
    help = "Check the draft of a report against the ledger; fails if it says more than it may."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", help="such as PRB-2026-0001")
        parser.add_argument("report", help="such as R-1")

    def handle(self, **options: Any) -> None:
        number = options["report"].removeprefix("R-")
        reports = Report.objects.select_related("case", "changed_by")
        found = reports.filter(
            case__reference=options["case"], number=int(number) if number.isdecimal() else 0
        ).first()
        if found is None:
            raise CommandError(f"There is no {options['report']} in {options['case']}.")
        findings = queries.check_report(found)
        for finding in findings:
            self.stdout.write(
                f"{finding.place}:{finding.start}: {finding.severity}: {finding.rule}"
            )
            self.stdout.write(f"  {finding.text}")
            self.stdout.write(f"  {finding.message}")
            if finding.mend:
                self.stdout.write(f"  could be: {finding.mend}")
        errors = sum(finding.is_error for finding in findings)
        self.stdout.write(f"{errors} errors, {len(findings) - errors} warnings")
        if errors:
            raise CommandError("The report says more than the ledger.")
