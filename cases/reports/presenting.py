"""Findings as the editor shows them: each with the field that it is in, errors first."""

from dataclasses import dataclass

from cases.reports.rules import Finding
from cases.reports.sections import SECTIONS

_PLACES = {
    "title": "Title", "rating": "Rating", "summary": "The bottom line",
    "template": "The template's name",
}  # fmt: skip
_OF_TEMPLATE = {"heading": "The template's heading", "introduction": "The template's introduction"}
_ELSEWHERE = {"caption", "case", "evidence", *_OF_TEMPLATE}


@dataclass(frozen=True)
class ShownFinding:
    """A finding, with the name of its form field and of its place."""

    finding: Finding
    field: str
    place: str

    @property
    def length(self) -> int:
        return len(self.finding.text)


@dataclass(frozen=True)
class Shown:
    """All findings, errors first, and what they come to."""

    findings: tuple[ShownFinding, ...]
    error_count: int
    warning_count: int

    @property
    def verdict(self) -> str:
        """What stands in the way of approval, in words."""
        if self.error_count:
            plural = "" if self.error_count == 1 else "s"
            return f"{self.error_count} error{plural} must be answered before approval."
        if self.warning_count:
            plural = "" if self.warning_count == 1 else "s"
            return f"No errors. {self.warning_count} warning{plural} to look at."
        return "Nothing here says more than the ledger."


def shown_findings(findings: tuple[Finding, ...]) -> Shown:
    """Put the findings in the order in which they should be dealt with."""
    ordered = sorted(findings, key=lambda finding: not finding.is_error)
    errors = sum(finding.is_error for finding in findings)
    return Shown(
        tuple(ShownFinding(f, _field(f.place), _place(f.place)) for f in ordered),
        errors,
        len(findings) - errors,
    )


def _field(place: str) -> str:
    """Its field in the editor; captions and the words of a template are written elsewhere."""
    kind, _, key = place.rpartition(":")
    return "" if kind in _ELSEWHERE or place == "template" else key


def _place(place: str) -> str:
    kind, _, key = place.rpartition(":")
    title = SECTIONS.get(key, "The whole report")
    if kind in _OF_TEMPLATE:
        return f"{_OF_TEMPLATE[kind]} of “{title}”"
    if kind == "caption":
        return f"Chart {key}"
    if kind == "case":
        return f"The case's {key}"
    if kind == "evidence":
        return f"The evidence against {key}"
    return _PLACES.get(place, title)
