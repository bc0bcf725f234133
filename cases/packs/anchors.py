"""Once a day all that the audit holds is put into one hash and signed: a root.

Once a root has left the house, in a pack or in somebody's files, nobody can rewrite or cut off
what it covers unnoticed: neither the operator of the database nor a holder of the signing key.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit import roots
from audit import services as audit
from audit.models import Root
from audit.queries import ROOT_SIGNED, verify_chain
from cases.core.errors import Refused
from cases.packs import keys


class AuditBroken(Refused):
    pass


def sign_today(*, by: User | None = None) -> Root | None:
    """The root of today, made if it isn't yet; None while there is nothing to sign.

    Raises AuditBroken where the audit doesn't hold.
    """
    today = timezone.now().date()
    if found := Root.objects.filter(day=today).first():
        return found
    try:
        return _sign(by=by)
    except IntegrityError:  # Another worker was quicker.
        return Root.objects.get(day=today)


@transaction.atomic
def _sign(*, by: User | None) -> Root | None:
    at, verdict = timezone.now(), verify_chain()
    if verdict.broken:
        raise AuditBroken(
            f"No root is signed over an audit that does not hold: record "
            f"{verdict.broken.position}: {verdict.broken.reason}."
        )
    if not verdict.count:
        return None
    key = keys.current()
    statement = roots.state(at=at, count=verdict.count, root=verdict.root, head=verdict.head)
    root = Root.objects.create(
        day=at.date(),
        statement=statement,
        signature=keys.sign(key, statement.encode()).signature,
        public_key=key.public_key,
    )
    audit.record(by=by, action=ROOT_SIGNED, subject=root, detail={"statement": statement})
    return root
