from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.exhibits import services as exhibits
from cases.exhibits.custody import signature
from cases.exhibits.models import CustodyEntry
from cases.jobs import services as jobs
from cases.packs import keys, policies
from cases.packs.audience import Audience
from cases.packs.contents import KEYS
from cases.packs.identities import known
from cases.packs.models import Pack, PackReceipt, SigningKey
from cases.packs.pseudonyms import Pseudonyms


class AudienceRefused(Refused):
    pass


class NothingChosen(Refused):
    pass


class ReasonMissing(Refused):
    pass


class PseudonymUnknown(Refused):
    pass


@transaction.atomic
def request_pack(
    *, case: Case, audience: Audience, purpose: str, by: User, contents: list[str] | None = None
) -> Pack:
    """Have a job build an evidence pack for an audience, of all kinds of content or of some."""
    if reason := policies.why_not_build(by, case):
        raise PermissionDenied(reason)
    if reason := policies.why_not_for(case, audience):
        raise AudienceRefused(reason)
    chosen = [key for key in KEYS if contents is None or key in contents]
    if not chosen:
        raise NothingChosen("Choose at least one kind of content.")
    pack = Pack.objects.create(
        case=case,
        number=next_number(case, "pack"),
        audience=audience,
        marking=case.marking,
        purpose=purpose,
        contents=chosen,
        requested_by=by,
    )
    pack.job = jobs.request_job(
        case=case,
        kind="packs.build",
        subject=str(pack),
        parameters={"pack_id": pack.pk},
        by=by,
    )
    pack.save(update_fields=["job"])
    audit.record(
        by=by,
        action="pack.requested",
        subject=pack,
        case=case.reference,
        detail={"audience": audience, "purpose": purpose, "contents": chosen},
    )
    return pack


@transaction.atomic
def release_pack(*, pack: Pack, by: User, first: int = 0) -> PackReceipt:
    """Let a person take the pack out of the house: a receipt, and custody of all that is in it.

    Who goes on from the `first` byte of a copy that broke off has its receipt already.
    """
    pack = (
        Pack.objects.select_for_update(of=("self",)).select_related("case", "key").get(pk=pack.pk)
    )
    if reason := policies.why_not_download(by, pack):
        raise PermissionDenied(reason)
    begun = pack.receipts.filter(by=by).order_by("pk").last() if first else None
    detail: dict[str, Any] = {"sha256": pack.sha256, "audience": pack.audience}
    if begun:
        _record(pack, "pack.download_resumed", detail | {"from_byte": first}, by)
        return begun
    receipt = PackReceipt.objects.create(
        pack=pack, by=by, by_name=signature(pack.case, by), sha256=pack.sha256
    )
    for exhibit in pack.exhibits.order_by("number"):
        exhibits.record_custody(
            exhibit=exhibit,
            action=CustodyEntry.Action.DOWNLOADED,
            what=f"A copy was downloaded in pack {pack}.",
            by=by,
        )
    _record(pack, "pack.downloaded", detail, by)
    return receipt


@transaction.atomic
def reidentify(*, pack: Pack, pseudonym: str, reason: str, by: User) -> str:
    """Say who or what stands behind a pseudonym; that it was asked, and why, is kept."""
    if why_not := policies.why_not_reidentify(by, pack):
        raise PermissionDenied(why_not)
    if not reason.strip():
        raise ReasonMissing("Say why you need to know.")
    key = keys.opened(bytes(pack.sealed_pseudonym_key or b""), of=pack.pseudonyms_of)
    names = Pseudonyms(key)
    for kind, identity, _ in known(pack.case):
        if names.of(kind, identity) == pseudonym.strip():
            detail = {"pseudonym": pseudonym.strip(), "reason": reason.strip()}
            _record(pack, "pack.reidentified", detail, by)
            return identity
    raise PseudonymUnknown(f"Nothing in this case stands under “{pseudonym}” in pack {pack}.")


def _record(pack: Pack, action: str, detail: dict[str, Any], by: User) -> None:
    audit.record(by=by, action=action, subject=pack, case=pack.case.reference, detail=detail)


@transaction.atomic
def rotate_key(*, by: User) -> SigningKey:
    """Retire the signing key and make a new one; packs sealed with the old one stay good."""
    if reason := policies.why_not_manage_keys(by):
        raise PermissionDenied(reason)
    retired = SigningKey.objects.select_for_update().filter(retired_at=None)
    fingerprints = list(retired.values_list("fingerprint", flat=True))
    retired.update(retired_at=timezone.now())
    audit.record(
        by=by, action="signing_key.retired", subject="signing key", detail={"keys": fingerprints}
    )
    return keys.make(by=by)


@transaction.atomic
def revoke_key(*, key: SigningKey, why: str, by: User) -> SigningKey:
    """Say that a key is no longer to be trusted; no pack that it sealed is handed out any more."""
    key = SigningKey.objects.select_for_update().get(pk=key.pk)
    if reason := policies.why_not_revoke(by, key):
        raise PermissionDenied(reason)
    if not why.strip():
        raise ReasonMissing("Say why the key is not to be trusted any more.")
    key.revoked_at, key.revoked_by, key.revoked_why = timezone.now(), by, why.strip()
    key.retired_at = key.retired_at or key.revoked_at
    key.save(update_fields=["revoked_at", "revoked_by", "revoked_why", "retired_at"])
    audit.record(
        by=by,
        action="signing_key.revoked",
        subject=key,
        detail={"fingerprint": key.fingerprint, "why": key.revoked_why},
    )
    return key
