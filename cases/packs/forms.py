from django import forms

from cases.packs.audience import PROFILES, Audience
from cases.packs.contents import CONTENTS, KEYS

AUDIENCES = [(audience.value, f"{audience.label}: {p.says}") for audience, p in PROFILES.items()]


class RequestForm(forms.Form):
    """For whom the pack is, what for, and what to put in."""

    audience = forms.ChoiceField(
        label="Who it is for",
        choices=AUDIENCES,
        initial=Audience.COUNSEL,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label="What it is for",
        max_length=300,
        help_text="A sentence. The pack's first page repeats it.",
    )
    contents = forms.MultipleChoiceField(
        label="What goes in",
        choices=[(content.key, f"{content.title}: {content.about}") for content in CONTENTS],
        initial=list(KEYS),
        widget=forms.CheckboxSelectMultiple,
        help_text="The pack says what was left out.",
    )


class ReidentifyForm(forms.Form):
    """One pseudonym of a pack, and why somebody needs to know."""

    pseudonym = forms.CharField(max_length=40, help_text="As in Account-7KQ2M5XW3NPA.")
    reason = forms.CharField(
        label="Why you need to know",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the audit, with your name and the pseudonym.",
    )


class RevokeForm(forms.Form):
    why = forms.CharField(
        label="Why it is not to be trusted any more",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown to everyone who looks the key up.",
    )
