from dataclasses import dataclass
from typing import Any

from django import forms

from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.telemetry.mapping import Mapping
from cases.telemetry.models import Import
from cases.telemetry.schema import COLUMNS, Column, Kind


class _ExhibitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Exhibit) -> str:
        return f"{obj} {obj.name} ({obj.size:,} bytes)"


class ImportForm(forms.Form):
    kind = forms.ChoiceField(
        label="What the files hold",
        choices=Import.Kind.choices,
        widget=forms.RadioSelect,
        initial=Import.Kind.INTERACTIONS,
    )
    exhibits = _ExhibitsField(
        queryset=Exhibit.objects.none(),
        help_text="CSV, JSONL or Parquet, plain or compressed with gzip or zstd. "
        "Files chosen together are read through one mapping.",
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exhibits = case.exhibits.order_by("number")
        self.fields["exhibits"].queryset = exhibits  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Line:
    """One of our columns as the form shows it."""

    field: forms.BoundField
    column: Column
    why: str
    example: str


def _example(telemetry_import: Import, source: str) -> str:
    """The first value that the files have in a column."""
    for file in telemetry_import.files.order_by("place"):
        for row in file.sample:
            if value := row.get(source, ""):
                return str(value)
    return ""


class MappingForm(forms.Form):
    """For each of our columns, the file's column that it is read from."""

    zone = forms.CharField(
        label="Time zone of times that name none",
        help_text="For example UTC or Europe/Berlin. Everything is kept in UTC.",
        max_length=60,
    )
    time_format = forms.CharField(
        label="Form of the times",
        required=False,
        max_length=60,
        help_text="Leave empty for ISO 8601 or seconds since 1970. Otherwise such as "
        "%d/%m/%Y %H:%M:%S.",
    )

    def __init__(self, telemetry_import: Import, *args: Any, **kwargs: Any) -> None:
        mapping = telemetry_import.mapping
        kwargs.setdefault(
            "initial",
            {f"column_{name}": source for name, source in mapping.items()}
            | {"zone": telemetry_import.zone, "time_format": telemetry_import.time_format},
        )
        super().__init__(*args, **kwargs)
        found = list(
            dict.fromkeys(
                name for file in telemetry_import.files.order_by("place") for name in file.columns
            )
        )
        choices = [("", "not in the files"), *((name, name) for name in found)]
        chosen = set(mapping.values())
        choices += [(name, f"{name} (not found)") for name in sorted(chosen - set(found))]
        self.lines = []
        for column in COLUMNS[Kind(telemetry_import.kind)]:
            name = f"column_{column.name}"
            self.fields[name] = forms.ChoiceField(
                label=column.name, choices=choices, required=column.is_required
            )
            example = _example(telemetry_import, mapping.get(column.name, ""))
            why = telemetry_import.reasons.get(column.name, "")
            self.lines.append(Line(self[name], column, why, example))

    @property
    def settings(self) -> list[forms.BoundField]:
        """What concerns all columns."""
        return [self["zone"], self["time_format"]]

    def mapping(self) -> Mapping:
        """What was chosen."""
        values = self.cleaned_data
        columns = {
            name.removeprefix("column_"): value
            for name, value in values.items()
            if name.startswith("column_") and value
        }
        return Mapping(columns, values["zone"], values["time_format"])


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept for good, with your name. The import's rows are then counted nowhere.",
    )
