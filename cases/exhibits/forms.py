from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.core.dates import NotADate, parse_edtf


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; `refusals` are those that the upload was too large for."""

    widget = FilesInput(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        """Each file, checked as one would be."""
        files = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class AccountForm(forms.Form):
    """How a file was collected, as its custody begins."""

    how = forms.CharField(
        label="How it was collected",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="By what way it came here and from where, as you would tell a court.",
    )
    collected_by = forms.CharField(
        label="Collected by",
        max_length=200,
        required=False,
        help_text="The person or organisation that collected it, if not you.",
    )
    collected_on = forms.CharField(
        label="Collected on",
        max_length=40,
        required=False,
        help_text="As it is known: 2026-06-10, 2026-06, or 2026-06-05~ for about that day.",
    )
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def clean_collected_on(self) -> str:
        """An EDTF date, or nothing."""
        text: str = self.cleaned_data["collected_on"].strip()
        if text:
            try:
                parse_edtf(text)
            except NotADate as error:
                raise forms.ValidationError(str(error)) from error
        return text


class ReceiveForm(AccountForm):
    """Files from the person's own machine."""

    received = FilesField(
        label="Files",
        max_length=255,
        help_text="They are kept exactly as they are. Several may be chosen.",
    )
    field_order = ["received"]


class ImportForm(AccountForm):
    """A file that the server can reach."""

    address = forms.CharField(
        max_length=1000,
        help_text="A path below the import folder, or an s3:// address in a named bucket.",
    )
    field_order = ["address"]


class SettleForm(forms.Form):
    how = forms.CharField(
        label="What was found out, and what was done",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept for good, with your name.",
    )
