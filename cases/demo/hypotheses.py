"""Competing hypotheses of both demo cases: the usual rivals, held against what each case holds."""

from cases.core.models import Case
from cases.demo.people import People
from cases.hypotheses import services
from cases.hypotheses.models import EvidenceRow
from cases.hypotheses.offered import for_subject

#: What each kind of evidence for the subject says of each usual rival, and why.
_FOR_SUBJECT = {
    "response": {"run_by_lab": ("I", "A denial is what both an innocent and a guilty party say.")},
    "assertion": {"run_by_lab": ("I", "It is denied.")},
    "cluster": {
        "shared_infrastructure": (
            "I",
            "Two families of signals are asked for before a link.",
        ),
        "stolen_keys": ("I", "A stolen key makes no stranger's account share what these share."),
        "run_by_lab": ("C", ""),
        "reseller_unrelated": ("C", ""),
    },
}
#: What is not there, and what that says.
_ABSENT = {
    "No record that the case holds names who paid for the platform accounts.": {
        "run_by_lab": ("I", "Payment by the subject would be the shortest way to it."),
        "reseller_unrelated": ("N", ""),
        "reseller_logs_sold": ("N", ""),
        "mixed_pool": ("N", ""),
    },
    "No holder of a platform account has reported a stolen key.": {
        "stolen_keys": ("II", "Holders would be expected to notice and to say so."),
        "run_by_lab": ("C", ""),
        "reseller_unrelated": ("C", ""),
        "reseller_logs_sold": ("C", ""),
        "mixed_pool": ("C", ""),
        "shared_infrastructure": ("C", ""),
    },
}


def compare(case: Case, people: People) -> None:
    """Put up the usual rivals, and rate what speaks for the subject and what is not there."""
    services.offer_rivals(case=case, by=people.analyst)
    numbers = dict(case.hypotheses.values_list("usual", "number"))
    rows = [
        (row.kind, row.referent, "", _FOR_SUBJECT[row.kind])
        for row in for_subject(case)
        if row.kind in _FOR_SUBJECT
    ]
    rows += [(EvidenceRow.Kind.ABSENCE, None, says, marks) for says, marks in _ABSENT.items()]
    for kind, referent, says, marks in rows:
        row = services.add_row(
            case=case, kind=kind, referent=referent, says=says, by=people.analyst
        )
        cells = {numbers[usual]: said for usual, said in marks.items()}
        services.rate_row(row=row, cells=cells, by=people.analyst)
