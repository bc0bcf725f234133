from typing import Any

from accounts.models import User
from cases.core.models import Case
from cases.jobs import worker


def test_a_program_can_have_a_pack_built_and_take_it(
    full: Case, legal: User, signed_in: Any
) -> None:
    client, url = signed_in(legal), f"/api/v1/cases/{full.reference}/packs/"
    asked = {"audience": "counsel", "purpose": "For the hearing.", "contents": ["exhibits"]}

    answer = client.post(url, asked, content_type="application/json")
    assert (answer.status_code, answer.json()["built_at"]) == (202, None)
    assert client.get(f"{url}1/download/").status_code == 403
    worker.do(answer.json()["job"])

    pack = client.get(f"{url}1/").json()
    assert pack["contents"] == ["exhibits"]
    assert pack["key"] in str(client.get("/api/v1/signing-keys/").json())
    taken = client.get(f"{url}1/download/")
    assert len(b"".join(taken.streaming_content)) == pack["size"]
    (receipt,) = client.get(f"{url}1/receipts/").json()["results"]
    assert (receipt["sha256"], receipt["by_name"][:9]) == (pack["sha256"], "Leo Legal")


def test_a_refusal_says_why(full: Case, legal: User, signed_in: Any) -> None:
    asked = {"audience": "public", "purpose": "x"}
    url = f"/api/v1/cases/{full.reference}/packs/"

    answer = signed_in(legal).post(url, asked, content_type="application/json")

    assert answer.status_code == 409
    assert "TLP:CLEAR" in answer.json()["detail"]
