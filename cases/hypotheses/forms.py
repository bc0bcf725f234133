from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from cases.core.errors import Refused
from cases.core.models import Case
from cases.hypotheses.board import Cell
from cases.hypotheses.errors import WHY_MARKS
from cases.hypotheses.models import EvidenceRow, Hypothesis, Rating
from cases.hypotheses.naming import HELP, thing_named

_LINES = {"rows": 3}


class HypothesisForm(forms.Form):
    statement = forms.CharField(
        widget=forms.Textarea(attrs=_LINES),
        label="What may be so",
        help_text="One explanation, in a sentence. Nobody is said to have done it.",
    )
    would_change = forms.CharField(
        widget=forms.Textarea(attrs=_LINES),
        required=False,
        label="What would change our mind",
        help_text="What would speak for it or against it, if it were found.",
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"] = forms.ModelChoiceField(
            case.claims.filter(kind="attribution").order_by("number"),
            required=False,
            empty_label="None",
            label="The attribution that it competes for",
        )


class WeighForm(forms.Form):
    says = forms.CharField(
        widget=forms.Textarea(attrs=_LINES),
        required=False,
        label="What it says",
        help_text="Only as far as it bears on the question. Blank: the ledger's own words.",
    )
    credibility = forms.ChoiceField(
        choices=[("", "As the ledger grades it"), *EvidenceRow.Weight.choices],
        required=False,
        label="Credibility",
    )
    relevance = forms.ChoiceField(
        choices=EvidenceRow.Weight.choices, initial=EvidenceRow.Weight.MEDIUM
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        label="Why these weights",
        help_text="Needed where they are not the ledger's own.",
    )


class RowForm(WeighForm):
    of = forms.CharField(
        max_length=40, required=False, label="What it is", help_text=f"{HELP} Blank: an absence."
    )
    field_order = ("of", "says", "relevance", "credibility", "reason")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def clean(self) -> dict[str, Any]:
        """The kind of row and what it refers to, in place of its name."""
        values = super().clean() or {}
        values["kind"], values["referent"] = EvidenceRow.Kind.ABSENCE, None
        if name := values.pop("of", ""):
            try:
                values["kind"], values["referent"] = thing_named(self.case, name)
            except Refused as refusal:
                self.add_error("of", str(refusal))
        return values


class RateForm(forms.Form):
    """A mark and a note for each open hypothesis, in the order of the matrix."""

    def __init__(self, *args: Any, cells: Iterable[Cell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hypotheses = [cell.hypothesis for cell in cells if cell.hypothesis.is_open]
        for cell in cells:
            if cell.hypothesis.is_open:
                self._ask(cell.hypothesis, cell.rating)

    def _ask(self, hypothesis: Hypothesis, rating: Rating | None) -> None:
        self.fields[f"mark_{hypothesis.number}"] = forms.ChoiceField(
            choices=[("", "Blank: not known yet"), *Rating.Mark.choices],
            required=False,
            initial=rating.mark if rating else "",
            label=f"{hypothesis}: {hypothesis.statement}",
        )
        self.fields[f"seen_{hypothesis.number}"] = forms.IntegerField(
            initial=rating.pk if rating else 0, widget=forms.HiddenInput
        )
        self.fields[f"note_{hypothesis.number}"] = forms.CharField(
            max_length=1000,
            required=False,
            initial=rating.note if rating else "",
            label=f"Why, for {hypothesis}",
        )

    def _is_new(self, number: int, mark: str) -> bool:
        return bool(self.fields[f"mark_{number}"].initial != mark)

    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        """The fields, a hypothesis at a time."""
        return [(self[f"mark_{h.number}"], self[f"note_{h.number}"]) for h in self.hypotheses]

    def clean(self) -> dict[str, Any]:
        """The cells as the service takes them."""
        values = super().clean() or {}
        numbers = [hypothesis.number for hypothesis in self.hypotheses]
        for number in numbers:
            mark, why = values.get(f"mark_{number}", ""), values.get(f"note_{number}", "")
            if mark in Rating.WEIGHING and not why.strip() and self._is_new(number, mark):
                self.add_error(f"note_{number}", f"Say why: {WHY_MARKS}")
        return {
            "cells": {
                n: (values.get(f"mark_{n}", ""), values.get(f"note_{n}", "")) for n in numbers
            },
            "seen": {n: values.get(f"seen_{n}", 0) for n in numbers},
        }
