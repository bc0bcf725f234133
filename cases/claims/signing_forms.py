from typing import Any

from django import forms

from cases.claims.models import Claim
from cases.claims.signatures import Assessment
from cases.claims.vocabulary import Status
from cases.core.scales import BANDS, Likelihood

KEPT = "Kept for good, with your name."


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProposeForm(forms.Form):
    status = forms.ChoiceField(help_text="Only what the ledger supports is offered.")
    rationale = forms.CharField(
        widget=_lines(3), help_text="Kept for good, with what you saw when you signed."
    )

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (value, label)
            for value, label in Status.choices
            if value in claim.supported and (value != claim.status or claim.is_overstated)
        ]
        self.fields["status"].choices = offered  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    note = forms.CharField(widget=_lines(2), required=False, help_text=KEPT)


class RejectForm(DecideForm):
    note = forms.CharField(
        label="Why",
        widget=_lines(2),
        help_text=KEPT,
        error_messages={"required": "Say why the proposal is rejected."},
    )


class AssessForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Assessment
        fields = ["likelihood", "confidence", "basis", "reasoning"]
        help_texts = {"confidence": "How good the basis is, not how likely the claim."}
        widgets = {"basis": _lines(2), "reasoning": _lines(3)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["likelihood"].choices = [  # type: ignore[attr-defined]
            (likelihood.value, f"{likelihood.label} ({BANDS[likelihood].range_label})")
            for likelihood in Likelihood
        ]
