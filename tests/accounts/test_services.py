from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import services
from accounts.models import ApiToken, Scope
from audit.models import Entry
from tests.factories.accounts import UserFactory


@pytest.fixture
def administrator(db):
    return UserFactory.create(email="admin@lab.example", is_administrator=True)


def _tomorrow():
    return timezone.now() + timedelta(days=1)


def test_invite_person_makes_somebody_who_cannot_sign_in_yet(administrator):
    invitation, secret = services.invite_person(
        email=" New@Lab.example ", name="Nia New", by=administrator
    )

    assert invitation.person.email == "new@lab.example"
    assert invitation.person.state == "invited"
    assert secret not in Entry.objects.latest("pk").content
    assert Entry.objects.latest("pk").action == "person.invited"


def test_invite_person_refuses_an_address_that_is_known_in_any_case(administrator):
    with pytest.raises(services.AlreadyKnown):
        services.invite_person(email="ADMIN@lab.example", name="Again", by=administrator)


def test_invite_person_refuses_who_is_no_administrator(lead):
    with pytest.raises(PermissionDenied, match="administrator"):
        services.invite_person(email="new@lab.example", name="Nia New", by=lead)


def test_accept_invitation_works_once(administrator):
    invitation, _ = services.invite_person(
        email="new@lab.example", name="Nia New", by=administrator
    )
    person = invitation.person

    services.accept_invitation(invitation=invitation, password="seven wet ducks", by=person)

    person.refresh_from_db()
    assert person.state == "active"
    with pytest.raises(PermissionDenied, match="used"):
        services.accept_invitation(invitation=invitation, password="another one", by=person)


def test_accept_invitation_refuses_when_it_expired(administrator, time_machine):
    invitation, _ = services.invite_person(
        email="new@lab.example", name="Nia New", by=administrator
    )
    time_machine.move_to(timezone.now() + services.INVITATION_LASTS)

    with pytest.raises(PermissionDenied, match="expired"):
        services.accept_invitation(
            invitation=invitation, password="seven wet ducks", by=invitation.person
        )


def test_invite_again_ends_the_older_link(administrator):
    older, _ = services.invite_person(email="new@lab.example", name="Nia", by=administrator)

    services.invite_again(person=older.person, by=administrator)

    older.refresh_from_db()
    assert not older.is_open


def test_deactivate_person_ends_tokens_and_is_written_down(administrator, lead):
    services.make_token(name="t", scopes=["read"], expires_at=_tomorrow(), by=lead)

    services.deactivate_person(person=lead, by=administrator)

    assert not ApiToken.objects.usable().exists()
    assert Entry.objects.latest("pk").detail == {"tokens_revoked": 1}


def test_deactivate_person_refuses_oneself(administrator):
    with pytest.raises(PermissionDenied, match="yourself"):
        services.deactivate_person(person=administrator, by=administrator)


def test_reactivate_person_leaves_tokens_revoked(administrator, lead):
    services.make_token(name="t", scopes=["read"], expires_at=_tomorrow(), by=lead)
    services.deactivate_person(person=lead, by=administrator)

    services.reactivate_person(person=lead, by=administrator)

    assert not ApiToken.objects.usable().exists()


def test_make_token_keeps_no_secret(lead):
    token, secret = services.make_token(
        name="nightly", scopes=["read"], expires_at=_tomorrow(), by=lead
    )

    assert secret.startswith(token.prefix)
    assert secret not in str(vars(token))
    assert secret not in Entry.objects.latest("pk").content


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 1), (["root"], 1), (["read"], -1), (["read"], 400)]
)
def test_make_token_refuses_what_no_token_may_have(lead, scopes, days):
    with pytest.raises(services.TokenNotPossible):
        services.make_token(
            name="x", scopes=scopes, expires_at=timezone.now() + timedelta(days=days), by=lead
        )


def test_revoke_token_refuses_another_persons(lead, stranger):
    token, _ = services.make_token(name="t", scopes=["read"], expires_at=_tomorrow(), by=lead)

    with pytest.raises(PermissionDenied, match="owner"):
        services.revoke_token(token=token, by=stranger)


def test_scopes_are_the_permissions_of_a_case():
    from cases.core.roles import Permission  # noqa: PLC0415

    assert Scope.values == Permission.values
