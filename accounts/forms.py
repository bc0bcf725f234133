from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils import timezone

from accounts.models import Scope, User


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail address")
    name = forms.CharField(label="Name", max_length=200, help_text="As it shows on what they sign.")
    organization = forms.CharField(label="Organisation", max_length=200, required=False)
    is_administrator = forms.BooleanField(
        label="Administrator",
        required=False,
        help_text="Manages people, keys and health. Gives no access to any case.",
    )


class AcceptForm(forms.Form):
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. A few words in a row do well.",
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned["password"] != cleaned.get("again"):
            self.add_error("again", "The two passwords differ.")
        return cleaned


class TokenForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=100, help_text="What it is for, so that you know it again."
    )
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        help_text="It can never do more than you can: your role in a case still decides.",
    )
    case_reference = forms.CharField(
        label="Only in case",
        required=False,
        validators=[RegexValidator(r"^PRB-\d{4}-\d{4,}$", "A reference looks like PRB-2026-0001.")],
        help_text="Leave empty for every case that you are a member of.",
    )
    expires_on = forms.DateField(
        label="Expires on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="At the end of that day, UTC; a year from now at most.",
    )

    def clean_expires_on(self) -> datetime:
        day = self.cleaned_data["expires_on"]
        expires = datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())
        if not timezone.now() < expires <= timezone.now() + timedelta(days=366):
            raise forms.ValidationError("Choose a day from today to a year from now.")
        return expires
