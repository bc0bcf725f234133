import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.reports import queries
from cases.reports.compose import passages_of
from cases.reports.models import Report
from cases.reports.rules import Finding

SAYS_TOO_MUCH, NOT_FOUND = 1, 2


class Command(BaseCommand):
    help = (
        "Check the draft of a report against the ledger. Ends with 0 when there are no errors, "
        "with 1 when it says more than it may, and with 2 when there is no such report."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", help="such as PRB-2026-0001")
        parser.add_argument("report", help="such as R-1")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, **options: Any) -> None:
        report = _report(options["case"], options["report"])
        texts = dict(passages_of(queries.draft_of(report)))
        findings = queries.check_report(report)
        errors = sum(finding.is_error for finding in findings)
        if options["json"]:
            placed = [asdict(f) | _position(texts, f) | {"why": f.why} for f in findings]
            self.stdout.write(json.dumps(placed, ensure_ascii=False, indent=2))
        else:
            for finding in findings:
                self._say(finding, **_position(texts, finding))
            self.stdout.write(f"{errors} errors, {len(findings) - errors} warnings")
        if errors:
            raise CommandError("The report says more than the ledger.", returncode=SAYS_TOO_MUCH)

    def _say(self, finding: Finding, *, line: int, column: int) -> None:
        where = f"{finding.place}:{line}:{column}"
        self.stdout.write(f"{where}: {finding.severity}: {finding.rule}: {finding.message}")
        self.stdout.write(f"  {finding.text}")
        if finding.mend:
            self.stdout.write(f"  could be: {finding.mend}")


def _report(case: str, reference: str) -> Report:
    number = reference.removeprefix("R-")
    found = (
        Report.objects.select_related("case", "changed_by")
        .filter(case__reference=case, number=int(number) if number.isdecimal() else 0)
        .first()
    )
    if found is None:
        raise CommandError(f"There is no {reference} in {case}.", returncode=NOT_FOUND)
    return found


def _position(texts: dict[str, str], finding: Finding) -> dict[str, int]:
    """The line and column, from 1, at which the sentence stands in its place."""
    before = texts.get(finding.place, "")[: finding.start]
    return {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}
