from hashlib import sha256
from typing import Any

import pytest

from accounts.models import User
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.jobs import worker
from cases.packs import keys
from cases.packs.models import SigningKey
from tests.cases.packs.conftest import make_pack
from tests.factories.accounts import UserFactory


@pytest.fixture
def url(case: Case) -> str:
    return f"/cases/{case.reference}/packs/"


ASKED = {"audience": "counsel", "purpose": "For the hearing.", "contents": ["exhibits", "ledger"]}


def test_the_preview_says_what_goes_in_and_what_does_not(
    url: str, full: Case, legal: User, signed_in: Any
) -> None:
    page = signed_in(legal).get(f"{url}new/", ASKED).content.decode()

    assert "List of exhibits" in page
    assert "Left out by the person who asked for the pack." in page
    assert "Build this pack" in page
    assert not full.packs.exists()


def test_a_pack_that_may_not_be_is_said_before_it_is_asked_for(
    url: str, full: Case, legal: User, signed_in: Any
) -> None:
    client = signed_in(legal)
    for ask in (client.get, client.post):
        page = ask(f"{url}new/", ASKED | {"audience": "public"}).content.decode()
        assert "needs a case marked TLP:CLEAR" in page
        assert "Build this pack" not in page
    assert not full.packs.exists()


def test_a_pack_is_asked_for_built_and_downloaded(
    url: str, full: Case, legal: User, signed_in: Any
) -> None:
    client = signed_in(legal)

    asked = client.post(f"{url}new/", ASKED)
    pack = full.packs.get()
    assert asked["Location"] == pack.get_absolute_url()
    assert "Only a whole pack is offered." in client.get(asked["Location"]).content.decode()
    worker.do(pack.job_id)
    pack.refresh_from_db()
    page = client.get(asked["Location"]).content.decode()
    assert pack.key.fingerprint in page
    assert "bagit.py --validate ." in page

    response = client.get(f"{url}1/download/")
    assert sha256(b"".join(response.streaming_content)).hexdigest() == pack.sha256
    name = f"{full.reference}-P-1-counsel-SYNTHETIC.zip"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert pack.receipts.get().by == legal
    assert "Leo Legal" in client.get(asked["Location"]).content.decode()
    assert "P-1" in client.get(url).content.decode()


def test_a_pack_that_is_not_built_can_not_be_downloaded(
    url: str, full: Case, legal: User, signed_in: Any
) -> None:
    client = signed_in(legal)
    client.post(f"{url}new/", ASKED)

    assert client.get(f"{url}1/download/").status_code == 403


def test_keys_are_published_and_managed_by_administrators(
    case: Case, exhibit: Exhibit, legal: User, signed_in: Any
) -> None:
    pack = make_pack(case, legal)
    page = signed_in(legal).get("/signing-keys/").content.decode()
    assert pack.key.fingerprint in page
    assert "Make a new key" not in page

    client = signed_in(UserFactory.create(is_administrator=True))
    client.post("/signing-keys/rotate/")
    assert keys.current() != pack.key
    client.post(f"/signing-keys/{pack.key_id}/revoke/", {"why": ""})
    assert SigningKey.objects.filter(revoked_at=None).count() == 2
    client.post(f"/signing-keys/{pack.key_id}/revoke/", {"why": "A laptop was stolen."})
    assert "A laptop was stolen." in client.get("/signing-keys/").content.decode()
