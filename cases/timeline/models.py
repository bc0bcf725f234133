from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.claims.models import Claim, Source
from cases.core.dates import describe
from cases.core.models import Case


class Event(models.Model):
    """A dated entry of the timeline; its date may be uncertain."""

    class Lane(models.TextChoices):
        SAID = "said", "Said to have happened"
        PUBLIC = "public", "Publicly said and done"

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    lane = models.CharField(max_length=8, choices=Lane)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    happened = models.CharField(max_length=40, help_text="EDTF.")
    happened_earliest = models.DateField(null=True, editable=False)
    happened_latest = models.DateField(null=True, editable=False)
    sort_on = models.DateField(editable=False)
    became_public = models.CharField(max_length=40, blank=True, help_text="EDTF.")
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="events")
    claims = models.ManyToManyField(Claim, blank=True, related_name="events")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="entered_events")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="event_number_once_in_a_case"),
            models.CheckConstraint(
                condition=Q(happened_earliest__isnull=False) | Q(happened_latest__isnull=False),
                name="event_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(happened_latest__gte=F("happened_earliest")),
                name="event_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"T-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("timeline:detail", args=[self.case.reference, self.number])

    @property
    def told(self) -> str:
        """Its title, never without the word that it is only said to have happened."""
        is_said = self.lane == self.Lane.SAID
        return f"Said to have happened: {self.title}" if is_said else self.title

    @property
    def happened_in_words(self) -> str:
        return describe(self.happened)

    @property
    def became_public_in_words(self) -> str:
        return describe(self.became_public) if self.became_public else ""
