"""The cast: the same people in every test.

Lead, analyst, reviewer, legal and policy are members of `case`; the stranger signs in but is a
member of nothing.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import settings as examples

from accounts.models import User
from cases.core import services as cases
from cases.core.models import Case
from cases.core.roles import Role
from config import embedded
from tests.factories.accounts import UserFactory

#: Tests time nothing: an example may take as long as a busy machine needs.
examples.register_profile("untimed", deadline=None)
examples.load_profile("untimed")

ROOT = Path(__file__).parent
#: CI runs these again on a real PostgreSQL, Redis and S3.
EXTERNAL = ["audit", "cases/core", "cases/jobs", "cases/exhibits", "cases/telemetry", "cases/packs"]
DATABASE = {"db", "transactional_db", "django_db_serialized_rollback", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what rests most on the database, the broker or the object store, and asks them."""
    for item in items:
        if any(item.path.is_relative_to(ROOT / folder) for folder in EXTERNAL) and _asks(item):
            item.add_marker(pytest.mark.external)


def _asks(item: pytest.Item) -> bool:
    """Whether the test asks the database or the object store; plain rules ask neither."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE) or hasattr(
        getattr(item, "module", None), "store"
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    if not os.environ.get("DATABASE_URL"):
        embedded.start_postgres()


@pytest.fixture(autouse=True)
def _fast_and_plain(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = False
    settings.REQUIRE_MFA = False
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    if not settings.OBJECT_STORE_URL:
        settings.STORAGES["objects"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}


@pytest.fixture(autouse=True, scope="session")
def _emptying_append_only_tables() -> Iterator[None]:
    """Let a transactional test empty the tables that nothing else may empty."""
    teardown = TransactionTestCase._fixture_teardown

    def without_triggers(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        teardown(self)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin")

    TransactionTestCase._fixture_teardown = without_triggers  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]


@pytest.fixture
def lead(db: None) -> User:
    return UserFactory.create(email="lead@lab.example", name="Lena Lead")


@pytest.fixture
def case(lead: User) -> Case:
    """An exercise, opened by the lead, with the whole cast as its members."""
    return cases.open_case(title="Exercise Meridian", is_synthetic=True, by=lead)


def _member(case: Case, lead: User, role: Role, name: str) -> User:
    user = UserFactory.create(email=f"{role}@lab.example", name=name)
    cases.add_member(case=case, user=user, role=role, by=lead)
    return user


@pytest.fixture
def analyst(case: Case, lead: User) -> User:
    return _member(case, lead, Role.ANALYST, "Ana Analyst")


@pytest.fixture
def reviewer(case: Case, lead: User) -> User:
    return _member(case, lead, Role.REVIEWER, "Rea Reviewer")


@pytest.fixture
def legal(case: Case, lead: User) -> User:
    return _member(case, lead, Role.LEGAL, "Leo Legal")


@pytest.fixture
def policy(case: Case, lead: User) -> User:
    return _member(case, lead, Role.POLICY, "Pol Policy")


@pytest.fixture
def stranger(db: None) -> User:
    return UserFactory.create(email="stranger@lab.example", name="Stan Stranger")


@pytest.fixture
def other_case(stranger: User) -> Case:
    """A case that nobody of the cast but the stranger may know of."""
    return cases.open_case(title="Somebody else's", is_synthetic=True, by=stranger)


@pytest.fixture
def signed_in(client: Client) -> Any:
    """`signed_in(user)` gives a test client in which the person is signed in."""

    def sign_in(user: User) -> Client:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
