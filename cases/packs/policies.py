from accounts.models import User
from cases.core import access, cover
from cases.core.models import Case, Marking
from cases.core.roles import Permission
from cases.packs.audience import Audience
from cases.packs.models import Pack, SigningKey
from cases.packs.since import why_retracted


def why_not_build(user: User, case: Case) -> str | None:
    """Why this person may not have a pack built."""
    return access.why_not(user, case, Permission.EXPORT)


def why_not_for(case: Case, audience: Audience) -> str | None:
    """Why no pack of this case may be made for the audience, whoever asks."""
    if audience == Audience.PUBLIC and case.marking != Marking.CLEAR:
        return f"A pack for the public needs a case marked TLP:CLEAR; this one is {case.marking}."
    return cover.faults_of(case, cover.words_of(case)) or None


def why_not_download(user: User, pack: Pack) -> str | None:
    """Why this person may not download the pack now."""
    if not pack.built_at:
        return "The pack is not built yet."
    if pack.key and pack.key.revoked_at:
        return "The key that sealed this pack was revoked: build it again."
    if reason := why_retracted(pack):
        return reason
    return access.why_not(user, pack.case, Permission.EXPORT)


def why_not_reidentify(user: User, pack: Pack) -> str | None:
    """Why this person may not learn who stands behind a pseudonym of the pack."""
    if not pack.sealed_pseudonym_key:
        return "Nobody stands under a pseudonym in this pack."
    return access.why_not(user, pack.case, Permission.REVEAL)


def why_not_manage_keys(user: User) -> str | None:
    """Why this person may not make or revoke signing keys."""
    return None if user.is_administrator else "Only an administrator manages signing keys."


def why_not_revoke(user: User, key: SigningKey) -> str | None:
    """Why this person may not revoke the key."""
    if key.revoked_at:
        return "This key is revoked already."
    return why_not_manage_keys(user)
