"""What nobody can know from a case's telemetry, each with the reason."""

from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse

from cases.core.models import Case
from cases.telemetry.models import Import
from cases.telemetry.summary import absent_columns


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that can't be known, why, and where to read more or to do something about it."""

    what: str
    why: str
    url: str = ""
    link: str = ""


#: True of every case, whatever it holds.
ALWAYS = (
    Unknown(
        "Who directed the traffic, and for what purpose",
        "Telemetry shows that requests were made and that accounts were run together (L0 and L1). "
        "Who was behind them (L2) and what for (L3) are claims of their own, with sources of their "
        "own.",
    ),
    Unknown(
        "Whether any output trained a model",
        "Nothing that the platform logs shows what became of an output once it was sent (L4).",
    ),
    Unknown(
        "What other accounts the same people used",
        "A cluster holds accounts that left traces in common. Accounts that left none stand under "
        "“in no cluster”: the sums of clusters are no upper bound.",
    ),
    Unknown(
        "Whose requests a shared account carried",
        "An account of a reseller or of a mixed pool is counted whole, with whatever honest "
        "customers sent through it: the sums of clusters are no lower bound either.",
    ),
)


def what_is_unknown(case: Case, *, is_labelled: bool) -> list[Unknown]:
    """What can't be known of this case, that of every case first."""
    found = list(ALWAYS)
    if not is_labelled:
        found.append(
            Unknown(
                "What kinds of work were asked for",
                "Nobody has labelled samples of a draw yet, from which shares could be estimated.",
                reverse("samples:draws", args=[case.reference]),
                "Draws",
            )
        )
    if refused := _refused(case):
        found.append(
            Unknown(
                f"What {refused:,} refused rows say",
                "They could not be read as interactions, and no sum counts them. Each is listed "
                "with its reason.",
                reverse("telemetry:imports", args=[case.reference]),
                "Imports",
            )
        )
    found += [Unknown(column.meaning, column.without) for column in absent_columns(case)]
    return found


def _refused(case: Case) -> int:
    standing = Import.objects.ready().filter(case=case)
    return standing.aggregate(count=Sum("refused_count"))["count"] or 0
