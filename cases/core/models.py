from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.core.roles import CHANGES, Permission, Role, roles_with


class Marking(models.TextChoices):
    """TLP 2.0 (FIRST, 2022), from the freest to the strictest."""

    CLEAR = "TLP:CLEAR", "TLP:CLEAR"
    GREEN = "TLP:GREEN", "TLP:GREEN"
    AMBER = "TLP:AMBER", "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT", "TLP:AMBER+STRICT"
    RED = "TLP:RED", "TLP:RED"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """The cases that the person is a member of; being an administrator adds none."""
        return self.filter(members__user=user)

    def open(self) -> Self:
        return self.filter(status=Case.Status.OPEN)

    def where_may(self, user: User, permission: Permission) -> Self:
        """The cases in which the person may do this now: as `access.why_not`, for many at once."""
        found = self.filter(members__user=user, members__role__in=roles_with(permission))
        return found.open() if permission in CHANGES else found


class Case(models.Model):
    """One investigation."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, help_text="The bottom line, in a few sentences.")
    rating = models.CharField(
        max_length=200, blank=True, help_text="For example: serious allegation, not adjudicated."
    )
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.AMBER)
    is_synthetic = models.BooleanField(
        default=False,
        help_text="An exercise with invented names and made-up evidence, never a real case.",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="opened_cases")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="closed_cases")
    status_reason = models.TextField(blank=True)

    #: Told by `access.get_case`, which asks the database for them once a page.
    is_held = False
    viewer_role = ""

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None, closed_by=None)
                | Q(status="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="case_closed_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(marking__in=Marking.values), name="case_marking_is_tlp"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("cases:overview", args=[self.reference])

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


class Member(models.Model):
    """A person's place in a case, and with it what they may do there."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_members")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "user", name="member_once_in_a_case"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="member_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.get_role_display()}"


class LegalHold(models.Model):
    """An order to keep everything: while it stands, nothing in the case can be deleted."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="legal_holds")
    reason = models.TextField()
    placed_at = models.DateTimeField(default=timezone.now, editable=False)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="placed_holds")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="lifted_holds")
    lift_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_by_someone_at_some_time",
            ),
            models.UniqueConstraint(
                "case", condition=Q(lifted_at=None), name="hold_one_at_a_time_in_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"on {self.case}"


class Party(models.Model):
    """An organization, person or public body that a case speaks of, and its role there."""

    class Kind(models.TextChoices):
        ORGANIZATION = "organization", "Organisation"
        PERSON = "person", "Person"
        PUBLIC_BODY = "public_body", "Public body"

    class Role(models.TextChoices):
        COMPLAINANT = "complainant", "Complainant"
        SUBJECT = "subject", "Subject"
        AUTHORITY = "authority", "Authority"
        PUBLISHER = "publisher", "Publisher"
        WITNESS = "witness", "Witness"
        INVESTIGATOR = "investigator", "Investigator"

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    name = models.CharField(max_length=200)
    aliases = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Other names that prose may use.",
    )
    kind = models.CharField(max_length=20, choices=Kind)
    role = models.CharField(max_length=20, choices=Role)
    controlled_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="controlled_parties",
        help_text="The party that directs this one, so that the two are not independent.",
    )
    note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint("case", "name", name="party_named_once_in_a_case"),
            models.CheckConstraint(
                condition=~Q(controlled_by=models.F("id")), name="party_not_its_own_master"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    """Something that someone has to do."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="assigned_tasks"
    )
    due_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_tasks")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="done_tasks")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_someone_at_some_time",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """What someone wrote down about the case; Markdown, never evidence."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    body = models.TextField()
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="written_notes")

    def __str__(self) -> str:
        return f"of {self.written_at:%Y-%m-%d %H:%M} UTC"


class WatchItem(models.Model):
    """Something that would change the picture if it happened, and when to look again."""

    class Outcome(models.TextChoices):
        WATCHING = "watching", "Watching"
        HAPPENED = "happened", "Happened"
        DROPPED = "dropped", "No longer watched"

    case = models.ForeignKey(Case, models.PROTECT, related_name="watch_items")
    what = models.CharField(max_length=300)
    why = models.TextField(blank=True, help_text="What it would settle.")
    look_again_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WATCHING)
    outcome_note = models.TextField(blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_watch_items")

    def __str__(self) -> str:
        return self.what


class Counter(models.Model):
    """The last number taken of a sequence; see numbering.py."""

    key = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"
