"""What can't be done with a report, named."""

from cases.core.errors import Refused
from cases.reports.rules import Finding


class ReportSaysTooMuch(Refused):
    """The check found errors; they can't be switched off, only answered."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = tuple(finding for finding in findings if finding.is_error)
        first = self.findings[0]
        count = len(self.findings)
        more = f" and {count - 1} more" if count > 1 else ""
        super().__init__(
            f"The check finds {count} error{'s' if count > 1 else ''}: {first.title.lower()} "
            f"({first.place}: {first.message}){more}. Change the text or the ledger."
        )


class DraftHasMoved(Refused):
    """Somebody saved the draft since it was read."""


class LedgerHasMoved(Refused):
    """The ledger is no longer the one that the revision was composed from."""


class NotAsThingsAre(Refused):
    """The report or the revision is in no state for it."""


class NothingToSay(Refused):
    """A report without a bottom line is none."""


class TooLong(Refused):
    """The text does not fit on the pages that its reader has room for."""


class ReasonMissing(Refused):
    pass
