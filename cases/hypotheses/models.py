from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.claims.models import Assertion, Claim, Observation
from cases.claims.signatures import Response
from cases.claims.vocabulary import Rung
from cases.clusters.models import Cluster
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.telemetry.models import Figure

#: What a row of evidence can rest on: each kind has a field of its name.
REFERENTS = ("claim", "assertion", "observation", "response", "exhibit", "figure", "cluster")


class HypothesisQuerySet(models.QuerySet["Hypothesis"]):
    def open(self) -> Self:
        """Those that are compared: not set aside."""
        return self.filter(status=Hypothesis.Status.OPEN)


class Hypothesis(models.Model):
    """One explanation that competes with others; it is nobody's claim, and no finding."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        SET_ASIDE = "set_aside", "Set aside"

    case = models.ForeignKey(Case, models.PROTECT, related_name="hypotheses")
    number = models.PositiveIntegerField()
    statement = models.TextField(help_text="One explanation, in a sentence.")
    would_change = models.TextField(
        "what would change our mind", blank=True, help_text="What would speak for or against it."
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="set_aside_hypotheses"
    )
    set_aside_because = models.TextField(blank=True)
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="hypotheses",
        help_text="The attribution that it competes for.",
    )  # fmt: skip
    rung = models.CharField(max_length=2, choices=Rung, blank=True)
    usual = models.SlugField(blank=True, help_text="Which of the usual rivals it is.")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_hypotheses")

    objects: ClassVar[HypothesisQuerySet] = HypothesisQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "hypotheses"
        constraints = [
            models.UniqueConstraint("case", "number", name="hypothesis_number_once_in_a_case"),
            models.UniqueConstraint(
                "case", "usual", condition=~Q(usual=""), name="usual_rival_once_in_a_case"
            ),
            models.CheckConstraint(condition=~Q(statement=""), name="hypothesis_says_something"),
            models.CheckConstraint(
                condition=Q(
                    status="open", set_aside_at=None, set_aside_by=None, set_aside_because=""
                )
                | Q(status="set_aside", set_aside_at__isnull=False, set_aside_by__isnull=False)
                & ~Q(set_aside_because=""),
                name="hypothesis_set_aside_by_someone_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"H-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("hypotheses:detail", args=[self.case.reference, self.number])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class EvidenceRow(models.Model):
    """One thing that the hypotheses are held against, and how much it counts."""

    class Kind(models.TextChoices):
        CLAIM = "claim", "Claim"
        ASSERTION = "assertion", "What a source says"
        OBSERVATION = "observation", "Our own analysis"
        RESPONSE = "response", "Response of a party"
        EXHIBIT = "exhibit", "Exhibit"
        FIGURE = "figure", "Figure"
        CLUSTER = "cluster", "Cluster"
        ABSENCE = "absence", "Absence of evidence"

    class Weight(models.TextChoices):
        LOW = "low", "Low (counts half)"
        MEDIUM = "medium", "Medium (counts once)"
        HIGH = "high", "High (counts twice)"

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence_rows")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="evidence_rows"
    )
    assertion = models.ForeignKey(
        Assertion, models.PROTECT, null=True, blank=True, related_name="evidence_rows"
    )
    observation = models.ForeignKey(
        Observation, models.PROTECT, null=True, blank=True, related_name="evidence_rows"
    )
    response = models.ForeignKey(
        Response, models.PROTECT, null=True, blank=True, related_name="evidence_rows"
    )
    exhibit = models.ForeignKey(
        Exhibit, models.PROTECT, null=True, blank=True, related_name="evidence_rows"
    )
    figure = models.ForeignKey(
        Figure, models.PROTECT, null=True, blank=True, related_name="evidence_rows"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="evidence_rows"
    )
    says = models.TextField(
        "what it says", blank=True, help_text="In a sentence, as far as it bears on the question."
    )
    credibility = models.CharField(
        max_length=6, choices=Weight, blank=True, help_text="Blank: as the ledger grades it."
    )
    relevance = models.CharField(max_length=6, choices=Weight, default=Weight.MEDIUM)
    reason = models.TextField("why these weights", blank=True)
    left_out_at = models.DateTimeField(null=True, blank=True)
    left_out_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="left_out_rows"
    )
    left_out_because = models.TextField(blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_evidence_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="evidence_row_number_once_in_a_case"),
            *[
                models.UniqueConstraint("case", field, name=f"evidence_row_once_for_{field}")
                for field in REFERENTS
            ],
            *[
                models.CheckConstraint(
                    condition=Q(kind=kind, **{f"{kind}__isnull": False})
                    | ~Q(kind=kind) & Q(**{f"{kind}__isnull": True}),
                    name=f"evidence_row_of_{kind}_names_it",
                )
                for kind in REFERENTS
            ],
            models.CheckConstraint(
                condition=~Q(kind__in=["absence", "exhibit"]) | ~Q(says=""),
                name="evidence_row_says_what_it_shows",
            ),
            models.CheckConstraint(
                condition=Q(credibility="", relevance="medium") | ~Q(reason=""),
                name="evidence_row_says_why_it_is_weighed_so",
            ),
            models.CheckConstraint(
                condition=Q(left_out_at=None, left_out_by=None, left_out_because="")
                | Q(left_out_at__isnull=False, left_out_by__isnull=False) & ~Q(left_out_because=""),
                name="evidence_row_left_out_by_someone_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("hypotheses:row", args=[self.case.reference, self.number])

    @property
    def referent(self) -> Any:
        """What it refers to; nothing where it is the absence of something."""
        return getattr(self, self.kind, None)


class RatingQuerySet(models.QuerySet["Rating"]):
    def standing(self) -> Self:
        """The one that counts in each cell: the latest."""
        return self.filter(superseded_at=None)


class Rating(models.Model):
    """What one row says of one hypothesis, as a person judged it; a later one supersedes it."""

    class Mark(models.TextChoices):
        CC = "CC", "Very consistent"
        C = "C", "Consistent"
        N = "N", "Neutral"
        I = "I", "Inconsistent"  # noqa: E741 - Heuer's letter
        II = "II", "Very inconsistent"
        NA = "NA", "Not applicable"

    #: The marks that move the matrix: each says why.
    WEIGHING = ("CC", "C", "I", "II")

    row = models.ForeignKey(EvidenceRow, models.PROTECT, related_name="ratings")
    hypothesis = models.ForeignKey(Hypothesis, models.PROTECT, related_name="ratings")
    mark = models.CharField(max_length=2, choices=Mark)
    note = models.TextField(blank=True)
    rated_at = models.DateTimeField(default=timezone.now, editable=False)
    rated_by = models.ForeignKey(User, models.PROTECT, related_name="ratings")
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[RatingQuerySet] = RatingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "row", "hypothesis", condition=Q(superseded_at=None), name="one_rating_a_cell"
            ),
            models.CheckConstraint(
                condition=Q(mark__in=["CC", "C", "N", "I", "II", "NA"]), name="rating_is_heuers"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("rated_at")),
                name="rating_superseded_after_it_was_made",
            ),
            models.CheckConstraint(
                condition=~Q(mark__in=["CC", "C", "I", "II"])
                | ~Q(note="")
                | Q(superseded_at__isnull=False),
                name="rating_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} of {self.hypothesis}: {self.get_mark_display()}"
