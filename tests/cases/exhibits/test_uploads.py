from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from cases.core.models import Case


def file(name: str = "log.csv", content: bytes = b"as received") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")


def send(client: Client, case: Case, *files: SimpleUploadedFile, **fields: str) -> Any:
    account = {"how": "Handed over on a stick."} | fields
    return client.post(
        f"/cases/{case.reference}/exhibits/receive/",
        {"received": list(files)} | account,
        follow=True,
    )


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_becomes_an_exhibit(
    folder: Path, case: Case, analyst: User, signed_in: Any
) -> None:
    send(signed_in(analyst), case, file(), collected_on="2026-06-05~", collected_by="A lab")

    exhibit = case.exhibits.get()
    assert (exhibit.name, exhibit.size, exhibit.media_type) == ("log.csv", 11, "text/csv")
    assert (exhibit.how, exhibit.collected_on) == ("Handed over on a stick.", "2026-06-05~")
    assert [path.name for path in stored(folder)] == [exhibit.sha256]


def test_the_same_bytes_are_named(folder: Path, case: Case, analyst: User, signed_in: Any) -> None:
    page = send(signed_in(analyst), case, file("a.csv"), file("b.csv"))

    assert [e.name for e in case.exhibits.order_by("number")] == ["a.csv", "b.csv"]
    assert "The same bytes are E-1." in page.content.decode()
    assert len(stored(folder)) == 1


def test_a_file_past_the_bound_is_named_and_nothing_remains(
    folder: Path, case: Case, analyst: User, signed_in: Any, settings: Any
) -> None:
    settings.EXHIBIT_MAX_BYTES = 10

    page = send(signed_in(analyst), case, file("big.csv"), file("small.csv", b"x"))

    assert "“big.csv” is larger than 10 bytes. Nothing was kept." in page.content.decode()
    assert not case.exhibits.exists()
    assert stored(folder) == []


@pytest.mark.parametrize(
    ("files", "fields", "words"),
    [
        ([file("none.csv", b"")], {}, "The submitted file is empty."),
        ([], {}, "This field is required."),
        ([file()], {"how": ""}, "This field is required."),
        ([file()], {"collected_on": "last week"}, "last week"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_remains(
    folder: Path, case: Case, analyst: User, signed_in: Any, files: Any, fields: Any, words: str
) -> None:
    page = send(signed_in(analyst), case, *files, **fields)

    assert words in page.content.decode()
    assert not case.exhibits.exists()
    assert stored(folder) == []


def test_nobody_without_the_right_or_the_token_gets_a_byte_in(
    folder: Path, case: Case, policy: User, analyst: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    for user in (policy, analyst):
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        assert send(client, case, file()).status_code == 403

    assert not case.exhibits.exists()
    assert stored(folder) == []


def test_the_token_of_the_page_lets_an_upload_in(case: Case, analyst: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(analyst, "allauth.account.auth_backends.AuthenticationBackend")
    client.get(f"/cases/{case.reference}/exhibits/receive/")

    token = client.cookies["csrftoken"].value
    assert send(client, case, file(), csrfmiddlewaretoken=token).status_code == 200
    assert case.exhibits.get().size == len(BytesIO(b"as received").getvalue())
