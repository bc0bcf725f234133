from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.claims.vocabulary import (
    ATTRIBUTING_RUNGS,
    OPPOSES,
    SUPPORTS,
    Kind,
    Precision,
    Rung,
    SourceKind,
    Stance,
    Status,
    Weight,
)
from cases.core.constraints import filled, one_of, reasoned
from cases.core.dates import describe
from cases.core.models import Case, Party
from cases.core.scales import Credibility, Reliability
from cases.exhibits.models import Exhibit


class Source(models.Model):
    """A document, statement, dataset or observation that says something."""

    class Basis(models.TextChoices):
        UNKNOWN = "unknown", "Not looked into yet"
        FIRST_HAND = "first_hand", "Nothing else: it is an origin"
        RESTS = "rests_on_others", "Other sources"

    case = models.ForeignKey(Case, models.PROTECT, related_name="sources")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    publisher = models.ForeignKey(Party, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=20, choices=SourceKind)
    basis = models.CharField("rests on", max_length=20, choices=Basis, default=Basis.UNKNOWN)
    reliability = models.CharField(max_length=1, choices=Reliability, default=Reliability.F)
    reliability_reason = models.TextField("why this grade", blank=True)
    published = models.CharField(max_length=40, blank=True, help_text="EDTF.")
    url = models.URLField("address", max_length=1000, blank=True)
    exhibit = models.ForeignKey(
        Exhibit, models.PROTECT, null=True, blank=True, related_name="sources",
        help_text="The copy that is held.",
    )  # fmt: skip
    text = models.TextField(blank=True, help_text="Its text, to take apart into claims.")
    note = models.TextField(blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_sources")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="source_number_once_in_a_case"),
            one_of("reliability", Reliability, "source_grade_is_admiralty"),
            one_of("kind", SourceKind, "source_kind_is_known"),
            models.CheckConstraint(
                condition=Q(basis__in=["unknown", "first_hand", "rests_on_others"]),
                name="source_basis_is_known",
            ),
            filled("title", "source_has_a_title"),
            reasoned("reliability", "F", "reliability_reason", "source_grade_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"S-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("claims:source", args=[self.case.reference, self.number])

    @property
    def published_words(self) -> str:
        return describe(self.published) if self.published else "date not known"


class Lineage(models.Model):
    """One source rests on another, and the passage that shows it."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="grounds")
    rests_on = models.ForeignKey(Source, models.PROTECT, related_name="echoes")
    passage = models.TextField(help_text="The words that show it, or how it was found out.")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_lineages")

    class Meta:
        verbose_name = "lineage"
        constraints = [
            models.UniqueConstraint("source", "rests_on", name="lineage_once"),
            filled("passage", "lineage_shows_its_passage"),
            models.CheckConstraint(
                condition=~Q(source=F("rests_on")), name="lineage_never_on_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} rests on {self.rests_on}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def overstated(self) -> Self:
        """Claims whose signed status is above what is said of them now."""
        return self.exclude(overstated_because="")

    def open_questions(self) -> Self:
        """What is not established, with what would settle it."""
        return self.filter(status=Status.NOT_ESTABLISHED).exclude(would_settle="")


class Claim(models.Model):
    """One proposition that can be true or false, with how far it holds and who signed that."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="claims")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    rung = models.CharField(max_length=2, choices=Rung, blank=True)
    statement = models.TextField(help_text="One sentence that can be true or false.")
    weight = models.CharField(max_length=8, choices=Weight, default=Weight.AGAINST_SUBJECT)
    speaker = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="spoken_claims",
        help_text="Who says so, or, of an utterance, who said it.",
    )  # fmt: skip
    actor = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="attributed_claims",
        help_text="Whom the claim says did it or is responsible.",
    )  # fmt: skip
    content_of = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="contents",
        help_text="The utterances that say this.",
    )  # fmt: skip
    happened = models.CharField(max_length=40, blank=True, help_text="EDTF.")
    would_settle = models.TextField(blank=True, help_text="What would settle it either way.")
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    value_high = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    precision = models.CharField(max_length=12, choices=Precision, blank=True)
    window = models.CharField(max_length=40, blank=True, help_text="EDTF.")
    counting_rule = models.TextField(blank=True)
    as_of = models.CharField(max_length=40, blank=True, help_text="EDTF.")
    figure_key = models.SlugField(blank=True, help_text="The measured figure to set beside it.")
    status = models.CharField(max_length=16, choices=Status, default=Status.NOT_ESTABLISHED)
    signed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ceiling = models.CharField(max_length=16, choices=Status, default=Status.NOT_ESTABLISHED)
    supported = ArrayField(models.CharField(max_length=16), default=list)
    explanation: Any = models.JSONField(default=dict)
    origin_count = models.PositiveIntegerField(default=0)
    echo_count = models.PositiveIntegerField(default=0)
    overstated_because = models.TextField(blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_claims")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[ClaimQuerySet] = ClaimQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="claim_number_once_in_a_case"),
            one_of("kind", Kind, "claim_kind_is_known"),
            one_of("status", Status, "claim_status_is_known"),
            one_of("rung", Rung, "claim_rung_is_known", blank=True),
            one_of("weight", Weight, "claim_weight_is_known"),
            one_of("precision", Precision, "claim_precision_is_known", blank=True),
            filled("statement", "claim_states_something"),
            models.CheckConstraint(
                condition=~Q(kind="attribution") | ~Q(rung=""), name="attribution_names_its_rung"
            ),
            models.CheckConstraint(
                condition=~Q(rung__in=sorted(ATTRIBUTING_RUNGS)) | Q(kind="attribution"),
                name="rung_from_l2_up_is_an_attribution",
            ),
            models.CheckConstraint(
                condition=~Q(kind="figure") | Q(value__isnull=False) & ~Q(unit=""),
                name="figure_has_value_and_unit",
            ),
            models.CheckConstraint(
                condition=Q(value_high=None) | Q(value_high__gte=F("value")),
                name="figure_range_goes_up",
            ),
            models.CheckConstraint(
                condition=Q(precision="range", value_high__isnull=False)
                | ~Q(precision="range") & Q(value_high=None),
                name="figure_range_has_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(supported__contains=[F("status")]) | ~Q(overstated_because=""),
                name="claim_not_above_its_ceiling_unless_flagged",
            ),
        ]

    def __str__(self) -> str:
        return f"C-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("claims:detail", args=[self.case.reference, self.number])

    @property
    def is_overstated(self) -> bool:
        return bool(self.overstated_because)

    @property
    def window_words(self) -> str:
        return describe(self.window) if self.window else ""

    @property
    def as_of_words(self) -> str:
        return describe(self.as_of) if self.as_of else ""


class Assertion(models.Model):
    """What one source says about one claim."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="assertions")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="assertions")
    stance = models.CharField(max_length=12, choices=Stance)
    quotation = models.TextField(blank=True, help_text="Its own words.")
    locator = models.CharField(max_length=200, blank=True, help_text="Page, paragraph, row.")
    credibility = models.CharField(
        max_length=1, choices=Credibility, default=Credibility.CANNOT_BE_JUDGED
    )
    has_seen = models.BooleanField(
        "has seen it itself", default=False,
        help_text="Of an utterance: the source reports having seen the document or heard it.",
    )  # fmt: skip
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="resolved_denials"
    )
    resolution = models.TextField(blank=True, help_text="Why the denial no longer stands.")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_assertions")

    class Meta:
        constraints = [
            models.UniqueConstraint("source", "claim", name="source_takes_one_stance_on_a_claim"),
            one_of("stance", Stance, "assertion_stance_is_known"),
            one_of("credibility", Credibility, "assertion_grade_is_admiralty"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False)
                & ~Q(resolution="")
                & Q(stance__in=sorted(OPPOSES)),
                name="denial_resolved_by_someone_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_stance_display()} {self.claim}"

    @property
    def speaks_for(self) -> bool:
        return self.stance in SUPPORTS

    @property
    def speaks_against(self) -> bool:
        return self.stance in OPPOSES


class Observation(models.Model):
    """An analysis of exhibits held in this case, and what it shows of a claim."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="observations")
    exhibits = models.ManyToManyField(Exhibit, related_name="observations")
    figure_key = models.SlugField(blank=True, help_text="The figure that was measured.")
    figure_value = models.DecimalField(
        max_digits=24, decimal_places=4, null=True, help_text="As it was measured then."
    )
    finding = models.TextField(help_text="What it shows, in a sentence.")
    method = models.TextField(help_text="How it can be run again.")
    contradicts = models.BooleanField("speaks against the claim", default=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_observations")
    rerun_at = models.DateTimeField(null=True, blank=True)
    rerun_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="rerun_observations"
    )
    rerun_gave_the_same = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rerun_at=None, rerun_by=None, rerun_gave_the_same=None)
                | Q(
                    rerun_at__isnull=False,
                    rerun_by__isnull=False,
                    rerun_gave_the_same__isnull=False,
                ),
                name="observation_rerun_by_someone_with_a_result",
            ),
            filled("finding", "observation_finds_something"),
            filled("method", "observation_says_its_method"),
        ]

    def __str__(self) -> str:
        return self.finding
