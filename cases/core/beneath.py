"""What lies beneath the ledger: changed here, felt there.

Whoever changes what ceilings may rest on does it inside `changing`. What has to follow is told at
start-up by the slices above, which this one doesn't know, and happens in the same transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from accounts.models import User
from cases.core.models import Case

Follower = Callable[[Case, User | None], None]

_LOCK = 0x1ED6E2
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Have this done after every change beneath the ledger of a case."""
    if follower not in _followers:
        _followers.append(follower)


def lock(case: Case) -> None:
    """Let one person at a time change what ceilings rest on; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, case.pk])


@contextmanager
def changing(case: Case, *, by: User | None) -> Iterator[None]:
    """Change something beneath the ledger; nobody sees it before what follows is done too.

    Enter it before locking any row: whoever changes the ledger locks in that order.
    """
    with transaction.atomic():
        lock(case)
        yield
        for follower in _followers:
            follower(case, by)
