from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import User
from audit import ed25519
from cases.core import services as cases
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.packs import keys, services
from cases.packs.audience import Audience
from cases.packs.models import PackReceipt, SigningKey
from tests.cases.packs.conftest import make_pack
from tests.factories.accounts import UserFactory


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory.create(is_administrator=True)


def test_release_pack_leaves_a_receipt_and_custody(
    case: Case, exhibit: Exhibit, legal: User, policy: User
) -> None:
    pack = make_pack(case, legal)

    receipt = services.release_pack(pack=pack, by=policy)

    assert (receipt.sha256, receipt.by_name.rsplit(", ")[-1]) == (pack.sha256, "Policy")
    assert exhibit.custody_entries.last().what == "A copy was downloaded in pack P-1."
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PackReceipt.objects.update(by_name="Nobody")


def test_permission_is_checked_again_at_download(
    case: Case, exhibit: Exhibit, legal: User, lead: User
) -> None:
    pack = make_pack(case, legal)
    cases.remove_member(member=case.members.get(user=legal), by=lead)

    with pytest.raises(PermissionDenied):
        services.release_pack(pack=pack, by=legal)


def test_a_pack_that_is_not_built_is_not_handed_out(case: Case, legal: User) -> None:
    pack = services.request_pack(case=case, audience=Audience.COUNSEL, purpose="x", by=legal)

    with pytest.raises(PermissionDenied, match="not built"):
        services.release_pack(pack=pack, by=legal)


def test_request_pack_needs_some_content(case: Case, legal: User) -> None:
    with pytest.raises(services.NothingChosen):
        services.request_pack(
            case=case, audience=Audience.COUNSEL, purpose="x", contents=[], by=legal
        )


def test_the_private_key_is_nowhere_in_the_clear(db: None, settings: Any) -> None:
    key = keys.current()

    assert keys.current() == key
    assert settings.PACK_KEY_PATH.stat().st_mode & 0o777 == 0o600
    assert len(bytes(key.sealed_private_key)) == 12 + 32 + 16
    made = keys.sign(key, b"content")
    assert ed25519.holds(key.public_key, made.signature, b"content")


def test_another_secret_opens_nothing(db: None, settings: Any) -> None:
    key = keys.current()
    settings.PACK_KEY = "another"

    with pytest.raises(keys.KeyUnopened, match="rotate"):
        keys.sign(key, b"content")


def test_the_database_refuses_to_swap_a_key(db: None) -> None:
    key = keys.current()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        SigningKey.objects.update(public_key="another")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        key.delete()


def test_rotate_key_retires_the_one_in_use(administrator: User, lead: User) -> None:
    old = keys.current()

    with pytest.raises(PermissionDenied):
        services.rotate_key(by=lead)
    new = services.rotate_key(by=administrator)

    old.refresh_from_db()
    assert old.retired_at is not None
    assert keys.current() == new != old


def test_a_revoked_key_hands_out_no_more_packs(
    case: Case, exhibit: Exhibit, legal: User, administrator: User
) -> None:
    pack = make_pack(case, legal)

    with pytest.raises(services.ReasonMissing):
        services.revoke_key(key=pack.key, why=" ", by=administrator)
    services.revoke_key(key=pack.key, why="A laptop was stolen.", by=administrator)

    with pytest.raises(PermissionDenied, match="revoked"):
        services.release_pack(pack=pack, by=legal)
    with pytest.raises(PermissionDenied, match="already"):
        services.revoke_key(key=pack.key, why="Again.", by=administrator)
    assert make_pack(case, legal).key != pack.key
