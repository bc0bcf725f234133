from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts import services
from accounts.models import Scope
from tests.access.frame import ADMINISTRATORS, ANYONE, SIGNED_IN, Row, Who, World
from tests.factories.accounts import UserFactory


def furnish(case, people) -> World:
    administrator, lead = people[Who.ADMINISTRATOR], people[Who.LEAD]
    invitation, key = services.invite_person(
        email="new@lab.example", name="Nia New", by=administrator
    )
    token, _ = services.make_token(
        name="mine",
        scopes=[Scope.READ],
        expires_at=timezone.now() + timedelta(days=1),
        by=lead,
    )
    for person in filter(None, people.values()):
        for kind in ("totp", "recovery_codes"):
            Authenticator.objects.create(user=person, type=kind, data={"migrated_codes": []})
    gone = UserFactory.create(is_active=False)
    return {
        "gone": gone,
        "invited": invitation.person,
        "key": key,
        "token": token,
        "person": people[Who.ANALYST],
    }


def _person(world: World) -> dict[str, object]:
    return {"pk": world["person"].pk}


ROWS = [
    Row("accounts:people", ADMINISTRATORS),
    Row("accounts:invite", ADMINISTRATORS),
    Row("accounts:invite", ADMINISTRATORS, "POST"),
    Row("accounts:person", ADMINISTRATORS, args=_person),
    Row("accounts:invite_again", ADMINISTRATORS, "POST", args=lambda w: {"pk": w["invited"].pk}),
    Row("accounts:deactivate", ADMINISTRATORS, "POST", args=_person),
    Row("accounts:reactivate", ADMINISTRATORS, "POST", args=lambda w: {"pk": w["gone"].pk}),
    Row("accounts:reset_second_factor", ADMINISTRATORS, "POST", args=_person),
    Row("accounts:accept", ANYONE, args=lambda w: {"key": w["key"]}),
    Row("accounts:accept", ANYONE, "POST", args=lambda w: {"key": w["key"]}),
    Row("accounts:me", SIGNED_IN),
    Row("accounts:tokens", SIGNED_IN),
    Row("accounts:tokens", SIGNED_IN, "POST"),
    Row(
        "accounts:revoke_token",
        frozenset({Who.LEAD}),
        "POST",
        args=lambda w: {"pk": w["token"].pk},
        refused=404,
    ),
    Row("account_login", ANYONE),
    Row("account_login", ANYONE, "POST"),
    Row("account_logout", ANYONE, "POST"),
    Row("account_inactive", ANYONE),
    Row("account_reauthenticate", SIGNED_IN),
    Row("account_change_password", SIGNED_IN),
    Row("account_reset_password", ANYONE),
    Row("account_reset_password_done", ANYONE),
    Row("account_reset_password_from_key", ANYONE, args=lambda w: {"uidb36": "1", "key": "x"}),
    Row("account_reset_password_from_key_done", ANYONE),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_authenticate", ANYONE),
    Row("mfa_reauthenticate", SIGNED_IN),
    Row("mfa_activate_totp", SIGNED_IN),
    Row("mfa_deactivate_totp", SIGNED_IN),
    Row("mfa_view_recovery_codes", SIGNED_IN),
    Row("mfa_generate_recovery_codes", SIGNED_IN),
    Row("mfa_download_recovery_codes", SIGNED_IN),
    Row("mfa_list_webauthn", SIGNED_IN),
    Row("mfa_add_webauthn", SIGNED_IN),
    Row("mfa_reauthenticate_webauthn", SIGNED_IN),
    Row("mfa_remove_webauthn", SIGNED_IN, args=lambda w: {"pk": 1}),
    Row("mfa_edit_webauthn", SIGNED_IN, args=lambda w: {"pk": 1}),
    Row("mfa_login_webauthn", ANYONE),
]
