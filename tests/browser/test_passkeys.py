"""A passkey from its making to a sign-in without a password, in a browser with a key of its own."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts import services
from audit.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "seven wet ducks"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.REQUIRE_MFA = True
    invitation, _ = services.invite_person(email="ada@lab.example", name="Ada", by=None)
    return services.accept_invitation(
        invitation=invitation, password=PASSWORD, by=invitation.person
    )


def test_passkey_is_added_and_then_signs_in_alone(open_as, person, complaints):
    page = open_as(None, reverse("account_login"))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    page.fill("#id_login", "ada@lab.example")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto("/me/")
    expect(page.get_by_role("heading", name="Second factors")).to_be_visible()
    page.get_by_role("link", name="Add one").click()
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    page.goto("/me/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto("/me/")

    expect(page.get_by_role("heading", name="Ada")).to_be_visible()
    actions = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert actions.count("person.signed_in") == 2
    assert "person.passkey_added" in actions
    assert [c for c in complaints if "404" not in c] == []
