from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_hex

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import policies
from accounts.keys import digest, new_key
from accounts.models import ApiToken, Invitation, Scope, User
from audit import services as audit

INVITATION_LASTS = timedelta(days=7)
TOKEN_LASTS_AT_MOST = timedelta(days=366)


class AlreadyKnown(ValueError):
    """The address belongs to somebody; the message is fit to show."""


class TokenNotPossible(ValueError):
    """The token asked for can't be made; the message is fit to show."""


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    by: User | None,
    organization: str = "",
    is_administrator: bool = False,
) -> tuple[Invitation, str]:
    """Let a person in: returns the invitation and the secret of its link, which is kept nowhere.

    `by` is None only when the first administrator is made on the command line.
    """
    if by:
        _require(policies.why_not_administer(by))
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AlreadyKnown(f"{email} belongs to somebody who is here already.")
    person = User.objects.create_user(
        email, None, name=name, organization=organization, is_administrator=is_administrator
    )
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    audit.record(
        by=by,
        action="person.invited",
        subject=person,
        detail={"email": email, "is_administrator": is_administrator},
    )
    return _new_invitation(person, by)


@transaction.atomic
def invite_again(*, person: User, by: User) -> tuple[Invitation, str]:
    """Make a new link for a person who has not set a password; older links stop working."""
    _require(policies.why_not_administer(by))
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.has_usable_password() or not person.is_active:
        raise PermissionDenied(f"{person} has taken up an invitation already, or is deactivated.")
    _withdraw_invitations(person)
    audit.record(by=by, action="person.invited_again", subject=person)
    return _new_invitation(person, by)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str, by: User) -> User:
    """Take up an invitation: its link is spent, and the person can sign in from now on."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _require(policies.why_not_accept(by, invitation))
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    by.set_password(password)
    by.save(update_fields=["password"])
    audit.record(by=by, action="person.joined", subject=by)
    return by


@transaction.atomic
def deactivate_person(*, person: User, by: User) -> User:
    """Shut a person out at once: sessions, tokens and invitations end; what they signed stays."""
    person = User.objects.select_for_update().get(pk=person.pk)
    _require(policies.why_not_deactivate(by, person))
    person.is_active = False
    person.save(update_fields=["is_active"])
    _withdraw_invitations(person)
    revoked = person.api_tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
    audit.record(
        by=by, action="person.deactivated", subject=person, detail={"tokens_revoked": revoked}
    )
    return person


@transaction.atomic
def reactivate_person(*, person: User, by: User) -> User:
    """Let a deactivated person sign in again; their tokens stay revoked."""
    person = User.objects.select_for_update().get(pk=person.pk)
    _require(policies.why_not_reactivate(by, person))
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(by=by, action="person.reactivated", subject=person)
    return person


@transaction.atomic
def reset_second_factor(*, person: User, by: User) -> User:
    """Remove the second factors of a person who lost them; they set up new ones at next sign-in."""
    person = User.objects.select_for_update().get(pk=person.pk)
    _require(policies.why_not_reset_second_factor(by, person))
    removed, _ = Authenticator.objects.filter(user=person).delete()
    audit.record(
        by=by, action="person.second_factor_reset", subject=person, detail={"removed": removed}
    )
    return person


@transaction.atomic
def make_token(
    *,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    by: User,
    case_reference: str = "",
) -> tuple[ApiToken, str]:
    """Make an API token for oneself: returns it and its secret, which is kept nowhere."""
    if not scopes or not set(scopes) <= set(Scope.values):
        raise TokenNotPossible("A token needs at least one scope, from those offered.")
    now = timezone.now()
    if not now < expires_at <= now + TOKEN_LASTS_AT_MOST:
        raise TokenNotPossible("A token expires after today and within a year.")
    prefix = f"prb_{token_hex(4)}"
    secret = f"{prefix}_{new_key()}"
    token = by.api_tokens.create(
        name=name,
        prefix=prefix,
        sha256=digest(secret),
        scopes=sorted(scopes),
        case_reference=case_reference,
        made_at=now,
        expires_at=expires_at,
    )
    detail = {
        "scopes": token.scopes,
        "only_case": case_reference,
        "expires_at": expires_at.isoformat(),
    }
    audit.record(by=by, action="token.made", subject=token, detail=detail)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> ApiToken:
    """End a token at once, for good."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    _require(policies.why_not_revoke(by, token))
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    audit.record(by=by, action="token.revoked", subject=token)
    return token


@transaction.atomic
def record_security_event(*, event: str, person: User, by: User | None) -> None:
    """Write down a sign-in, a sign-out or a change of password or second factor."""
    audit.record(by=by, action=f"person.{event}", subject=person)


def _new_invitation(person: User, by: User | None) -> tuple[Invitation, str]:
    secret = new_key()
    invitation = person.invitations.create(
        token_sha256=digest(secret), made_by=by, expires_at=timezone.now() + INVITATION_LASTS
    )
    return invitation, secret


def _withdraw_invitations(person: User) -> None:
    person.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())


def _require(reason: str | None) -> None:
    if reason:
        raise PermissionDenied(reason)
