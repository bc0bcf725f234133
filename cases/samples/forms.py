from typing import Any

from django import forms
from django.core.validators import MinLengthValidator

from cases.core.models import Case
from cases.samples.models import Draw, Label


class DrawForm(forms.Form):
    purpose = forms.CharField(
        max_length=200,
        label="What the draw is for",
        help_text="For example: to see what was asked.",
    )
    size = forms.IntegerField(
        min_value=1,
        max_value=100_000,
        initial=200,
        label="How many samples",
        help_text="A stratified draw takes at least 30 of each stratum, if there are so many.",
    )
    strata = forms.MultipleChoiceField(
        choices=Draw.Stratum.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Strata",
        help_text="None for a simple draw, in which every interaction has the same chance. "
        "Clusters are those that are proposed or accepted now; the volume of a platform account "
        "is 1 to 9 interactions, 10 to 99, 100 to 999, or more.",
    )
    seed = forms.CharField(
        max_length=64,
        required=False,
        validators=[MinLengthValidator(8, "A seed has at least 8 characters.")],
        label="Seed",
        help_text="Leave it empty to have one made. It is on record before anything is read.",
    )


class ExhibitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}: {obj.name}"


class ImportForm(forms.Form):
    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exhibit"] = ExhibitChoice(
            case.exhibits.order_by("-number"),
            empty_label=None,
            help_text="A file of prompt–output pairs: JSON, or JSON Lines with one object a line.",
        )


class SampleForm(forms.Form):
    prompt = forms.CharField(widget=forms.Textarea, label="Prompt")
    output = forms.CharField(widget=forms.Textarea, label="Output")
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Where it comes from",
        help_text="A sample added by hand is only as good as this note.",
    )


class LabelForm(forms.Form):
    capability = forms.ChoiceField(choices=Label.Capability.choices, label="Capability")


class RevealForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label="Why you need to read it unmasked",
        help_text="Your name and this reason are kept for good.",
    )
