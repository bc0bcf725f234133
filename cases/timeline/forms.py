from typing import Any

from django import forms

from cases.core.dates import HELP, parse_edtf
from cases.core.errors import Refused
from cases.core.models import Case
from cases.timeline.models import Event


class EdtfField(forms.CharField):
    """A date as it is known; what is none is refused with what would be one."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if text:
            try:
                parse_edtf(text)
            except Refused as error:
                raise forms.ValidationError(str(error)) from error
        return text


class EventForm(forms.Form):
    lane = forms.ChoiceField(
        choices=Event.Lane.choices,
        widget=forms.RadioSelect,
        initial=Event.Lane.PUBLIC,
        label="What kind of event is it?",
        help_text="A letter being sent was publicly done; what the letter says happened is only "
        "said to have happened.",
    )
    title = forms.CharField(
        max_length=200,
        label="What happened",
        help_text="What is only alleged says who alleges it.",
    )
    happened = EdtfField(max_length=40, label="When it happened", help_text=HELP)
    became_public = EdtfField(
        max_length=40, required=False, label="When it became public", help_text="The same way."
    )
    detail = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = forms.ModelChoiceField(
            case.sources.order_by("number"), required=False, empty_label="None"
        )
        self.fields["claims"] = forms.ModelMultipleChoiceField(
            case.claims.order_by("number"), required=False, label="Claims it bears on"
        )
