from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from cases.core.dates import NotADate, parse_edtf
from cases.core.models import Case
from cases.exhibits import adding
from cases.exhibits.adding import Addition, Became
from cases.exhibits.addresses import printable
from cases.exhibits.ingest import Account

SOME_REFUSED = 1


class Command(BaseCommand):
    help = (
        "Add files to a case as exhibits: files, folders, globs (quoted) and S3 prefixes. What the "
        "case has already is not added again. Ends with 1 when any file was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", help="such as PRB-2026-0001")
        parser.add_argument("address", nargs="+", help="file, folder, glob or s3://bucket/prefix")
        parser.add_argument("--by", required=True, help="your e-mail address")
        parser.add_argument("--how", default="", help="how they were collected")
        parser.add_argument("--collected-by", default="", help="who collected them, if not you")
        parser.add_argument("--collected-on", default="", help="2026-06-10, 2026-06, 2026-06-05~")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, **options: Any) -> None:
        case = Case.objects.filter(reference=options["case"]).first()
        by = User.objects.filter(email=options["by"], is_active=True).first()
        if case is None or by is None:
            raise CommandError("There is no such case, or nobody with this address.")
        account = _account(options)
        counts: Counter[Became] = Counter()
        try:
            for each in (
                adding.foresee(case, options["address"], by=by)
                if options["dry_run"]
                else adding.add(case, options["address"], account=account, by=by)
            ):
                counts[each.became] += 1
                self._say(each)
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        parts = " + ".join(f"{counts[became]:,} {became}" for became in Became)
        would = "Dry run, nothing was written: " if options["dry_run"] else ""
        self.stdout.write(f"{would}{counts.total():,} found = {parts}")
        if counts[Became.REFUSED]:
            raise CommandError("Some files were refused.", returncode=SOME_REFUSED)

    def _say(self, each: Addition) -> None:
        because = f": {each.word}" if each.word else ""
        line = f"{each.became}: {each.file.address} ({each.file.size:,} bytes){because}"
        self.stdout.write(printable(line))
        self.stdout.flush()  # A run that is killed has said what it did.


def _account(options: dict[str, Any]) -> Account:
    if options["collected_on"]:
        try:
            parse_edtf(options["collected_on"])
        except NotADate as error:
            raise CommandError(str(error)) from error
    told = {name: options[name] for name in ("how", "collected_by", "collected_on")}
    return Account(name="", **told)
