from typing import Any

from django import forms

from cases.claims.models import Assertion, Claim, Lineage, Observation, Source
from cases.claims.signatures import Response
from cases.claims.vocabulary import Kind, Stance
from cases.core.dates import HELP as DATE_HELP
from cases.core.forms import Folds
from cases.core.models import Case
from cases.core.scales import Credibility, Reliability


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _graded(scale: Any) -> list[tuple[str, str]]:
    return [(grade, f"{grade}: {label}") for grade, label in scale.choices]


class InCaseForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that offers only what belongs to its case; constraints are left to the service."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        rows: dict[str, Any] = {
            "publisher": case.parties,
            "speaker": case.parties,
            "actor": case.parties,
            "party": case.parties,
            "exhibit": case.exhibits,
            "exhibits": case.exhibits,
            "source": case.sources,
            "rests_on": case.sources,
            "content_of": case.claims.filter(kind=Kind.UTTERANCE),
            "claims": case.claims,
        }
        for name in rows.keys() & self.fields.keys():
            field: Any = self.fields[name]
            by_name = name in {"publisher", "speaker", "actor", "party"}
            field.queryset = rows[name].order_by("name" if by_name else "number")
            field.label_from_instance = str if by_name else _named

    def _post_clean(self) -> None:
        """Constraints are left to the service, whose refusals say what to do about them."""


def _named(thing: Any) -> str:
    words = getattr(thing, "title", "") or getattr(thing, "statement", "") or thing.name
    return f"{thing}: {words[:90]}"


class SourceForm(InCaseForm):
    url = forms.URLField(label="Address", required=False, max_length=1000, assume_scheme="https")

    class Meta:
        model = Source
        fields = ["title", "publisher", "kind", "published", "url", "text", "note"]
        help_texts = {
            "title": "As the document calls itself.",
            "publisher": "The party that says it. Add it under Parties if it is not here.",
            "published": DATE_HELP,
            "text": "Optional. With its text at hand you can take it apart into claims.",
        }
        widgets = {"text": _lines(6), "note": _lines(2)}


class AddSourceForm(SourceForm):
    class Meta(SourceForm.Meta):
        fields = [
            "title", "publisher", "kind", "published", "url", "basis", "reliability",
            "reliability_reason", "exhibit", "text", "note",
        ]  # fmt: skip
        labels = {"basis": "What it rests on", "reliability": "Reliability of the source"}
        help_texts = SourceForm.Meta.help_texts | {
            "basis": "Only a source that rests on nothing else counts as an origin. If it rests on "
            "others, leave this and name them on its page."
        }
        widgets = SourceForm.Meta.widgets | {"reliability_reason": _lines(2)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reliability"].choices = _graded(Reliability)  # type: ignore[attr-defined]
        self.fields["basis"].choices = Source.Basis.choices[:2]  # type: ignore[attr-defined]


class GradeForm(forms.Form):
    reliability = forms.ChoiceField(choices=_graded(Reliability))
    reason = forms.CharField(widget=_lines(2), help_text="Its record, its access, its interest.")


class HoldForm(InCaseForm):
    class Meta:
        model = Source
        fields = ["exhibit"]
        labels = {"exhibit": "Held copy"}


class RestForm(InCaseForm):
    class Meta:
        model = Lineage
        fields = ["rests_on", "passage"]
        widgets = {"passage": _lines(2)}


class ReasonForm(forms.Form):
    reason = forms.CharField(widget=_lines(2), help_text="Kept for good, with your name.")


class ClaimForm(Folds, InCaseForm):
    folds = {
        "If it is a figure: value, unit, window, counting rule": (
            "value", "value_high", "unit", "precision", "window", "counting_rule", "as_of",
            "figure_key",
        ),
    }  # fmt: skip

    class Meta:
        model = Claim
        fields = [
            "statement", "kind", "rung", "speaker", "actor", "weight", "content_of", "happened",
            "would_settle", "value", "value_high", "unit", "precision", "window", "counting_rule",
            "as_of", "figure_key",
        ]  # fmt: skip
        labels = {
            "speaker": "Who says so", "actor": "Who is said to have done it",
            "weight": "If it were true", "content_of": "Said in", "happened": "When",
            "value_high": "Upper end of a range", "figure_key": "Measured figure",
        }  # fmt: skip
        help_texts = {
            "kind": "That something was said and that it is so are two claims.",
            "rung": "For attributions: each rung is a claim of its own.",
            "actor": "Leave this empty if the claim does not say who.",
            "content_of": "Utterances that say this. Confirming them leaves this where it is.",
            "happened": DATE_HELP,
            "window": "The time that the figure counts over. " + DATE_HELP,
            "counting_rule": "What was counted, and what not.",
            "as_of": "The day that the figure was stated.",
            "figure_key": "The key of a figure measured in this case, to show beside it.",
        }
        widgets = {"statement": _lines(3), "would_settle": _lines(2), "counting_rule": _lines(2)}


class AssertForm(InCaseForm):
    class Meta:
        model = Assertion
        fields = ["source", "stance", "quotation", "locator", "credibility", "has_seen"]
        help_texts = {
            "stance": "“Repeats” passes on what another says; “asserts” is its own word.",
            "quotation": "Its own words, exactly.",
            "credibility": "Grade 1 needs a second origin: the lineage decides whether there is.",
        }
        widgets = {"quotation": _lines(3)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credibility"].choices = _graded(Credibility)  # type: ignore[attr-defined]


class EditAssertionForm(AssertForm):
    class Meta(AssertForm.Meta):
        fields = ["stance", "quotation", "locator", "credibility", "has_seen"]


class TakeForm(InCaseForm):
    """One claim out of a source's text: one that is in the ledger, or a new one."""

    quotation = forms.CharField(widget=_lines(3), help_text="Copied from the text, exactly.")
    stance = forms.ChoiceField(choices=Stance.choices, initial=Stance.REPEATS)
    credibility = forms.ChoiceField(choices=_graded(Credibility), initial="6")
    claim = forms.ModelChoiceField(
        Claim.objects.none(), required=False, help_text="If the ledger has it already."
    )

    class Meta:
        model = Claim
        fields = ["statement", "kind", "rung", "speaker", "actor", "weight"]
        labels = ClaimForm.Meta.labels | {"statement": "Or a new claim"}
        help_texts = ClaimForm.Meta.help_texts
        widgets = {"statement": _lines(2)}

    field_order = ["quotation", "stance", "credibility", "claim"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        claim: Any = self.fields["claim"]
        claim.queryset = self.case.claims.order_by("number")
        claim.label_from_instance = _named
        for name in ("statement", "kind"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("claim") and not (cleaned.get("statement") and cleaned.get("kind")):
            self.add_error("statement", "Choose a claim, or write a new one and its kind.")
        return cleaned


class ResolveForm(forms.Form):
    resolution = forms.CharField(
        widget=_lines(2), label="Why it no longer stands", help_text="Taken back, or answered."
    )


class ObserveForm(InCaseForm):
    class Meta:
        model = Observation
        fields = ["exhibits", "figure_key", "finding", "method", "contradicts"]
        help_texts = {
            "exhibits": "What the analysis reads. A figure names its exhibits itself.",
            "method": "How somebody else can run it again.",
        }
        widgets = {"finding": _lines(2), "method": _lines(2)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exhibits"].required = False


class ResponseForm(InCaseForm):
    class Meta:
        model = Response
        fields = [
            "party", "asked_on", "asked_by", "channel", "question", "answer_due", "outcome",
            "answered_on", "answer", "source", "claims",
        ]  # fmt: skip
        labels = {"answered_on": "Answered on, or silent as of"}
        help_texts = {"asked_on": DATE_HELP, "asked_by": "Us, or whoever did."}
        widgets = {"question": _lines(3), "answer": _lines(3)}


class AnswerForm(InCaseForm):
    class Meta:
        model = Response
        fields = ["outcome", "answered_on", "answer", "source"]
        labels = ResponseForm.Meta.labels
        widgets = {"answer": _lines(3)}


class TableForm(forms.Form):
    text = forms.CharField(
        label="Table", widget=_lines(10), required=False,
        help_text="Paste it with its header line; commas, semicolons or tabs between columns.",
    )  # fmt: skip
    file = forms.FileField(required=False, help_text="Or a CSV file, in UTF-8.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.pop("file", None)
        if file is not None:
            try:
                cleaned["text"] = file.read(2_000_001).decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "The file is not UTF-8 text.")
        if not self.errors and not cleaned.get("text", "").strip():
            self.add_error("text", "Paste a table, or choose a file.")
        if len(cleaned.get("text", "").encode()) > 2_000_000:
            self.add_error("text", "A table has at most 2 million bytes; split it.")
        return cleaned
