from dataclasses import dataclass
from typing import Any

from django import forms

from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.telemetry.choosing import NoExhibits, choose
from cases.telemetry.mapping import Mapping
from cases.telemetry.models import Import
from cases.telemetry.schema import COLUMNS, Column, Kind

#: Exhibits that can be ticked; more than these are chosen by their names.
MOST = 200


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
    names = forms.CharField(
        label="All exhibits whose name is like",
        required=False,
        max_length=200,
        help_text="For example 2026-05-*.csv.gz; * stands for any characters, ? for one.",
    )
    exhibits = _ExhibitsField(
        queryset=Exhibit.objects.none(),
        label="Exhibits",
        required=False,
        help_text="CSV, JSONL or Parquet, plain or compressed with gzip or zstd. "
        "Files chosen together are read through one mapping.",
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        field: Any = self.fields["exhibits"]
        field.queryset = case.exhibits.order_by("-number")
        count = case.exhibits.count()
        if count > MOST:
            field.help_text += (
                f" Listed are {MOST:,} of {count:,} exhibits, the newest first: choose others by "
                "their names."
            )
            field.choices = self._listed(field)

    def _listed(self, field: Any) -> list[tuple[int, str]]:
        """The newest, and older ones that are ticked already."""
        value = self["exhibits"].value() or []
        ticked = value if isinstance(value, list) else [value]
        newest = field.queryset[:MOST].values_list("pk", flat=True)
        wanted = {*newest, *(int(pk) for pk in ticked if str(pk).isdecimal())}
        rows = field.queryset.filter(pk__in=wanted)
        return [(each.pk, field.label_from_instance(each)) for each in rows]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        picked = values.get("exhibits")
        if picked is None:  # What was picked is wrong already.
            return values
        try:
            values["exhibits"] = choose(self.case, values.get("names", ""), picked)
        except NoExhibits as error:
            self.add_error("names", str(error))
        return values


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
