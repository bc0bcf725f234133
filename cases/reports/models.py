from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.core.models import Case
from cases.core.roles import Permission
from cases.reports.templates import BUILT_IN, FULL, MANDATORY, MOST_PAGES, Choice, Template


class Report(models.Model):
    """An attribution report: the text that is being worked on, and the revisions frozen of it.

    Its template says for which reader it prints.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    template = models.CharField(max_length=10, default=FULL.key)
    rating = models.CharField(max_length=300, blank=True)
    summary = models.TextField("bottom line", blank=True)
    prose: Any = models.JSONField(default=dict, help_text="The analyst's Markdown, by section.")
    charts: Any = models.JSONField(default=list, blank=True, help_text="Each with its section.")
    based_on: Any = models.JSONField(default=dict, help_text="The ledger when it was last saved.")
    version = models.PositiveIntegerField(default=1, help_text="Counts savings of the draft.")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="opened_reports")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="changed_reports")
    authors: Any = ArrayField(
        models.BigIntegerField(), default=list, blank=True,
        help_text="Who wrote any of the text since a revision of it was last approved.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="report_number_once_in_a_case"),
            models.CheckConstraint(
                condition=Q(template__in=tuple(BUILT_IN)), name="report_has_a_known_template"
            ),
        ]

    def __str__(self) -> str:
        return f"R-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reports:detail", args=[self.case.reference, self.number])


class RevisionQuerySet(models.QuerySet["Revision"]):
    def approved(self) -> Self:
        return self.filter(outcome=Revision.Outcome.APPROVED)

    def awaiting(self) -> Self:
        """Revisions that wait for a second person."""
        return self.filter(outcome=Revision.Outcome.PROPOSED)

    def standing(self) -> Self:
        """Approved and not retracted, the latest first."""
        return self.approved().filter(retraction=None).order_by("-number")

    def for_approval(self, user: User) -> Self:
        """Revisions of others that this person may approve."""
        return (
            self.awaiting()
            .filter(report__case__in=Case.objects.where_may(user, Permission.APPROVE))
            .exclude(requested_by=user)
            .exclude(written_by=user)
            .exclude(authors__contains=[user.pk])
            .exclude(report__authors__contains=[user.pk])
        )


class Revision(models.Model):
    """One frozen text of a report: what was asked to be approved, and by whom it was.

    A trigger keeps its text as it was from the moment it is written, and its outcome from the
    moment it is decided.
    """

    class Outcome(models.TextChoices):
        PROPOSED = "proposed", "Waiting for approval"
        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Returned to its author"
        VOIDED = "voided", "Voided by a later change"

    report = models.ForeignKey(Report, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    rating = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    prose: Any = models.JSONField()
    marking = models.CharField(max_length=20)
    document: Any = models.JSONField(help_text="As composed; every format is rendered from it.")
    digest = models.CharField(max_length=64)
    ledger: Any = models.JSONField(help_text="The ledger that it was composed from.")
    change_note = models.TextField(blank=True, help_text="What it changes of the one before.")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="written_revisions")
    authors: Any = ArrayField(
        models.BigIntegerField(), default=list, blank=True,
        help_text="Who wrote any of it since a revision was last approved: none of them may.",
    )  # fmt: skip
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="requested_revisions")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.PROPOSED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="decided_revisions"
    )
    decision_note = models.TextField(blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects: ClassVar[RevisionQuerySet] = RevisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint("report", "number", name="revision_number_once_in_a_report"),
            models.UniqueConstraint(
                "report", condition=Q(outcome="proposed"), name="revision_one_waiting_in_a_report"
            ),
            models.CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$"), name="revision_has_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(outcome="proposed", decided_at=None, decided_by=None)
                | ~Q(outcome="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="revision_decided_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="approved")
                | ~Q(decided_by=F("requested_by")) & ~Q(decided_by=F("written_by")),
                name="revision_never_approved_by_its_author",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="approved") | ~Q(authors__contains=[F("decided_by")]),
                name="revision_never_approved_by_an_earlier_author",
            ),
        ]

    def __str__(self) -> str:
        return f"R-{self.report.number} revision {self.number}"

    def get_absolute_url(self) -> str:
        report = self.report
        return reverse("reports:revision", args=[report.case.reference, report.number, self.number])

    @property
    def is_approved(self) -> bool:
        return self.outcome == self.Outcome.APPROVED

    @property
    def is_retracted(self) -> bool:
        return hasattr(self, "retraction")

    @property
    def later(self) -> "Revision | None":
        """The revision that stands in its place."""
        return max(self.superseded_by.all(), key=lambda each: each.number, default=None)

    @property
    def standing(self) -> str:
        """What was decided of it and what became of it since: "Approved, now retracted"."""
        decided = self.get_outcome_display()
        if self.is_retracted:
            return f"{decided}, now retracted"
        return (
            f"{decided}, now superseded by revision {self.later.number}" if self.later else decided
        )


class Retraction(models.Model):
    """A revision that no longer stands, and why. Append-only."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="retraction")
    reason = models.TextField()
    retracted_at = models.DateTimeField(default=timezone.now, editable=False)
    retracted_by = models.ForeignKey(User, models.PROTECT, related_name="retractions")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="retraction_says_why")]

    def __str__(self) -> str:
        return f"of {self.revision}"


class TemplateVersion(models.Model):
    """A template as a lead adjusted it for the case; the last of a key is in use. Append-only."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="report_templates")
    key = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    reader = models.CharField(max_length=200)
    pages = models.PositiveIntegerField(null=True, blank=True)
    is_numbered = models.BooleanField(default=False)
    choices: Any = models.JSONField(help_text="The sections that are printed, in their order.")
    reason = models.TextField()
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="adjusted_templates")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "key", "number", name="template_version_once"),
            models.CheckConstraint(
                condition=Q(key__in=tuple(BUILT_IN)), name="template_of_a_known_reader"
            ),
            models.CheckConstraint(
                condition=Q(choices__contains=[{"key": key} for key in MANDATORY]),
                name="template_keeps_what_no_reader_may_miss",
            ),
            models.CheckConstraint(
                condition=Q(pages=None) | Q(pages__gte=1, pages__lte=MOST_PAGES),
                name="template_has_room_for_a_page",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="template_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"

    @property
    def template(self) -> Template:
        """What it prints."""
        choices = tuple(Choice(**choice) for choice in self.choices)
        return Template(self.key, self.name, self.reader, choices, self.pages, self.is_numbered)
