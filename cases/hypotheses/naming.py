"""Which thing of the case is meant by the name that people give it: C-12, E-7, K-2, C-12/S-3."""

import re
from typing import Any

from cases.claims.models import Assertion
from cases.core.errors import Refused
from cases.core.models import Case

HELP = "C-12 a claim, C-12/S-3 what source S-3 says of it, E-7 an exhibit, K-2 a cluster."
_NAME = re.compile(
    r"(?P<kind>[CEK])-(?P<number>[0-9]{1,9})(?:/S-(?P<source>[0-9]{1,9}))?", re.IGNORECASE
)
_KINDS = {"C": ("claim", "claims"), "E": ("exhibit", "exhibits"), "K": ("cluster", "clusters")}


class NothingOfThatName(Refused):
    pass


def thing_named(case: Case, name: str) -> tuple[str, Any]:
    """The kind of row and the thing; raises NothingOfThatName, which says what would be a name."""
    said = _NAME.fullmatch(name.strip())
    if said is None or (said["source"] and said["kind"].upper() != "C"):
        raise NothingOfThatName(f"“{name.strip()}” names nothing here. {HELP}")
    kind, rows = _KINDS[said["kind"].upper()]
    if said["source"]:
        kind, found = "assertion", _assertion(case, said["number"], said["source"])
    else:
        found = getattr(case, rows).filter(number=said["number"]).first()
    if found is None:
        raise NothingOfThatName(f"This case has no {name.strip()}.")
    return kind, found


def _assertion(case: Case, claim: str, source: str) -> Assertion | None:
    rows = Assertion.objects.filter(claim__case=case, claim__number=claim, source__number=source)
    return rows.select_related("claim", "source").first()
