"""What every page promises a browser: nothing inline, nothing from elsewhere, nothing framed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.core.models import Case
from tests.access.frame import Who, client_of, slices, table
from tests.access.test_access import PEOPLE, people  # noqa: F401

INLINE = {
    "a script in the page": re.compile(
        r"<script(?![^>]*\b(src|type=.application/json))", re.IGNORECASE
    ),
    "a style in the page": re.compile(r"(?i)<style|\sstyle\s*="),
    "an event handler in the page": re.compile(r"(?i)<[^>]+\son[a-z]+\s*="),
    "something from elsewhere": re.compile(r"(?i)(src|srcset)=.(https?:)?//"),
    "a stylesheet from elsewhere": re.compile(r"(?i)<link[^>]+href=.(https?:)?//"),
}


@pytest.mark.parametrize("name", slices())
def test_page_keeps_the_content_security_policy(
    name: str,
    case: Case,
    people: PEOPLE,  # noqa: F811
) -> None:
    module = table(name)
    world = module.furnish(case, people)
    clients = {who: client_of(person) for who, person in people.items()}

    broken = []
    for row in module.ROWS:
        if row.method != "GET" or not row.people:
            continue
        who = Who.LEAD if Who.LEAD in row.people else min(row.people)
        page = row.ask(clients[who], case, world)
        if page.headers.get("Content-Type", "").startswith("text/html") and not page.streaming:
            text = page.content.decode()
            broken += [f"{row.name}: {what}" for what, rule in INLINE.items() if rule.search(text)]

    assert not broken, "\n".join(broken)


def test_page_sends_the_headers_that_protect_it(client: Client, db: None) -> None:
    headers = client.get(reverse("account_login")).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_page_is_only_sent_encrypted_in_production(settings, client: Client, db: None) -> None:
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get(reverse("account_login"))

    assert answer.status_code == 301
    assert answer["Location"].startswith("https://")
