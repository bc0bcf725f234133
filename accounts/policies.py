from accounts.models import ApiToken, Invitation, User


def why_not_administer(by: User) -> str | None:
    """Why this person may not manage people, or None if they may."""
    if not (by.is_active and by.is_administrator):
        return "Only an administrator manages people."
    return None


def why_not_deactivate(by: User, person: User) -> str | None:
    """Why the person can't be deactivated, or None."""
    if reason := why_not_administer(by):
        return reason
    if person == by:
        return "You can't deactivate yourself: ask another administrator."
    return None if person.is_active else f"{person} is deactivated already."


def why_not_reactivate(by: User, person: User) -> str | None:
    """Why the person can't be let in again, or None."""
    if reason := why_not_administer(by):
        return reason
    return f"{person} is active already." if person.is_active else None


def why_not_reset_second_factor(by: User, person: User) -> str | None:
    """Why the person's second factors can't be removed, or None."""
    if reason := why_not_administer(by):
        return reason
    if person == by:
        return "You can't reset your own second factor: ask another administrator."
    return None


def why_not_accept(by: User, invitation: Invitation) -> str | None:
    """Why the invitation can't be taken up, or None."""
    if by != invitation.person:
        return "This invitation is for somebody else."
    if not (invitation.is_open and by.is_active):
        return "This invitation was used, withdrawn or has expired. Ask for a new one."
    return None


def why_not_revoke(by: User, token: ApiToken) -> str | None:
    """Why the token can't be revoked, or None."""
    if by != token.owner:
        return "Only its owner revokes a token."
    return "This token is revoked already." if token.revoked_at else None
