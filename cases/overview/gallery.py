"""Specimens for the gallery at /ui/: invented, and there to be looked at."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import QueryDict

from cases.core.models import Case, Marking


class SpecimenForm(forms.Form):
    title = forms.CharField(help_text="What the case is called on every page.", max_length=200)
    marking = forms.ChoiceField(choices=Marking.choices, label="TLP marking")
    due_on = forms.DateField(
        required=False, label="Due on", widget=forms.DateInput(attrs={"type": "date"})
    )
    summary = forms.CharField(widget=forms.Textarea, required=False)
    is_synthetic = forms.BooleanField(
        required=False, label="This is an exercise", help_text="Invented names, made-up evidence."
    )
    kind = forms.ChoiceField(
        choices=[("a", "An organisation"), ("b", "A person")], widget=forms.RadioSelect
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(widget=forms.Textarea, help_text="Kept for good, with your name.")


def specimens() -> dict[str, Any]:
    at = datetime(2026, 6, 10, 14, 30, tzinfo=UTC)
    return {
        "statuses": [
            {"status": "confirmed"},
            {"status": "reported", "speaker": "Example Wire"},
            {"status": "alleged", "speaker": "Example Lab"},
            {"status": "alleged"},
            {"status": "disputed"},
            {"status": "refuted"},
            {"status": "not_established"},
            {"status": "assessed", "likelihood": "likely", "confidence": "moderate"},
        ],
        "markings": Marking.values,
        "value": Decimal(28_800_000),
        "at": at,
        "bar": _bar({"confirmed": 3, "alleged": 7, "disputed": 1, "not_established": 5}),
        "jobs": [
            _job(state="Waiting", finished=False),
            _job(pk=2, state="Running", finished=False, done_count=120_000, total_count=200_000),
            _job(pk=3, state="Failed", finished=True, error="Row 17 has no time."),
        ],
        "entries": [
            SimpleNamespace(who="Ana Analyst", what="proposed confirmed", at=at, why="Both saw."),
            SimpleNamespace(who="Rea Reviewer", what="countersigned", at=at, why=""),
        ],
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c0f00a08e11"[:64],
        "form": SpecimenForm(QueryDict("title=&due_on=nonsense&marking=TLP:RED")),
        "empty_form": SpecimenForm(),
        "reason_form": ReasonForm(),
        "figure": _figure(),
        "figure_head": ["Day", "Interactions"],
        "figure_rows": [("22 April", "412,000"), ("23 April", "655,000"), ("24 April", "590,000")],
        "specimen_case": Case(reference="PRB-2026-0000", title="A specimen"),
    }


def _bar(counts: dict[str, int]) -> dict[str, Any]:
    total, x, parts = sum(counts.values()), 0.0, []
    for status, count in counts.items():
        width = round(100 * count / total, 3)
        label = status.replace("_", " ")
        parts.append({"status": status, "label": label, "count": count, "x": x, "width": width})
        x += width
    return {"total": total, "parts": parts}


def _job(*, state: str, finished: bool, pk: int = 1, **values: Any) -> SimpleNamespace:
    blank = {"done_count": 0, "total_count": None, "unit": "rows", "error": ""}
    case = SimpleNamespace(reference="PRB-2026-0000")
    return SimpleNamespace(
        pk=pk,
        case=case,
        subject="I-1",
        is_finished=finished,
        get_state_display=state,
        **blank | values,
    )


def _figure() -> dict[str, Any]:
    days = ["2026-04-22", "2026-04-23", "2026-04-24"]
    series = {"type": "bar", "x": days, "y": [412_000, 655_000, 590_000], "name": "interactions"}
    line = {"type": "scatter", "x": days, "y": [400_000, 500_000, 550_000], "name": "control"}
    return {
        "data": [series, line],
        "layout": {"yaxis": {"title": {"text": "interactions a day"}}, "height": 320},
    }
