from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.clusters.signals import KINDS, Family
from cases.core.models import Case
from cases.jobs.models import Job


class PlatformAccount(models.Model):
    """An account under investigation, as the platform's own records know it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="platform_accounts")
    external_id = models.CharField(max_length=200)
    attributes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    organization = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    interaction_count = models.PositiveBigIntegerField(default=0)
    output_token_count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "external_id", name="platform_account_once_in_a_case"),
        ]

    def __str__(self) -> str:
        return self.external_id

    def get_absolute_url(self) -> str:
        return reverse("clusters:account", args=[self.case.reference, self.pk])


class SignalUse(models.Model):
    """A platform account's use of a value that others use, too."""

    account = models.ForeignKey(PlatformAccount, models.CASCADE, related_name="signal_uses")
    kind = models.CharField(max_length=20, choices=[(k.name, k.label) for k in KINDS.values()])
    value = models.TextField()
    used_by_count = models.PositiveIntegerField()
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("account", "kind", "value", name="signal_use_once"),
        ]
        indexes = [models.Index("kind", "value", name="signal_use_of_a_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"

    @property
    def family(self) -> Family:
        return KINDS[self.kind].family


class LinkerRun(models.Model):
    """One run of the linker: what it was told, what it read, and what accident would have made."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="linker_runs")
    number = models.PositiveIntegerField()
    parameters = models.JSONField()
    version = models.CharField(max_length=20)
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="requested_linker_runs")
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="linker_runs")
    finished_at = models.DateTimeField(null=True, blank=True)
    population_count = models.PositiveIntegerField(default=0)
    use_count = models.PositiveBigIntegerField(default=0)
    threshold = models.FloatField(null=True)
    link_count = models.PositiveIntegerField(default=0)
    pair_link_count = models.PositiveIntegerField(default=0)
    expected_link_count = models.FloatField(null=True, help_text="E₀: links by accident alone.")
    grouped_count = models.PositiveIntegerField(default=0)
    expected_grouped_count = models.FloatField(null=True)
    set_aside_count = models.PositiveIntegerField(default=0)
    proposed_count = models.PositiveIntegerField(default=0)
    control = models.JSONField(null=True, help_text="How many presumed innocents were linked.")
    curve = models.JSONField(default=dict, help_text="Links found and expected by threshold.")
    changes = models.JSONField(default=dict, help_text="What moved since the run before.")
    derivation = models.JSONField(default=dict, help_text="Digests read, and of what was written.")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="linker_run_number_once_in_a_case"),
        ]

    def __str__(self) -> str:
        return f"linker run {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("clusters:run", args=[self.case.reference, self.number])

    @property
    def false_discovery(self) -> float | None:
        """E₀ over what was found, among the links that stand alone."""
        if self.expected_link_count is None or not self.pair_link_count:
            return None
        return self.expected_link_count / self.pair_link_count


class ClusterQuerySet(models.QuerySet["Cluster"]):
    def standing(self) -> Self:
        """Clusters that are proposed or judged, not those that others took the place of."""
        return self.filter(status__in=Cluster.STANDING)

    def usable(self) -> Self:
        """Clusters that are proposed or accepted: what nobody has judged otherwise."""
        return self.filter(status__in=[Cluster.Status.PROPOSED, Cluster.Status.ACCEPTED])

    def accepted(self) -> Self:
        return self.filter(status=Cluster.Status.ACCEPTED)


class Cluster(models.Model):
    """Platform accounts held together by links: proposed by the linker or drawn by an analyst."""

    class Origin(models.TextChoices):
        LINKER = "linker", "Found by the linker"
        ANALYST = "analyst", "Drawn by an analyst"
        SPLIT = "split", "Split from another"
        MERGE = "merge", "Merged from others"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"
        REPLACED = "replaced", "Replaced by a split or merge"
        WITHDRAWN = "withdrawn", "Withdrawn"

    STANDING = (Status.PROPOSED, Status.ACCEPTED, Status.REJECTED)

    case = models.ForeignKey(Case, models.PROTECT, related_name="clusters")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=Origin)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the sorted member ids.")
    member_count = models.PositiveIntegerField()
    interaction_count = models.PositiveBigIntegerField(default=0)
    run = models.ForeignKey(LinkerRun, models.PROTECT, null=True, related_name="clusters")
    made_from = models.ManyToManyField("self", symmetrical=False, related_name="made_into")
    families = ArrayField(models.CharField(max_length=20), default=list)
    stability = models.FloatField(null=True)
    explanation = models.JSONField(default=dict)
    picture = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="judged_clusters")
    reason = models.TextField(blank=True)
    members = models.ManyToManyField(
        PlatformAccount, through="ClusterMember", related_name="clusters"
    )

    objects: ClassVar[ClusterQuerySet] = ClusterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="cluster_number_once_in_a_case"),
            models.CheckConstraint(
                condition=Q(judged_at=None, judged_by=None)
                | Q(judged_at__isnull=False, judged_by__isnull=False) & ~Q(reason=""),
                name="cluster_judged_by_someone_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "rejected"]) | Q(judged_at__isnull=False),
                name="cluster_accepted_or_rejected_by_someone",
            ),
            models.CheckConstraint(condition=Q(member_count__gte=2), name="cluster_of_two_or_more"),
        ]
        indexes = [models.Index(fields=["case", "digest"], name="cluster_by_its_members")]

    def __str__(self) -> str:
        return f"K-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("clusters:detail", args=[self.case.reference, self.number])

    @property
    def is_standing(self) -> bool:
        return self.status in self.STANDING

    @property
    def stability_percent(self) -> float:
        """Of a hundred members, how many stay together when a tenth of all uses is lost."""
        return 100 * (self.stability or 0.0)

    @property
    def sentence(self) -> str:
        return str(self.explanation.get("sentence", ""))


class ClusterMember(models.Model):
    """A platform account's place in a cluster."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="memberships")
    account = models.ForeignKey(PlatformAccount, models.PROTECT, related_name="memberships")
    link_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("cluster", "account", name="member_once_in_a_cluster"),
        ]

    def __str__(self) -> str:
        return f"{self.account} in {self.cluster}"


class Link(models.Model):
    """Two members that share signals, with what the link rests on.

    Of each cluster the strongest links that alone hold it together are kept here; every link of a
    run is in the run's file.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="links")
    a = models.ForeignKey(PlatformAccount, models.PROTECT, related_name="+")
    b = models.ForeignKey(PlatformAccount, models.PROTECT, related_name="+")
    bits = models.FloatField()
    stands_alone = models.BooleanField()
    families = ArrayField(models.CharField(max_length=20))
    evidence = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint("cluster", "a", "b", name="link_once_in_a_cluster"),
            models.CheckConstraint(condition=~Q(a=F("b")), name="link_of_two_accounts"),
        ]

    def __str__(self) -> str:
        return f"{self.a} with {self.b}"


class Judgement(models.Model):
    """What a person decided about a cluster and why: kept for good, also when it is undone."""

    class Verb(models.TextChoices):
        DREW = "drew", "drew it"
        ACCEPTED = "accepted", "accepted it"
        REJECTED = "rejected", "rejected it"
        SPLIT = "split", "split it"
        MERGED = "merged", "merged it with others"
        NOTED = "noted", "noted"
        UNDID = "undid", "undid a judgement"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="judgements")
    verb = models.CharField(max_length=10, choices=Verb)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="judgements")
    before = models.JSONField(default=dict, help_text="The cluster's state until then.")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_has_a_reason"),
            models.CheckConstraint(
                condition=Q(verb="undid", undoes__isnull=False) | ~Q(verb="undid") & Q(undoes=None),
                name="judgement_undoes_what_it_says",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_verb_display()}"

    @property
    def case(self) -> Case:
        return self.cluster.case

    @property
    def state_before(self) -> dict[str, Any]:
        return dict(self.before)
