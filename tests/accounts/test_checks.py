import pytest

from accounts.checks import sign_in_is_safe

SAFE = {
    "DEMO": False,
    "REQUIRE_MFA": True,
    "SITE_URL": "https://probata.example",
    "ALLOWED_HOSTS": ["probata.example"],
    "EMAIL_HOST": "mail.example",
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"DEMO": True}, ["accounts.E001"]),
        ({"REQUIRE_MFA": False}, ["accounts.E001"]),
        ({"SITE_URL": "http://probata.example"}, ["accounts.E002"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["accounts.E003"]),
        ({"EMAIL_HOST": ""}, ["accounts.W001"]),
    ],
)
def test_sign_in_is_safe_names_what_is_not(settings, change, found):
    for name, value in (SAFE | change).items():
        setattr(settings, name, value)

    assert [message.id for message in sign_in_is_safe(None)] == found


def test_throttle_keeps_more_counts_than_an_attacker_can_push_out():
    from django.core.cache import cache  # noqa: PLC0415

    assert cache._max_entries >= 100_000
