from hashlib import sha256
from typing import Any

import pytest

from accounts.models import User
from audit.models import Entry
from cases.core.models import Case, Member
from cases.packs import services
from cases.packs.models import Pack
from cases.reports import services as reports
from cases.reports.models import Revision
from tests.cases.packs.conftest import make_pack
from tests.factories.accounts import UserFactory
from tests.factories.claims import SourceFactory, say


@pytest.fixture
def pack(full: Case, legal: User) -> Pack:
    return make_pack(full, legal)


def taken(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("place", ["/cases/{}/packs/1/", "/api/v1/cases/{}/packs/1/"])
def test_a_download_that_broke_off_is_resumed(
    place: str, pack: Pack, legal: User, signed_in: Any
) -> None:
    client, url = signed_in(legal), place.format(pack.case.reference) + "download/"

    whole = client.get(url)
    begun = taken(whole)[:1000]
    rest = client.get(url, headers={"Range": "bytes=1000-", "If-Range": whole["ETag"]})

    assert (whole.status_code, rest.status_code) == (200, 206)
    assert rest["Content-Range"] == f"bytes 1000-{pack.size - 1}/{pack.size}"
    assert rest["Content-Length"] == str(pack.size - 1000)
    assert sha256(begun + taken(rest)).hexdigest() == pack.sha256
    assert pack.receipts.count() == 1
    resumed = Entry.objects.get(action="pack.download_resumed")
    assert resumed.detail["from_byte"] == 1000


def test_a_part_in_the_middle_is_exactly_that(pack: Pack, legal: User, signed_in: Any) -> None:
    client, url = signed_in(legal), f"{pack.get_absolute_url()}download/"

    whole = taken(client.get(url))

    assert taken(client.get(url, headers={"Range": "bytes=100-199"})) == whole[100:200]


def test_no_part_is_had_without_a_receipt(pack: Pack, legal: User, signed_in: Any) -> None:
    url = f"{pack.get_absolute_url()}download/"

    signed_in(legal).get(url, headers={"Range": "bytes=1-"})

    assert pack.receipts.get().by == legal


def test_a_part_of_another_file_is_answered_with_the_whole(
    pack: Pack, legal: User, signed_in: Any
) -> None:
    headers = {"Range": "bytes=1-", "If-Range": '"of another pack"'}
    response = signed_in(legal).get(f"{pack.get_absolute_url()}download/", headers=headers)

    assert response.status_code == 200
    assert sha256(taken(response)).hexdigest() == pack.sha256


def test_what_lies_beyond_the_pack_is_refused(pack: Pack, legal: User, signed_in: Any) -> None:
    headers = {"Range": f"bytes={pack.size}-"}
    response = signed_in(legal).get(f"{pack.get_absolute_url()}download/", headers=headers)

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{pack.size}"
    assert not pack.receipts.exists()


def test_permission_is_asked_again_before_a_download_goes_on(
    pack: Pack, legal: User, signed_in: Any
) -> None:
    client, url = signed_in(legal), f"{pack.get_absolute_url()}download/"
    client.get(url)
    administrator = UserFactory.create(is_administrator=True)
    services.revoke_key(key=pack.key, why="Stolen.", by=administrator)

    assert client.get(url, headers={"Range": "bytes=9-"}).status_code == 403


def test_a_member_no_more_goes_on_with_nothing(pack: Pack, legal: User, signed_in: Any) -> None:
    client, url = signed_in(legal), f"{pack.get_absolute_url()}download/"
    client.get(url)
    Member.objects.filter(case=pack.case, user=legal).delete()

    assert client.get(url, headers={"Range": "bytes=9-"}).status_code == 404


def test_a_pack_with_a_report_that_was_retracted_since_is_not_handed_out(
    pack: Pack, legal: User, reviewer: User, signed_in: Any
) -> None:
    client, url = signed_in(legal), f"{pack.get_absolute_url()}download/"
    assert client.get(url).status_code == 200

    reports.retract_revision(revision=Revision.objects.get(), reason="It was forged.", by=reviewer)

    assert client.get(url, headers={"Range": "bytes=9-"}).status_code == 403
    page = client.get(pack.get_absolute_url()).content.decode()
    assert "R-1 revision 1 was retracted: It was forged." in page
    assert "It holds what no longer stands: R-1 revision 1, retracted on" in page
    after = make_pack(pack.case, legal)
    assert "retracted" not in client.get(after.get_absolute_url()).content.decode()


def test_a_pack_with_a_report_that_is_stale_says_so(
    pack: Pack, legal: User, analyst: User, signed_in: Any
) -> None:
    claim = pack.case.claims.get(number=1)
    denial = SourceFactory.create(publisher=pack.case.parties.get(name="Meridian"), by=analyst)
    say(denial, claim, analyst, "denies")

    page = signed_in(legal).get(pack.get_absolute_url()).content.decode()

    assert "R-1 revision 1 is stale. C-1: " in page
    assert signed_in(legal).get(f"{pack.get_absolute_url()}download/").status_code == 200
