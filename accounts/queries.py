from django.db.models import Q

from accounts.models import User
from audit.models import Entry
from audit.names import signature


def security_events(person: User, limit: int = 50) -> list[Entry]:
    """The newest entries about how a person signs in: what they did, and what was done to them."""
    name = signature(person)
    theirs = Q(actor=name, action__startswith="person.") | Q(
        actor=name, action__startswith="token."
    )
    done_to = Q(subject=name, action__startswith="person.")
    return list(Entry.objects.filter(theirs | done_to).order_by("-pk")[:limit])
