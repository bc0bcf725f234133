from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.models import Root
from audit.queries import verify_chain


class Command(BaseCommand):
    help = (
        "Compute the audit's chain and its signed roots again, and name the first record that "
        "does not hold. --fingerprint names the keys that may have signed; --kept a root that you "
        "kept elsewhere, as a file with its statement, which must still be among them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["verify"])
        parser.add_argument("--fingerprint", action="append", default=[])
        parser.add_argument("--kept", action="append", default=[], type=_text)

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_chain()
        if verdict.broken:
            raise CommandError(f"Record {verdict.broken.position}: {verdict.broken.reason}.")
        roots = [root.signed for root in Root.objects.order_by("day")]
        keys = dict.fromkeys(root.fingerprint for root in roots)
        named = {key.lower().replace(":", "") for key in options["fingerprint"]}
        if strangers := [key for key in keys if named and key not in named]:
            raise CommandError(f"A key that you did not name has signed roots: {strangers[0]}.")
        if any(kept not in {root.statement for root in roots} for kept in options["kept"]):
            raise CommandError("The root that you kept is not among the roots of this audit.")
        head = verdict.head.hex()
        self.stdout.write(f"The audit holds: {verdict.count} records, head {head}.")
        self.stdout.write(f"Signed roots that agree with it: {verdict.root_count}.")
        for key in keys:
            self.stdout.write(f"They are signed with the key {key}. Is it the one published?")


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.") from error
