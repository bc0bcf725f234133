from typing import Any

from django import forms

from cases.reports.models import Report
from cases.reports.sections import SECTIONS, WRITTEN

#: What each section's field asks for, where its title does not say it.
_HELP = {
    "alleged": "Say who says so in every sentence. The ledger's claims are listed below your text.",
    "confirmed": "Only what the ledger confirms may stand in our own voice.",
    "evidence": "Figures measured here are cited as [[figure:key]].",
    "assessment": "Begin with “We assess that …”; give confidence in a sentence of its own.",
    "hypotheses": "Each hypothesis, and what speaks against it.",
    "response": "What the subject was asked, when, and what it answered.",
}


class OpenReportForm(forms.Form):
    title = forms.CharField(
        max_length=300,
        help_text="Neutral words: the title is held to the same rule as the text.",
    )


class DraftForm(forms.Form):
    """The whole draft: the cover, and a field for each section that is written."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=300)
    rating = forms.CharField(max_length=300, required=False)
    summary = forms.CharField(
        label="The bottom line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Cite what each sentence rests on: [[C-12]], [[E-7]], [[figure:key]].",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in WRITTEN:
            if key != "bottom_line":
                self.fields[key] = forms.CharField(
                    label=SECTIONS[key],
                    required=False,
                    strip=False,
                    widget=forms.Textarea(attrs={"rows": 5}),
                    help_text=_HELP.get(key, ""),
                )
        for field in self.fields.values():
            field.widget.attrs["spellcheck"] = "true"

    @classmethod
    def of(cls, report: Report) -> "DraftForm":
        """The form with the draft as it was last saved."""
        initial = {
            "version": report.version,
            "title": report.title,
            "rating": report.rating,
            "summary": report.summary,
        }
        return cls(initial=initial | report.prose)

    def clean(self) -> dict[str, Any]:
        """Browsers send CRLF; offsets and digests count one character for a line's end."""
        cleaned = super().clean() or self.cleaned_data
        return {
            key: value.replace("\r\n", "\n").replace("\x00", "")
            if isinstance(value, str)
            else value
            for key, value in cleaned.items()
        }

    @property
    def draft(self) -> dict[str, Any]:
        """What the service takes."""
        sent = dict(self.cleaned_data)
        cover = {key: sent.pop(key) for key in ("title", "rating", "summary", "version")}
        return cover | {"prose": sent}


class RequestForm(forms.Form):
    change_note = forms.CharField(
        label="What this revision changes",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Printed on the revision, beside the one that it supersedes.",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))


class DigestForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
