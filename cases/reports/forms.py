from typing import Any

from django import forms

from cases.core.models import Case
from cases.reports import queries
from cases.reports.measured import offered_in
from cases.reports.models import Report
from cases.reports.sections import LIMITED, SECTIONS, WRITTEN
from cases.reports.templates import FULL, MANDATORY, MOST_PAGES, Choice, Template

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
    template: Any = forms.ChoiceField(label="For which reader", widget=forms.RadioSelect)
    begin_with: Any = forms.ModelChoiceField(
        Report.objects.none(),
        required=False,
        label="Begin with the text of",
        empty_label="No other report: an empty text",
        help_text="The text is copied: the two reports go their own ways from then on.",
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        template, begin_with = fields["template"], fields["begin_with"]
        template.choices, template.initial = readers(queries.templates_of(case)), FULL.key
        begin_with.queryset = case.reports.order_by("number")
        begin_with.label_from_instance = lambda report: f"{report} {report.title}"


def readers(templates: dict[str, Template]) -> list[tuple[str, str]]:
    """The readers that a report can be written for, as a field offers them."""
    return [(key, f"{each.name}. {each.reader}") for key, each in templates.items()]


class DraftForm(forms.Form):
    """The whole draft: the cover, and a field for each section that its reader gets."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=300)
    rating = forms.CharField(max_length=300, required=False)
    summary = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Cite what each sentence rests on: [[C-12]], [[E-7]], [[figure:key]].",
    )
    template: Any = forms.ChoiceField(
        label="For which reader",
        required=False,
        help_text="Another reader gets other sections: save to see them. No text is lost.",
    )

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        templates = queries.templates_of(report.case)
        fields: dict[str, Any] = self.fields
        fields["template"].choices = readers(templates)
        for choice in templates[report.template].choices:
            if choice.key == "bottom_line":
                self.fields["summary"].label = choice.title
            elif choice.key in WRITTEN:
                self.fields[choice.key] = forms.CharField(
                    label=choice.title,
                    required=False,
                    strip=False,
                    widget=forms.Textarea(attrs={"rows": 5}),
                    help_text=_HELP.get(choice.key, ""),
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
            "template": report.template,
        }
        return cls(report, initial=initial | report.prose)

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
        cover = {
            key: sent.pop(key) for key in ("title", "rating", "summary", "version", "template")
        }
        return cover | {"prose": sent}


class ChartForm(forms.Form):
    """A chart of the case's measured figures, and where in the report it stands."""

    of: Any = forms.ChoiceField(label="What it draws")
    section: Any = forms.ChoiceField()
    caption = forms.CharField(
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Prose under the check: what it states, it cites, as [[C-12]] or [[figure:key]]. "
        "Number, window, zone, counting rule and derivation are printed without it.",
    )

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["of"].choices = offered_in(report.case)
        fields["section"].choices = [(key, SECTIONS[key]) for key in WRITTEN]
        fields["section"].initial = "evidence"

    def clean_caption(self) -> str:
        """Browsers send CRLF; offsets count one character for a line's end."""
        return str(self.cleaned_data["caption"]).replace("\r\n", "\n").replace("\x00", "")


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


class TemplateForm(forms.Form):
    """A template: what it is called, its room, and four fields for each section."""

    name = forms.CharField(max_length=60, help_text="Printed on the cover.")
    reader = forms.CharField(max_length=200, help_text="Whom it is for, where one is chosen.")
    pages = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_PAGES,
        label="Room, in pages",
        help_text="A text that takes more is not approved. Empty: as many as it takes.",
    )
    is_numbered = forms.BooleanField(required=False, label="Number the paragraphs")
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), help_text="Kept for good, with your name."
    )

    def __init__(self, template: Template, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        for key in (*template.keys, *template.left_out):
            self.fields |= _section_fields(key)

    @classmethod
    def of(cls, template: Template) -> "TemplateForm":
        """The form with the template as it is in use."""
        initial: dict[str, Any] = {
            "name": template.name,
            "reader": template.reader,
            "pages": template.pages,
            "is_numbered": template.is_numbered,
        }
        for place, choice in enumerate(template.choices, 1):
            initial |= {
                f"place_{choice.key}": place,
                f"heading_{choice.key}": choice.heading,
                f"introduction_{choice.key}": choice.introduction,
                f"limit_{choice.key}": choice.limit,
            }
        return cls(template, initial=initial)

    @property
    def cover(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "reader", "pages", "is_numbered")]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Each section with its fields, those that are printed first."""
        parts = ("place", "heading", "limit", "introduction")
        return [
            {
                "title": SECTIONS[key],
                "is_mandatory": key in MANDATORY,
                "fields": [self[f"{p}_{key}"] for p in parts if f"{p}_{key}" in self.fields],
            }
            for key in (*self.template.keys, *self.template.left_out)
        ]

    @property
    def adjusted(self) -> Template:
        """The template that was sent; sections in the order of their places."""
        sent = self.cleaned_data
        printed = [key for key in SECTIONS if sent[f"place_{key}"] is not None]
        choices = tuple(
            Choice(
                key,
                sent[f"heading_{key}"].strip(),
                sent[f"introduction_{key}"].replace("\r\n", "\n").strip(),
                sent.get(f"limit_{key}"),
            )
            for key in sorted(printed, key=lambda key: sent[f"place_{key}"])
        )
        name, reader = sent["name"].strip(), sent["reader"].strip()
        is_numbered = sent["is_numbered"]
        return Template(self.template.key, name, reader, choices, sent["pages"], is_numbered)


def _section_fields(key: str) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        f"place_{key}": forms.IntegerField(
            required=False, min_value=1, max_value=99, label="Place",
            help_text="" if key in MANDATORY else "Empty: not printed.",
        ),
        f"heading_{key}": forms.CharField(
            required=False, max_length=100, label="Heading",
            widget=forms.TextInput(attrs={"placeholder": SECTIONS[key]}),
        ),
        f"introduction_{key}": forms.CharField(
            required=False, max_length=5_000, label="Introduction",
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }  # fmt: skip
    if key in LIMITED:
        fields[f"limit_{key}"] = forms.IntegerField(
            required=False, min_value=1, max_value=10_000, label="At most",
            help_text="Entries of the ledger. Empty: all.",
        )  # fmt: skip
    return fields
