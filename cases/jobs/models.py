from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.core.models import Case


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> Self:
        """Jobs that a worker should take up: queued, or left behind by a worker that died."""
        lost = Q(state=Job.State.RUNNING, lease_until__lt=Now())
        return self.filter(Q(state=Job.State.QUEUED) | lost)

    def unfinished(self) -> Self:
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])


class Job(models.Model):
    """A piece of background work: this row is the truth about it, the broker only wakes workers."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    case = models.ForeignKey(Case, models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, help_text="What it is about, for people.")
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    requested_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="requested_jobs",
        help_text="None for scheduled work that no person asked for.",
    )
    attempt = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker has begun it since it was asked for."
    )
    worker = models.CharField(max_length=200, blank=True, help_text="The latest to begin it.")
    lease = models.UUIDField(null=True, help_text="Who holds the job: only they may write.")
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True, help_text="When the latest attempt began.")
    finished_at = models.DateTimeField(null=True)
    done_count = models.PositiveBigIntegerField(default=0)
    total_count = models.PositiveBigIntegerField(null=True)
    unit = models.CharField(max_length=40, blank=True)
    cancel_requested_at = models.DateTimeField(null=True)
    cancel_requested_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="cancelled_jobs"
    )
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
                name="job_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease__isnull=False, lease_until__isnull=False)
                | ~Q(state="running") & Q(lease=None, lease_until=None),
                name="job_runs_only_under_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at=None)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_ends_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(error="") | ~Q(state="failed") & Q(error=""),
                name="job_says_why_it_failed",
            ),
            models.CheckConstraint(
                condition=Q(cancel_requested_at=None, cancel_requested_by=None)
                | Q(cancel_requested_at__isnull=False, cancel_requested_by__isnull=False),
                name="job_cancelled_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancel_requested_at__isnull=False),
                name="job_cancelled_because_someone_asked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["queued", "running"]),
                name="job_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("jobs:detail", args=[self.case.reference, self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def is_stopping(self) -> bool:
        """Whether someone asked for it to stop and it has not stopped yet."""
        return self.state == self.State.RUNNING and self.cancel_requested_at is not None

    @property
    def percent(self) -> int | None:
        """How far it is, where the whole is known."""
        if not self.total_count:
            return None
        return min(100, self.done_count * 100 // self.total_count)

    def remaining(self, at: datetime) -> timedelta | None:
        """How long the rest takes at the pace so far, once there is a pace."""
        if self.state != self.State.RUNNING or not (self.total_count and self.done_count):
            return None
        if self.started_at is None or at <= self.started_at:
            return None
        left = max(0, self.total_count - self.done_count)
        return (at - self.started_at) * left / self.done_count


class JobLogLine(models.Model):
    """Something that happened while a job ran, in words for whoever waits for it."""

    job = models.ForeignKey(Job, models.PROTECT, related_name="log_lines")
    at = models.DateTimeField(default=timezone.now, editable=False)
    attempt = models.PositiveSmallIntegerField()
    text = models.TextField()

    def __str__(self) -> str:
        return self.text
