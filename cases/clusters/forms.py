from typing import Any

from django import forms

from cases.clusters.dated_lists import InfrastructureList
from cases.clusters.linker import Parameters
from cases.clusters.models import Cluster
from cases.clusters.signals import CAPS, Family

_DEFAULTS = Parameters()


class ReasonForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept for good, with your name.",
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), label="Note", help_text="Kept, with your name."
    )


class AccountsField(forms.CharField):
    """Ids of platform accounts, parted by spaces, commas or lines."""

    widget = forms.Textarea(attrs={"rows": 6})

    def clean(self, value: Any) -> Any:
        return sorted(set(super().clean(value).replace(",", " ").split()))


class SplitForm(ReasonForm):
    accounts = AccountsField(
        label="Platform accounts that go into a cluster of their own",
        help_text="Their ids, one a line. The rest stay together in a second cluster.",
    )
    field_order = ("accounts", "reason")


class MergeForm(ReasonForm):
    field_order = ("clusters", "reason")

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = cluster.case.clusters.standing().exclude(pk=cluster.pk).order_by("number")
        self.fields["clusters"] = forms.ModelMultipleChoiceField(
            others,
            label="Clusters that are one with it",
            widget=forms.SelectMultiple(attrs={"size": 6}),
        )
        self.order_fields(self.field_order)


class DrawForm(ReasonForm):
    name = forms.CharField(max_length=200, required=False, help_text="What people call it, if so.")
    accounts = AccountsField(
        label="Platform accounts", help_text="Their ids, one a line: two at least."
    )
    field_order = ("name", "accounts", "reason")


class DrawCandidateForm(ReasonForm):
    name = forms.CharField(max_length=200, required=False, help_text="What people call it, if so.")
    field_order = ("name", "reason")


class ListForm(forms.Form):
    """A list of shared infrastructure, and as of when it is true."""

    file = forms.FileField(
        max_length=255,
        label="The list",
        help_text="A text file: one network, address, AS number or mail domain a line. It becomes "
        "an exhibit, exactly as it is.",
    )
    kind = forms.ChoiceField(choices=InfrastructureList.Kind, label="What it lists")
    name = forms.CharField(
        max_length=200,
        help_text="Who publishes it. A later list of the same name follows this one.",
    )
    as_of = forms.DateField(
        label="As of",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day for which it was true, not the day on which you got it.",
    )
    how = forms.CharField(
        label="How it was collected",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="By what way it came here and from where.",
    )


class ThresholdForm(forms.Form):
    threshold = forms.FloatField(min_value=1, max_value=100, label="Threshold in bits")


class RunForm(forms.Form):
    """What an analyst may set; each field's start is the linker's default."""

    accident_rate = forms.FloatField(
        initial=_DEFAULTS.accident_rate,
        min_value=0.001,
        max_value=0.5,
        label="Accidents allowed",
        help_text="The threshold is the lowest at which no larger share of links is accidental.",
    )
    threshold = forms.FloatField(
        required=False,
        min_value=1,
        max_value=100,
        label="Threshold in bits, instead",
        help_text="Leave it empty to have it follow from the accidents allowed.",
    )
    least_members = forms.IntegerField(
        initial=_DEFAULTS.least_members,
        min_value=2,
        max_value=1000,
        label="Smallest cluster",
        help_text="Smaller groups are the size of a household: they are counted and set aside.",
    )
    gap_hours = forms.IntegerField(
        initial=_DEFAULTS.gap_hours,
        min_value=0,
        max_value=24 * 90,
        label="Hours between two uses that still count as together",
    )
    cap = forms.IntegerField(
        initial=CAPS[Family.PAYMENT],
        min_value=2,
        max_value=200,
        label="Most accounts that may use a value for it to make links",
        help_text="Sign-up minutes and working rhythms are held to a fifth of this.",
    )
    shuffles = forms.IntegerField(
        initial=_DEFAULTS.shuffles,
        min_value=5,
        max_value=100,
        label="Random re-deals",
        help_text="How often everything is dealt anew to see what accident makes.",
    )
    seed = forms.IntegerField(initial=_DEFAULTS.seed, min_value=0, label="Seed")

    def parameters(self) -> Parameters:
        """The parameters that were asked for."""
        said = dict(self.cleaned_data)
        cap = said.pop("cap")
        fifth = dict.fromkeys([Family.REGISTRATION, Family.TIMING], max(2, cap // 5))
        caps = dict.fromkeys(Family, cap) | fifth
        return Parameters(**said, caps=caps)
