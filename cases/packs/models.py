from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.core.models import Case, Marking
from cases.exhibits.models import Exhibit
from cases.jobs.models import Job
from cases.packs.audience import Audience


class SigningKey(models.Model):
    """A key that packs are signed with. Its private half is stored encrypted; see keys.py."""

    algorithm = models.CharField(max_length=10, default="Ed25519")
    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the DER form.")
    public_key = models.TextField(help_text="PEM.")
    sealed_private_key = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="made_signing_keys")
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="revoked_signing_keys"
    )
    revoked_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "algorithm", condition=Q(retired_at=None), name="signing_key_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False, retired_at__isnull=False)
                & ~Q(revoked_why=""),
                name="signing_key_revoked_by_someone_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:16]


class PackQuerySet(models.QuerySet["Pack"]):
    def ready(self) -> Self:
        """Packs that are whole, and so can be downloaded."""
        return self.filter(built_at__isnull=False)


class Pack(models.Model):
    """An evidence pack: a file that anyone can verify without us. Once built it never changes."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="packs")
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=10, choices=Audience)
    marking = models.CharField(max_length=20, choices=Marking)
    purpose = models.CharField(max_length=300, help_text="What it is for, as its index will say.")
    contents = ArrayField(models.CharField(max_length=20), help_text="Kinds that were asked for.")
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="requested_packs")
    job = models.OneToOneField(Job, models.PROTECT, null=True, related_name="pack")
    built_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True, help_text="The moment of its records.")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    file_count = models.PositiveIntegerField(default=0)
    holds: Any = models.JSONField(default=list, help_text="Each type: chosen and written.")
    withheld: Any = models.JSONField(default=list, help_text="What stayed out, and why.")
    key = models.ForeignKey(SigningKey, models.PROTECT, null=True, related_name="packs")
    sealed_pseudonym_key = models.BinaryField(null=True, help_text="See pseudonyms.py, keys.py.")
    exhibits = models.ManyToManyField(Exhibit, related_name="packs")

    objects: ClassVar[PackQuerySet] = PackQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="pack_number_once_in_a_case"),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="pack_audience_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(audience="public") | Q(marking=Marking.CLEAR),
                name="pack_for_the_public_is_clear",
            ),
            models.CheckConstraint(
                condition=Q(built_at=None, as_of=None, sha256="", size=0, key=None)
                | Q(
                    built_at__isnull=False,
                    as_of__isnull=False,
                    sha256__regex="^[0-9a-f]{64}$",
                    size__gt=0,
                    key__isnull=False,
                ),
                name="pack_is_built_whole_or_not_at_all",
            ),
        ]

    def __str__(self) -> str:
        return f"P-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("packs:detail", args=[self.case.reference, self.number])

    @property
    def file_name(self) -> str:
        """The name of its folder, and with .zip of its file; exercises say so."""
        parts = [self.case.reference, str(self), self.audience]
        return "-".join(parts + ["SYNTHETIC"] * self.case.is_synthetic)

    @property
    def pseudonyms_of(self) -> str:
        """What its pseudonym key is sealed for."""
        return f"pseudonyms of pack {self.pk}"

    @property
    def state(self) -> str:
        if self.built_at:
            return "Ready"
        return self.job.get_state_display() if self.job else "Waiting"


class PackReceipt(models.Model):
    """Someone downloaded a pack. Append-only."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="receipts")
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="pack_receipts")
    by_name = models.CharField(max_length=500, help_text="Name, address and role at that time.")
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"of {self.pack} by {self.by_name}"
