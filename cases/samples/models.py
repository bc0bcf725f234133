from datetime import timedelta
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.jobs.models import Job
from cases.samples.redaction import redact

#: How long a reveal lets its person read the sample unmasked.
REVEAL_LASTS = timedelta(hours=1)


class Draw(models.Model):
    """A choice of interactions that anyone with the same exhibits can make again."""

    class Method(models.TextChoices):
        SIMPLE = "simple", "Simple: every interaction has the same chance"
        STRATIFIED = "stratified", "Stratified: at least 30 of each stratum"

    class Stratum(models.TextChoices):
        DAY = "day", "Day (UTC)"
        CAPABILITY = "capability", "Capability"
        MODEL = "model", "Model"
        CLUSTER = "cluster", "Cluster of its platform account"
        VOLUME = "volume", "Volume of its platform account"

    case = models.ForeignKey(Case, models.PROTECT, related_name="draws")
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=200)
    method = models.CharField(max_length=12, choices=Method)
    strata = ArrayField(models.CharField(max_length=12, choices=Stratum), default=list, blank=True)
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64, help_text="SHA-256 of the seed.")
    committed_at = models.DateTimeField(default=timezone.now, editable=False)
    accounts = ArrayField(
        models.TextField(),
        default=list,
        blank=True,
        help_text="Platform accounts that the frame is limited to; empty for all.",
    )
    control_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="control"
    )
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="requested_draws")
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="draws")
    drawn_at = models.DateTimeField(null=True, blank=True)
    frame_count = models.PositiveBigIntegerField(null=True, blank=True)
    frame_digest = models.CharField(max_length=64, blank=True)
    allocation = models.JSONField(
        default=dict, blank=True, help_text="Each stratum: how many it has, how many were drawn."
    )
    derivation = models.JSONField(
        default=dict, blank=True, help_text="Query, its version, engine, and digests read."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="draw_number_once_in_a_case"),
            models.CheckConstraint(
                condition=Q(drawn_at=None) | Q(drawn_at__gte=F("committed_at")),
                name="draw_seed_committed_before_drawing",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None, frame_count=None)
                | Q(drawn_at__isnull=False, frame_count__isnull=False) & ~Q(frame_digest=""),
                name="draw_records_its_frame",
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="draw_of_something"),
        ]

    def __str__(self) -> str:
        return f"D-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("samples:draw", args=[self.case.reference, self.number])


class SampleImport(models.Model):
    """Prompt–output pairs read out of an exhibit: rows read = kept + refused + duplicate."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sample_imports")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="sample_imports")
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="sample_imports")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="requested_sample_imports")
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    read_count = models.PositiveIntegerField(default=0)
    kept_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    duplicate_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read_count=F("kept_count") + F("refused_count") + F("duplicate_count")),
                name="sample_import_counts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(kept_count__gte=1),
                name="sample_import_kept_something",
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.exhibit}"

    def get_absolute_url(self) -> str:
        return reverse("samples:import", args=[self.case.reference, self.pk])


class RefusedPair(models.Model):
    """A row of a file of pairs that was not kept, and why."""

    sample_import = models.ForeignKey(SampleImport, models.CASCADE, related_name="refused_pairs")
    row = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"row {self.row}: {self.reason}"


class SampleQuerySet(models.QuerySet["Sample"]):
    def labelled(self) -> Self:
        return self.filter(labels__isnull=False).distinct()


class Sample(models.Model):
    """A prompt and its output, drawn from telemetry, imported as a pair, or added by hand."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="samples")
    number = models.PositiveIntegerField()
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, blank=True, related_name="samples")
    sample_import = models.ForeignKey(
        SampleImport, models.PROTECT, null=True, blank=True, related_name="samples"
    )
    row = models.PositiveIntegerField(null=True, blank=True)
    interaction_id = models.TextField(blank=True)
    platform_account = models.TextField(blank=True)
    at = models.DateTimeField(null=True, blank=True)
    model = models.TextField(blank=True)
    capability = models.TextField(blank=True, help_text="As the telemetry has it.")
    stratum = models.TextField(blank=True)
    prompt = models.TextField()
    output = models.TextField()
    is_harmful = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_samples")
    note = models.TextField(blank=True)

    objects: ClassVar[models.Manager["Sample"]] = SampleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="sample_number_once_in_a_case"),
            models.UniqueConstraint("draw", "interaction_id", name="sample_once_in_a_draw"),
            models.UniqueConstraint("sample_import", "row", name="sample_once_in_an_import"),
            models.CheckConstraint(
                condition=Q(draw=None) | Q(sample_import=None), name="sample_of_one_origin"
            ),
        ]

    def __str__(self) -> str:
        return f"sample {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("samples:detail", args=[self.case.reference, self.number])

    @property
    def masked_prompt(self) -> str:
        """The prompt without what a reader may not see unasked."""
        return redact(self.prompt).text

    @property
    def origin(self) -> str:
        """Where the sample comes from, in a word or two."""
        if self.draw_id:
            return "drawn"
        return "imported" if self.sample_import_id else "added by hand"


class Label(models.Model):
    """One person's word for a capability that a sample exercises."""

    class Capability(models.TextChoices):
        SOFTWARE = "software_engineering", "Software engineering"
        AGENTIC = "agentic", "Agentic and tool use"
        LONG_HORIZON = "long_horizon", "Long horizon"
        REASONING = "reasoning_elicitation", "Reasoning elicitation"
        GRADING = "rubric_grading", "Rubric grading"
        CLEANING = "data_cleaning", "Data cleaning"
        #: Read, and nothing of the above: without it what was not taken would count as not read.
        NONE = "none_of_these", "None of these"

    case = models.ForeignKey(Case, models.PROTECT, related_name="labels")
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="labels")
    capability = models.CharField(max_length=24, choices=Capability)
    by = models.ForeignKey(User, models.PROTECT, related_name="labels")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("sample", "capability", "by", name="label_once_by_a_person"),
            models.CheckConstraint(
                condition=Q(
                    capability__in=[
                        "software_engineering",
                        "agentic",
                        "long_horizon",
                        "reasoning_elicitation",
                        "rubric_grading",
                        "data_cleaning",
                        "none_of_these",
                    ]
                ),
                name="label_capability_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_capability_display()


class Reveal(models.Model):
    """Someone read a sample unmasked, and said why. Append-only."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="reveals")
    by = models.ForeignKey(User, models.PROTECT, related_name="reveals")
    at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.TextField()

    def __str__(self) -> str:
        return f"of {self.sample} by {self.by}"
