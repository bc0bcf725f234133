"""Telemetry a day at a time: what an import kept of it, and how the case's day was counted."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from cases.core.models import Case
from cases.exhibits.models import DerivedFile
from cases.telemetry.models import Import


class ImportedDayQuerySet(models.QuerySet["ImportedDay"]):
    def ready(self) -> Self:
        """Days of imports whose rows count."""
        return self.filter(telemetry_import__state=Import.State.READY)


class ImportedDay(models.Model):
    """The rows of one day, UTC, that an import kept: a Parquet file, sorted by platform account.

    It has no day where it may hold several: platform accounts, and interactions that were imported
    before they were kept by day.
    """

    telemetry_import = models.ForeignKey(Import, models.CASCADE, related_name="days")
    day = models.DateField(null=True)
    kept = models.ForeignKey(DerivedFile, models.PROTECT, related_name="imported_days")

    objects: ClassVar[ImportedDayQuerySet] = ImportedDayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "telemetry_import", "day", nulls_distinct=False, name="day_once_in_an_import"
            )
        ]

    def __str__(self) -> str:
        when = f"{self.day:%Y-%m-%d}" if isinstance(self.day, date) else "all days"
        return f"{when} of {self.telemetry_import}"


class ImportPart(models.Model):
    """A finished part of an import that is under way; a killed import goes on after the last."""

    telemetry_import = models.ForeignKey(Import, models.CASCADE, related_name="parts")
    basis = models.CharField(max_length=64, help_text="SHA-256 of all that it rests on.")
    name = models.CharField(max_length=100, help_text="A run of rows of a file, or a day.")
    detail = models.JSONField(default=dict)
    finished_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("telemetry_import", "name", name="part_once_in_an_import")
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.telemetry_import}"


class CountedDay(models.Model):
    """A day of a case's interactions as it was counted: it stands while its files are the same.

    What each platform account did on it is kept as Parquet, from which the counts over all days
    are added up without reading the interactions again.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="counted_days")
    day = models.DateField()
    sources = ArrayField(models.CharField(max_length=64), help_text="SHA-256 of what was read.")
    made_by = models.TextField(help_text="The queries and the engine, each with its version.")
    accounts = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the Parquet; empty on a day without rows."
    )

    class Meta:
        constraints = [models.UniqueConstraint("case", "day", name="counted_day_once_in_a_case")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
