"""Competing hypotheses of both demo cases: the usual rivals, held against what each case holds."""

from typing import Any

from cases.core.models import Case
from cases.demo.people import People
from cases.hypotheses import services
from cases.hypotheses.models import EvidenceRow
from cases.hypotheses.offered import for_subject
from cases.hypotheses.usual import USUAL

#: What one row says of each usual rival, and why.
Marks = dict[str, tuple[str, str]]

_NEUTRAL: Marks = {usual.key: ("N", "") for usual in USUAL}
_CLUSTER: Marks = {
    "shared_infrastructure": ("I", "Two families of signals are asked for before a link."),
    "stolen_keys": ("I", "A stolen key makes no stranger's account share what these share."),
    "run_by_lab": ("C", "One hand behind the accounts would leave this."),
    "reseller_unrelated": ("C", "So would a reseller who opened them for many buyers."),
}
_DENIAL: Marks = {"run_by_lab": ("I", "It is denied, as both the innocent and the guilty would.")}
_NO_PAYER: Marks = _NEUTRAL | {
    "run_by_lab": ("I", "Payment by the subject would be the shortest way to it."),
}
_NO_REPORT: Marks = {usual.key: ("C", "Nobody need have reported a key.") for usual in USUAL} | {
    "stolen_keys": ("I", "Holders might be expected to notice and to say so.")
}


def compare_meridian(case: Case, people: People) -> None:
    """Rate what speaks for the subject, a denial and its echo too, and what is lacking."""
    services.offer_rivals(case=case, by=people.analyst)
    marks = {"assertion": _DENIAL, "response": _DENIAL, "cluster": _CLUSTER}
    for listed in for_subject(case):
        if listed.kind in marks:
            row = _add(case, people, listed.kind, referent=listed.referent)
            _rate(row, marks[listed.kind], people)
    for says, said in (
        ("The case holds no record of who paid for the platform accounts.", _NO_PAYER),
        ("The case holds no report of a stolen key.", _NO_REPORT),
    ):
        _rate(_add(case, people, EvidenceRow.Kind.ABSENCE, says=says), said, people)


def compare_june(case: Case, people: People) -> None:
    """Nothing that is public tells the rivals apart, and the matrix says so."""
    services.offer_rivals(case=case, by=people.analyst)
    for listed in for_subject(case):
        if listed.kind == "response":
            row = _add(case, people, listed.kind, referent=listed.referent)
            _rate(row, _NEUTRAL, people)
    says = "No list of accounts, sample or telemetry is held in this case."
    _rate(_add(case, people, EvidenceRow.Kind.ABSENCE, says=says), _NEUTRAL, people)


def _add(case: Case, people: People, kind: str, **more: Any) -> EvidenceRow:
    return services.add_row(case=case, kind=kind, by=people.analyst, **more)


def _rate(row: EvidenceRow, marks: Marks, people: People) -> None:
    numbers = dict(row.case.hypotheses.values_list("usual", "number"))
    cells = {numbers[usual]: said for usual, said in marks.items()}
    services.rate_row(row=row, cells=cells, by=people.analyst)
