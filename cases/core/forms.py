from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from accounts.models import User
from cases.core.errors import Refused
from cases.core.models import Case, Party, Task, WatchItem
from cases.core.roles import Role


class _DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CaseForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Case
        fields = ["title", "summary", "rating", "marking"]
        labels = {"summary": "Bottom line", "marking": "TLP marking"}
        help_texts = {
            "title": "Neutral words: the title may not say more than what is established.",
            "marking": "Who may be told. Every page and every export carries it.",
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class OpenCaseForm(CaseForm):
    class Meta(CaseForm.Meta):
        fields = ["title", "is_synthetic", "summary", "rating", "marking"]
        labels = CaseForm.Meta.labels | {"is_synthetic": "This is an exercise"}
        help_texts = CaseForm.Meta.help_texts | {
            "is_synthetic": "Invented names and made-up evidence. This can't be changed later: "
            "real names and made-up evidence never meet in one case."
        }


class ReasonForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), help_text="Kept for good, with your name."
    )


class AddMemberForm(forms.Form):
    email = forms.EmailField(label="E-mail address", help_text="Of someone who may sign in.")
    role = forms.ChoiceField(choices=Role.choices)

    user: User

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        found = User.objects.filter(email__iexact=email, is_active=True).first()
        if found is None:
            raise ValidationError(
                "Nobody with this address can sign in. Ask an administrator to invite them."
            )
        self.user = found
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)


class PartyForm(forms.ModelForm):  # type: ignore[type-arg]
    aliases = forms.CharField(
        required=False,
        label="Other names",
        help_text="One a line: names that prose may use for this party.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Party
        fields = ["name", "kind", "role", "aliases", "controlled_by", "note"]
        labels = {"controlled_by": "Directed by"}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = case.parties.exclude(pk=self.instance.pk).order_by("name")
        self.fields["controlled_by"].queryset = others  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["aliases"] = "\n".join(self.instance.aliases)

    def clean_aliases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    def validate_constraints(self) -> None:
        """Left to the service and the database, which see the case."""


class TaskForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Task
        fields = ["title", "detail", "assignee", "due_on"]
        labels = {"title": "What has to be done", "due_on": "Due on"}
        widgets = {"due_on": _DateInput(), "detail": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(memberships__case=case).order_by("name")
        self.fields["assignee"].queryset = people  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    body = forms.CharField(
        label="Note",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the people of this case. A note is never evidence: cite exhibits instead.",
    )


class WatchForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = WatchItem
        fields = ["what", "why", "look_again_on"]
        labels = {"what": "What to watch for", "why": "Why: what it would settle"}
        widgets = {"look_again_on": _DateInput(), "why": forms.Textarea(attrs={"rows": 2})}


class LookAgainForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = WatchItem
        fields = ["outcome", "outcome_note", "look_again_on"]
        labels = {"outcome_note": "What was found", "look_again_on": "Look again on"}
        widgets = {"look_again_on": _DateInput(), "outcome_note": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") != WatchItem.Outcome.WATCHING:
            cleaned["look_again_on"] = None
            if not cleaned.get("outcome_note"):
                self.add_error("outcome_note", "Say what happened, or why it is no longer watched.")
        return cleaned


@dataclass(frozen=True)
class Fold:
    """Fields that few need, folded away under one line; open once one of them is in use."""

    title: str
    fields: list[BoundField]

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.value() for field in self.fields)


class Folds:
    """A form that folds some of its fields away: a title, and the names of the fields under it."""

    folds: ClassVar[dict[str, tuple[str, ...]]] = {}

    def unfolded_fields(self) -> list[BoundField]:
        folded = {name for names in self.folds.values() for name in names}
        fields: list[BoundField] = self.visible_fields()  # type: ignore[attr-defined]
        return [field for field in fields if field.name not in folded]

    def folded_fields(self) -> list[Fold]:
        return [Fold(title, [self[n] for n in names]) for title, names in self.folds.items()]  # type: ignore[index]


def accepted(form: forms.BaseForm, act: Callable[..., object], **more: Any) -> bool:
    """Do it with what the form says, if that is valid; a refusal becomes the form's error."""
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data, **more)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
