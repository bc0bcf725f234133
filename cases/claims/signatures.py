"""What people sign: changes of status, our own assessments, and the subject's responses."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.claims.models import Claim, Source
from cases.claims.vocabulary import NEEDS_TWO, Status
from cases.core.constraints import filled, one_of
from cases.core.dates import describe
from cases.core.models import Case, Party
from cases.core.roles import Permission
from cases.core.scales import Confidence, Likelihood


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> Self:
        return self.filter(outcome=Proposal.Outcome.OPEN)

    def for_countersigning(self, user: User) -> Self:
        """Open proposals of others, in open cases where the person may countersign."""
        cases = Case.objects.where_may(user, Permission.APPROVE)
        return self.open().filter(claim__case__in=cases).exclude(proposed_by=user)


class Proposal(models.Model):
    """A change of a claim's status: who proposed it, who decided, and what each of them saw."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Waiting for a second signature"
        COUNTERSIGNED = "countersigned", "Countersigned"
        SETTLED = "settled", "Signed by one person"
        REJECTED = "rejected", "Rejected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="proposals")
    status_before = models.CharField(max_length=16, choices=Status)
    status = models.CharField(max_length=16, choices=Status)
    rationale = models.TextField()
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="proposals")
    proposer_saw: Any = models.JSONField()
    outcome = models.CharField(max_length=13, choices=Outcome, default=Outcome.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="decided_proposals"
    )
    decider_saw: Any = models.JSONField(default=dict)
    decision_note = models.TextField(blank=True)

    objects: ClassVar[ProposalQuerySet] = ProposalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "claim", condition=Q(outcome="open"), name="proposal_one_open_for_a_claim"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at=None, decided_by=None)
                | ~Q(outcome="open") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="proposal_decided_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["countersigned", "rejected"])
                | ~Q(decided_by=F("proposed_by")),
                name="proposal_never_countersigned_by_its_author",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["settled", "withdrawn"]) | Q(decided_by=F("proposed_by")),
                name="proposal_settled_or_withdrawn_by_its_author",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="settled") | ~Q(status__in=sorted(NEEDS_TWO)),
                name="proposal_to_confirm_or_refute_needs_two",
            ),
            models.CheckConstraint(condition=~Q(rationale=""), name="proposal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.claim}: {self.get_status_display()}"

    def get_absolute_url(self) -> str:
        return reverse("claims:detail", args=[self.claim.case.reference, self.claim.number])


class Assessment(models.Model):
    """Our own judgement of a claim: a likelihood and, apart from it, a confidence. Append-only."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="assessments")
    likelihood = models.CharField(max_length=20, choices=Likelihood)
    confidence = models.CharField(max_length=8, choices=Confidence)
    basis = models.TextField(
        "basis of the confidence",
        help_text="Number, quality and independence of the sources; what was assumed.",
    )
    reasoning = models.TextField(blank=True)
    assessed_at = models.DateTimeField(default=timezone.now, editable=False)
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="assessments")

    class Meta:
        constraints = [
            filled("basis", "assessment_says_its_basis"),
            one_of("likelihood", Likelihood, "assessment_likelihood_is_icd_203"),
            one_of("confidence", Confidence, "assessment_confidence_is_known"),
        ]

    def __str__(self) -> str:
        return f"of {self.claim}"


class Response(models.Model):
    """The subject's answer, denial or silence: asked when, by whom, through what channel."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Asked, no answer yet"
        NO_ANSWER = "no_answer", "No answer"
        DECLINED = "declined", "Declined to comment"
        DENIED = "denied", "Answered, denying it"
        ANSWERED = "answered", "Answered"
        ADMITTED = "admitted", "Answered, admitting it"

    case = models.ForeignKey(Case, models.PROTECT, related_name="responses")
    party = models.ForeignKey(Party, models.PROTECT, related_name="responses")
    asked_on = models.CharField(max_length=40, help_text="EDTF.")
    asked_by = models.CharField(max_length=200, help_text="Us, or whoever did.")
    channel = models.CharField(max_length=200, help_text="E-mail, letter, telephone, in public.")
    question = models.TextField(help_text="What was put to them.")
    answer_due = models.CharField(max_length=40, blank=True, help_text="EDTF.")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    answered_on = models.CharField(
        max_length=40,
        blank=True,
        help_text="EDTF: the day of the answer, or that silence is as of.",
    )
    answer = models.TextField(blank=True, help_text="Their words, or what is known of them.")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="responses"
    )
    claims = models.ManyToManyField(Claim, blank=True, related_name="responses")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="recorded_responses")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting") | ~Q(answered_on=""),
                name="response_says_as_of_when",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["waiting", "no_answer", "declined"])
                | Q(outcome__in=["denied", "answered", "admitted"]) & ~Q(answer=""),
                name="response_has_the_words_of_an_answer",
            ),
            filled("asked_on", "response_says_when_they_were_asked"),
            filled("asked_by", "response_says_who_asked"),
            filled("channel", "response_says_how_they_were_asked"),
            filled("question", "response_says_what_was_put"),
        ]

    def __str__(self) -> str:
        return f"of {self.party}: {self.get_outcome_display()}"

    @property
    def is_answered(self) -> bool:
        """Whether something came back, which then stays as it was given."""
        return self.outcome not in {self.Outcome.WAITING, self.Outcome.NO_ANSWER}

    @property
    def has_words(self) -> bool:
        """Whether what came back was more than a refusal to speak."""
        return self.outcome in {self.Outcome.DENIED, self.Outcome.ANSWERED, self.Outcome.ADMITTED}

    @property
    def asked_words(self) -> str:
        return describe(self.asked_on)

    @property
    def due_words(self) -> str:
        return describe(self.answer_due) if self.answer_due else ""

    @property
    def answered_words(self) -> str:
        """As known: "answered June 12, 2026", or silent "as of" that day."""
        if not self.answered_on:
            return ""
        is_silence = self.outcome == self.Outcome.NO_ANSWER
        return f"as of {describe(self.answered_on)}" if is_silence else describe(self.answered_on)
