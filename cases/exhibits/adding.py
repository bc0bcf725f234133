"""Many files at once, by one person: each becomes an exhibit, is there already, or is refused."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum

from botocore.exceptions import BotoCoreError
from django.conf import settings
from django.core.exceptions import PermissionDenied

from accounts.models import User
from cases.core.errors import Refused
from cases.core.models import Case
from cases.exhibits import addresses, ingest, policies, services, store
from cases.exhibits.addresses import FoundFile
from cases.exhibits.models import Exhibit


class Became(StrEnum):
    ADDED = "added"
    THERE = "already there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of one file: `word` names the exhibit or the file that it is, or the reason."""

    file: FoundFile
    became: Became
    word: str = ""


def add(
    case: Case, named: Sequence[str], *, account: ingest.Account, by: User
) -> Iterator[Addition]:
    """Add each file in a transaction of its own: a run that was stopped is begun again.

    Raises PermissionDenied before anything is read.
    """
    _require(by, case)
    for file in addresses.find(named):
        yield _refused(file) or _add(case, file, account, by)


def foresee(case: Case, named: Sequence[str], *, by: User) -> Iterator[Addition]:
    """What `add` would do, writing nothing; only files that may have a twin are read."""
    _require(by, case)
    files = list(addresses.find(named))
    sizes = Counter(file.size for file in files if not file.refusal)
    held = set(case.exhibits.values_list("size", flat=True))
    seen: dict[str, str] = {}
    for file in files:
        may_have_a_twin = file.size in held or sizes[file.size] > 1
        yield _refused(file) or _foreseen(case, file, seen, may_have_a_twin=may_have_a_twin)


def _require(by: User, case: Case) -> None:
    if reason := policies.why_not_receive(by, case):
        raise PermissionDenied(reason)


def _refused(file: FoundFile) -> Addition | None:
    reason = file.refusal
    if not reason and not file.size:
        reason = "It is empty."
    if file.size > settings.EXHIBIT_MAX_BYTES:
        reason = f"It is larger than {settings.EXHIBIT_MAX_BYTES:,} bytes."
    return Addition(file, Became.REFUSED, reason) if reason else None


def _add(case: Case, file: FoundFile, account: ingest.Account, by: User) -> Addition:
    name = ingest.displayable(file.address)
    told = replace(
        account,
        name=name,
        how=f"{account.how} Added from {file.shown}.".strip(),
        media_type=ingest.guessed_type(name),
    )
    try:
        with (
            closing(addresses.open_file(file)) as stream,
            ingest.landing(stream, name, file.size) as landed,
        ):
            exhibit, is_new = services.receive_once(case=case, landed=landed, account=told, by=by)
    except (Refused, OSError, BotoCoreError) as error:
        return Addition(file, Became.REFUSED, str(error))
    return Addition(file, Became.ADDED if is_new else Became.THERE, str(exhibit))


def _foreseen(
    case: Case, file: FoundFile, seen: dict[str, str], *, may_have_a_twin: bool
) -> Addition:
    if not may_have_a_twin:
        return Addition(file, Became.ADDED)
    try:
        with closing(addresses.open_file(file)) as stream:
            digest = store.digest_of(stream)
    except (Refused, OSError, BotoCoreError) as error:
        return Addition(file, Became.REFUSED, str(error))
    twin: Exhibit | str | None = Exhibit.objects.first_with(case, digest) or seen.get(digest)
    seen.setdefault(digest, file.shown)
    return Addition(file, Became.THERE if twin else Became.ADDED, str(twin or ""))
