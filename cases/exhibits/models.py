from fnmatch import fnmatchcase
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.core.models import Case
from cases.jobs.models import Job


class ExhibitQuerySet(models.QuerySet["Exhibit"]):
    def same_bytes_as(self, exhibit: "Exhibit") -> Self:
        """Other exhibits of the same case with the same digest."""
        return self.filter(case=exhibit.case, sha256=exhibit.sha256).exclude(pk=exhibit.pk)

    def named_like(self, pattern: str) -> Self:
        """Exhibits whose name as received matches a glob such as `2026-05-*.csv`, in any case."""
        like, names = pattern.casefold(), self.values_list("pk", "name")
        return self.filter(pk__in=[pk for pk, name in names if fnmatchcase(name.casefold(), like)])

    def first_with(self, case: Case, sha256: str) -> "Exhibit | None":
        """The exhibit of the case that came first with these bytes, if any did."""
        return self.filter(case=case, sha256=sha256).order_by("number").first()


class Exhibit(models.Model):
    """A file exactly as it was received. Nothing about what was received is ever changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="exhibits")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255, help_text="As it was received; never used as a path.")
    media_type = models.CharField(max_length=100, default="application/octet-stream")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    is_synthetic = models.BooleanField()
    how = models.TextField(help_text="How it was collected or by what way it came.")
    collected_by = models.CharField(max_length=200, blank=True)
    collected_on = models.CharField(max_length=40, blank=True, help_text="EDTF.")
    note = models.TextField(blank=True)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    received_by = models.ForeignKey(User, models.PROTECT, related_name="received_exhibits")
    job = models.OneToOneField(
        Job,
        models.PROTECT,
        null=True,
        related_name="received_exhibit",
        help_text="That fetched it.",
    )

    objects: ClassVar[ExhibitQuerySet] = ExhibitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="exhibit_number_once_in_a_case"),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="exhibit_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"E-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("exhibits:detail", args=[self.case.reference, self.number])


class CustodyEntry(models.Model):
    """One thing that happened to an exhibit. Append-only."""

    class Action(models.TextChoices):
        RECEIVED = "received", "Received"
        READ = "read", "Read by a job"
        DERIVED = "derived", "Derived from"
        PACKED = "packed", "Put into a pack"
        DOWNLOADED = "downloaded", "Downloaded"
        VERIFIED = "verified", "Digest verified"
        DIFFERS = "differs", "Digest differs"

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="custody_entries")
    action = models.CharField(max_length=12, choices=Action)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="custody_entries")
    by_name = models.CharField(max_length=500, help_text="Name, address and role at that time.")
    what = models.TextField(help_text="What was done, and why.")
    tool = models.CharField(max_length=200, help_text="With what, and which version of it.")
    sha256_before = models.CharField(max_length=64, blank=True)
    sha256_after = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "custody entries"

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M} UTC"


class DerivedFile(models.Model):
    """A file that a job made from exhibits: canonical Parquet, a table, a list of refused rows."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="derived_files")
    kind = models.CharField(max_length=60, help_text="Such as telemetry.interactions.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    row_count = models.PositiveBigIntegerField(null=True)
    made_from = ArrayField(models.CharField(max_length=64), help_text="SHA-256 of what was read.")
    query = models.CharField(max_length=100)
    query_version = models.CharField(max_length=20)
    parameters = models.JSONField(default=dict)
    engine = models.CharField(max_length=60, help_text="Engine and version.")
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="derived_files")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["case", "kind"], name="derived_file_of_kind")]
        constraints = [
            models.UniqueConstraint("job", "kind", "sha256", name="derived_file_once_by_a_job")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


class Alarm(models.Model):
    """A stored exhibit is no longer the bytes that were received."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="alarms")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="alarms")
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    found = models.CharField(max_length=64, blank=True, help_text="The digest now; empty if gone.")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="settled_alarms")
    settled_how = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "exhibit", condition=Q(settled_at=None), name="alarm_one_open_for_an_exhibit"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_how=""),
                name="alarm_settled_by_someone_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"on {self.exhibit}"
