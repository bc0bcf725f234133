import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from accounts import services
from audit.models import Entry
from tests.factories.accounts import UserFactory

PASSWORD = "seven wet ducks"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def person(db):
    """Somebody who took up an invitation."""
    invitation, _ = services.invite_person(email="ada@lab.example", name="Ada", by=None)
    return services.accept_invitation(
        invitation=invitation, password=PASSWORD, by=invitation.person
    )


def _sign_in(client, password=PASSWORD, email="ada@lab.example"):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def _code():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def _actions():
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


def test_sign_in_with_a_password_is_written_down(client, person):
    answer = _sign_in(client, email="ADA@lab.example")

    assert answer["Location"] == "/"
    assert _actions()[-1] == "person.signed_in"
    assert str(person.pk) == client.session["_auth_user_id"]


def test_sign_in_that_fails_is_written_down_without_what_was_typed(client, person):
    _sign_in(client, "wrong but secret")

    entry = Entry.objects.latest("pk")
    assert entry.action == "person.sign_in_failed"
    assert "wrong but secret" not in entry.content


def test_sign_in_answers_alike_for_a_wrong_password_and_an_unknown_address(client, person):
    wrong = _sign_in(client, "wrong").context["form"].errors.as_text()
    unknown = _sign_in(client, "wrong", "nobody@lab.example").context["form"].errors.as_text()

    assert "not correct" in wrong
    assert wrong == unknown


def test_sign_in_is_throttled_for_an_address_even_with_the_right_password(client, person):
    for _ in range(5):
        _sign_in(client, "wrong")

    answer = _sign_in(client)

    assert "Too many failed" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_sign_in_is_refused_once_deactivated(client, person):
    person.is_active = False
    person.save()

    answer = _sign_in(client)

    assert answer["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_deactivating_ends_a_session_at_once(client, person):
    _sign_in(client)
    administrator = UserFactory.create(is_administrator=True)
    services.deactivate_person(person=person, by=administrator)

    assert client.get("/me/").status_code == 302


def test_sign_in_asks_for_the_second_factor(client, person):
    TOTP.activate(person, SECRET)

    answer = _sign_in(client)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": _code()})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_code_of_an_authenticator_app_works_once(client, person):
    TOTP.activate(person, SECRET)
    code = _code()
    _sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_logout"))

    _sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert "_auth_user_id" not in client.session


def test_secret_of_an_authenticator_app_is_encrypted_in_the_database(person):
    TOTP.activate(person, SECRET)

    stored = Authenticator.objects.get(user=person)

    assert SECRET not in str(stored.data)
    assert stored.wrap().validate_code(_code())


def test_person_without_second_factor_is_led_to_set_one_up(client, person, settings):
    settings.REQUIRE_MFA = True
    _sign_in(client)

    assert client.get("/me/")["Location"] == reverse("mfa_index")
    assert client.get("/people/")["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    answer = client.get("/api/v1/cases/")
    assert answer.status_code == 403
    assert "second factor" in answer.json()["detail"]


def test_person_sets_up_an_authenticator_app_and_gets_recovery_codes(
    client, person, settings, django_capture_on_commit_callbacks
):
    settings.REQUIRE_MFA = True
    _sign_in(client)
    url = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate") + f"?next={url}", {"password": PASSWORD})
    secret = client.get(url).context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, {"code": code})

    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(answer["Location"]).context["unused_codes"]) == 10
    assert client.get("/me/").status_code == 200
    assert "person.totp_activated" in _actions()
    assert mail.outbox[-1].to == ["ada@lab.example"]


def test_nobody_signs_up(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/accounts/signup/").status_code == 404


def test_reset_password_link_ignores_the_host_that_was_sent(client, person, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://probata.example", ["*"]

    client.post(
        reverse("account_reset_password"),
        {"email": "ada@lab.example"},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )

    body = mail.outbox[0].body + mail.outbox[0].subject
    assert "https://probata.example/accounts/password/reset/key/" in body
    assert "evil.example" not in body


def test_reset_password_refuses_a_host_that_is_not_allowed(client, person):
    answer = client.post(
        reverse("account_reset_password"),
        {"email": "ada@lab.example"},
        headers={"Host": "evil.example"},
    )

    assert answer.status_code == 400
    assert mail.outbox == []


def test_reset_password_says_nothing_about_who_is_here(client, person):
    known = client.post(reverse("account_reset_password"), {"email": "ada@lab.example"})
    unknown = client.post(reverse("account_reset_password"), {"email": "no@lab.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def test_reset_password_works_through_its_link_and_never_without_the_second_factor(client, person):
    TOTP.activate(person, SECRET)
    client.post(reverse("account_reset_password"), {"email": "ada@lab.example"})
    link = next(w for w in mail.outbox[0].body.split() if w.startswith("http"))
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True)

    client.post(
        page.redirect_chain[-1][0], {"password1": "eight dry geese", "password2": "eight dry geese"}
    )

    person.refresh_from_db()
    assert person.check_password("eight dry geese")
    assert "person.password_reset" in _actions()
    assert _sign_in(client, "eight dry geese")["Location"] == reverse("mfa_authenticate")


def test_sign_in_offers_passkeys(client, db):
    page = client.get(reverse("account_login")).content.decode()
    challenge = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    assert 'id="passkey_login"' in page
    assert challenge.json()["request_options"]["publicKey"]["userVerification"] == "required"
    assert challenge.json()["request_options"]["publicKey"]["rpId"] == "localhost"


def test_sign_in_stays_throttled_while_many_other_addresses_fail(client, person, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "9999/m/ip", "login_failed": "9999/m/ip,5/5m/key"}
    for _ in range(5):
        _sign_in(client, "wrong")
    for n in range(400):
        cache.set(f"another-address-{n}", [1.0], 300)

    assert "Too many failed" in _sign_in(client).content.decode()
