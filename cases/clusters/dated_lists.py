from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cases.core.models import Case
from cases.exhibits.models import Exhibit


class InfrastructureList(models.Model):
    """A list of networks or mail domains that many strangers share, as of its date."""

    class Kind(models.TextChoices):
        VPN = "vpn", "VPN exits"
        TOR = "tor", "Tor exits"
        DATA_CENTRE = "data_centre", "Data-centre networks"
        CAMPUS = "campus", "Campus networks"
        CARRIER = "carrier", "Carrier networks"
        MAIL = "mail", "Disposable mail domains"

    case = models.ForeignKey(Case, models.PROTECT, related_name="infrastructure_lists")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    as_of = models.DateField()
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="infrastructure_lists")
    entry_count = models.PositiveIntegerField()
    refused_count = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list, help_text="The first lines that were not understood.")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_infrastructure_lists")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="infrastructure_list_number_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="infrastructure_list_withdrawn_by_someone_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"L-{self.number}"
