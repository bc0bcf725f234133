from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.core.dates import describe
from cases.core.models import Case
from cases.exhibits.models import DerivedFile, Exhibit
from cases.jobs.models import Job

COUNTS_ADD_UP = Q(read_count=F("kept_count") + F("refused_count") + F("duplicate_count"))


class ImportQuerySet(models.QuerySet["Import"]):
    def ready(self) -> Self:
        """Imports whose rows count: finished, and not withdrawn since."""
        return self.filter(state=Import.State.READY)

    def with_proven_mapping(self) -> Self:
        """Imports through a mapping that a person confirmed and that rows came through."""
        return self.filter(state__in=[Import.State.READY, Import.State.WITHDRAWN])


class Import(models.Model):
    """Exhibits read as telemetry, through a mapping of columns that a person confirmed."""

    class Kind(models.TextChoices):
        INTERACTIONS = "interactions", "Interactions"
        ACCOUNTS = "accounts", "Platform accounts"

    class State(models.TextChoices):
        LOOKING = "looking", "Reading the columns"
        MAPPING = "mapping", "Waiting for you to confirm the columns"
        CHECKING = "checking", "Trying the first rows"
        IMPORTING = "importing", "Importing"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    BUSY = (State.LOOKING, State.CHECKING, State.IMPORTING)

    case = models.ForeignKey(Case, models.PROTECT, related_name="imports")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.LOOKING)
    mapping = models.JSONField(default=dict, help_text="Our column: the file's column.")
    mapping_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="mapped_alike")
    reasons = models.JSONField(default=dict, help_text="Our column: why it was guessed.")
    zone = models.CharField(max_length=60, default="UTC", help_text="Of times without a zone.")
    time_format = models.CharField(max_length=60, blank=True)
    trial = models.JSONField(default=dict, help_text="What became of the first rows when tried.")
    read_count = models.PositiveBigIntegerField(default=0)
    kept_count = models.PositiveBigIntegerField(default=0)
    refused_count = models.PositiveBigIntegerField(default=0)
    duplicate_count = models.PositiveBigIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    refused = models.ForeignKey(
        DerivedFile, models.PROTECT, null=True, related_name="refused_by_imports"
    )
    why_failed = models.TextField(blank=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="imports")
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="requested_imports")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="confirmed_imports"
    )
    finished_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="withdrawn_imports"
    )
    withdrawn_why = models.TextField(blank=True)

    objects: ClassVar[ImportQuerySet] = ImportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="import_number_once_in_a_case"),
            models.CheckConstraint(condition=COUNTS_ADD_UP, name="import_counts_add_up"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(kept_count__gte=1, finished_at__isnull=False),
                name="import_ready_only_with_rows",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(why_failed=""), name="import_says_why_it_failed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["importing", "ready"]) | Q(confirmed_by__isnull=False),
                name="import_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="import_withdrawn_by_someone_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"I-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("telemetry:import", args=[self.case.reference, self.number])

    @property
    def columns(self) -> list[str]:
        """The columns of its files, each once."""
        files = self.files.order_by("place")
        return list(dict.fromkeys(name for file in files for name in file.columns))

    @property
    def is_busy(self) -> bool:
        """Whether a job is at work on it; one that ended without a word is not."""
        return self.state in self.BUSY and not (self.job and self.job.is_finished)

    @property
    def waits_for_a_mapping(self) -> bool:
        return not self.is_busy and self.state not in {self.State.READY, self.State.WITHDRAWN}


class ImportedFile(models.Model):
    """One exhibit of an import: the columns it has, and what became of its rows."""

    telemetry_import = models.ForeignKey(Import, models.CASCADE, related_name="files")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="imported_files")
    place = models.PositiveSmallIntegerField()
    format = models.CharField(max_length=20, blank=True)
    columns = models.JSONField(default=list)
    sample = models.JSONField(default=list, help_text="Its first rows, as texts.")
    read_count = models.PositiveBigIntegerField(default=0)
    kept_count = models.PositiveBigIntegerField(default=0)
    refused_count = models.PositiveBigIntegerField(default=0)
    duplicate_count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "telemetry_import", "exhibit", name="exhibit_once_in_an_import"
            ),
            models.UniqueConstraint("telemetry_import", "place", name="place_once_in_an_import"),
            models.CheckConstraint(condition=COUNTS_ADD_UP, name="imported_file_counts_add_up"),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit} in {self.telemetry_import}"

    @property
    def shown_rows(self) -> list[list[str]]:
        """Its first rows, a cell for each column."""
        return [[row.get(name, "")[:40] for name in self.columns] for row in self.sample[:5]]


class RefusedRow(models.Model):
    """A row that was not kept, and why: the first thousand; the whole list is a file."""

    telemetry_import = models.ForeignKey(Import, models.CASCADE, related_name="refused_rows")
    file = models.ForeignKey(ImportedFile, models.CASCADE, related_name="refused_rows")
    row = models.PositiveBigIntegerField(help_text="Its number in the file; a header is row 1.")
    column = models.CharField(max_length=60, blank=True)
    value = models.TextField(blank=True)
    reason = models.TextField()

    def __str__(self) -> str:
        return f"row {self.row}: {self.reason}"


class RollUp(models.Model):
    """The answer to one query over all imports that are ready, kept for the pages to read."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="roll_ups")
    query = models.CharField(max_length=60)
    query_version = models.CharField(max_length=20)
    engine = models.CharField(max_length=60)
    derived_from = ArrayField(models.CharField(max_length=64), help_text="SHA-256 of the exhibits.")
    made_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="roll_ups")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "query", name="roll_up_once_for_a_query_in_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.query} {self.query_version}"


class Activity(models.Model):
    """One row of a roll-up: an hour, a day, or a day of one capability or model."""

    roll_up = models.ForeignKey(RollUp, models.CASCADE, related_name="activities")
    at = models.DateTimeField(null=True, help_text="Where the hour or day begins, UTC.")
    label = models.TextField(blank=True)
    interactions = models.PositiveBigIntegerField()
    platform_accounts = models.PositiveIntegerField()
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint("roll_up", "at", "label", name="activity_once_in_a_roll_up")
        ]

    def __str__(self) -> str:
        when = f"{self.at:%Y-%m-%d %H:%M}" if isinstance(self.at, datetime) else ""
        return f"{when} {self.label}".strip()


class AccountActivity(models.Model):
    """What one platform account did, over all imports."""

    roll_up = models.ForeignKey(RollUp, models.CASCADE, related_name="account_activities")
    platform_account = models.TextField()
    interactions = models.PositiveBigIntegerField()
    input_tokens = models.PositiveBigIntegerField()
    output_tokens = models.PositiveBigIntegerField()
    refused = models.PositiveBigIntegerField()
    active_days = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "account activities"
        constraints = [
            models.UniqueConstraint("roll_up", "platform_account", name="account_once_in_a_roll_up")
        ]

    def __str__(self) -> str:
        return self.platform_account


class Figure(models.Model):
    """A number measured in this case's telemetry, with everything needed to measure it again."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="figures")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=24, decimal_places=4)
    unit = models.CharField(max_length=60)
    window = models.CharField(max_length=60, blank=True, help_text="EDTF, UTC.")
    counting_rule = models.TextField()
    query = models.CharField(max_length=60)
    query_version = models.CharField(max_length=20)
    parameters = models.JSONField(default=dict)
    engine = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=20)
    derived_from = ArrayField(models.CharField(max_length=64), help_text="SHA-256 of the exhibits.")
    measured_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="figures")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "key", name="figure_key_once_in_a_case"),
        ]

    def __str__(self) -> str:
        return f"figure:{self.key}"

    def get_absolute_url(self) -> str:
        return reverse("telemetry:figure", args=[self.case.reference, self.key])

    @property
    def shown(self) -> int | Decimal:
        """The value without decimals that say nothing."""
        whole = self.value.to_integral_value()
        return int(whole) if whole == self.value else self.value.quantize(Decimal("0.01"))

    @property
    def window_in_words(self) -> str:
        return describe(self.window) if self.window else ""

    @property
    def as_of(self) -> str:
        return f"{self.measured_at:%B %-d, %Y}"


class FigureRun(models.Model):
    """A figure that was run again: what came out, and whether it is the same. Append-only."""

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="runs")
    stated = models.DecimalField(max_digits=24, decimal_places=4)
    found = models.DecimalField(max_digits=24, decimal_places=4)
    is_same = models.BooleanField()
    engine = models.CharField(max_length=80, help_text="Engine and version of this run.")
    derived_from = ArrayField(models.CharField(max_length=64))
    ran_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="figure_runs")

    def __str__(self) -> str:
        return "same" if self.is_same else "different"
