from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services
from accounts.authentication import TokenThrottle
from cases.core import services as cases


@pytest.fixture
def token_of(client):
    """Makes a token and gives a function that asks the API with it."""

    def make(owner, *scopes, **fields):
        token, secret = services.make_token(
            name="test",
            scopes=scopes or ["read"],
            expires_at=timezone.now() + timedelta(days=1),
            by=owner,
            **fields,
        )

        def ask(path, method="get", data=None):
            return getattr(client, method)(
                f"/api/v1/{path}",
                data,
                content_type="application/json",
                headers={"Authorization": f"Bearer {secret}"},
            )

        return token, ask

    return make


def test_token_opens_what_its_owner_may_read(case, lead, token_of):
    _, ask = token_of(lead)

    answer = ask(f"cases/{case.reference}/")

    assert answer.status_code == 200
    assert answer.json()["title"] == "Exercise Meridian"


def test_token_does_not_open_a_case_of_others(other_case, lead, token_of):
    _, ask = token_of(lead)

    assert ask(f"cases/{other_case.reference}/").status_code == 404


def test_token_is_refused_beyond_its_scope_with_a_clear_message(case, lead, token_of):
    _, ask = token_of(lead, "read", "write")

    answer = ask(f"cases/{case.reference}/close/", "post", {"reason": "done"})

    assert answer.status_code == 403
    assert "lacks the scope “manage”" in answer.json()["detail"]
    case.refresh_from_db()
    assert not case.is_closed


def test_token_is_refused_outside_its_case(case, lead, token_of):
    another = cases.open_case(title="Another", by=lead)
    _, ask = token_of(lead, "read", case_reference=case.reference)

    assert ask(f"cases/{case.reference}/").status_code == 200
    assert "nothing else" in ask(f"cases/{another.reference}/").json()["detail"]
    assert ask("cases/").status_code == 403


def test_token_is_refused_once_revoked(lead, token_of):
    token, ask = token_of(lead)
    services.revoke_token(token=token, by=lead)

    answer = ask("cases/")

    assert answer.status_code == 401
    assert answer.json() == {
        "detail": "This token is unknown, revoked or has expired.",
        "fields": {},
    }


def test_token_is_refused_once_expired(lead, token_of, time_machine):
    _, ask = token_of(lead)
    time_machine.move_to(timezone.now() + timedelta(days=2))

    assert ask("cases/").status_code == 401


def test_token_is_refused_when_its_owner_is_deactivated(lead, token_of):
    _, ask = token_of(lead)
    lead.is_active = False
    lead.save()

    assert ask("cases/").status_code == 401


@pytest.mark.parametrize("secret", ["", "prb_", "prb_00000000_guess", "x", "é"])
def test_token_that_is_none_is_refused(db, client, secret):
    answer = client.get("/api/v1/cases/", headers={"Authorization": f"Bearer {secret}"})

    assert answer.status_code == 401


def test_token_notes_when_it_was_used(lead, token_of):
    token, ask = token_of(lead)

    ask("cases/")

    token.refresh_from_db()
    assert token.last_used_at


def test_token_is_throttled(lead, token_of, monkeypatch):
    monkeypatch.setattr(TokenThrottle, "THROTTLE_RATES", {"api": "2/min"})
    _, ask = token_of(lead)

    answers = [ask("cases/").status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_token_is_made_and_shown_once_on_its_page(lead, signed_in):
    client = signed_in(lead)
    expires = (timezone.now() + timedelta(days=30)).date().isoformat()

    page = client.post("/me/tokens/", {"name": "x", "scopes": ["read"], "expires_on": expires})

    assert b"prb_" in page.content
    assert "no-store" in page["Cache-Control"]
    prefix = lead.api_tokens.get().prefix
    assert f'value="{prefix}_' in page.content.decode()
    assert f'value="{prefix}_' not in client.get("/me/tokens/").content.decode()


def test_session_of_the_api_needs_the_csrf_token(case, lead):
    from django.test import Client  # noqa: PLC0415

    client = Client(enforce_csrf_checks=True)
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(
        f"/api/v1/cases/{case.reference}/close/", {"reason": "x"}, content_type="application/json"
    )

    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]
