from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.clusters.models import Cluster, LinkerRun, PlatformAccount
from cases.core.models import Case


class CandidateQuerySet(models.QuerySet["CandidateCampaign"]):
    def waiting(self) -> Self:
        """Those that nobody has judged."""
        return self.filter(status=CandidateCampaign.Status.PROPOSED)


class CandidateCampaign(models.Model):
    """Platform accounts marked by common values: a lead that a person draws as a cluster or not."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        DRAWN = "drawn", "Drawn as a cluster"
        DISMISSED = "dismissed", "Dismissed"
        WITHDRAWN = "withdrawn", "No longer found"

    case = models.ForeignKey(Case, models.PROTECT, related_name="candidate_campaigns")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the sorted marks.")
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    run = models.ForeignKey(LinkerRun, models.PROTECT, related_name="candidate_campaigns")
    member_count = models.PositiveIntegerField()
    clustered_count = models.PositiveIntegerField()
    explanation = models.JSONField(default=dict)
    members = models.ManyToManyField(PlatformAccount, related_name="candidate_campaigns")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    drawn_as = models.ForeignKey(Cluster, models.PROTECT, null=True, related_name="drawn_from")

    objects: ClassVar[CandidateQuerySet] = CandidateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="candidate_number_once_in_a_case"),
            models.UniqueConstraint("case", "digest", name="candidate_once_in_a_case"),
            models.CheckConstraint(
                condition=Q(judged_at=None, judged_by=None)
                | Q(judged_at__isnull=False, judged_by__isnull=False) & ~Q(reason=""),
                name="candidate_judged_by_someone_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="drawn", drawn_as__isnull=False)
                | ~Q(status="drawn") & Q(drawn_as=None),
                name="candidate_drawn_as_something",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["drawn", "dismissed"]) | Q(judged_at__isnull=False),
                name="candidate_judged_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"candidate {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("clusters:candidate", args=[self.case.reference, self.number])

    @property
    def is_judged(self) -> bool:
        return self.status in {self.Status.DRAWN, self.Status.DISMISSED}

    @property
    def sentence(self) -> str:
        return str(self.explanation.get("sentence", ""))

    @property
    def marks(self) -> list[dict[str, Any]]:
        """The common values that mark the accounts."""
        return list(self.explanation.get("marks", ()))
