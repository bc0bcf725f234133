"""What changed beneath the ledger, noted by the database until ceilings take it into account."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from cases.claims.models import Claim, Source
from cases.core.models import Case


class DisturbanceQuerySet(models.QuerySet["Disturbance"]):
    def that_can_be_settled(self) -> Self:
        """Those of open cases: the ceilings of a closed one wait until it is reopened."""
        return self.filter(case__status=Case.Status.OPEN)


class Disturbance(models.Model):
    """A change of something that ceilings rest on, not yet taken into account.

    Written by database triggers alone, whoever made the change and by whatever way. It concerns
    one claim, or what a source says, or, if it names neither, the whole case.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="disturbances")
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, related_name="disturbances")
    source = models.ForeignKey(Source, models.CASCADE, null=True, related_name="disturbances")
    what = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[DisturbanceQuerySet] = DisturbanceQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.what
