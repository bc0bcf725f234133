import pytest
from django.urls import reverse

from accounts import services
from accounts.models import User
from tests.factories.accounts import UserFactory


@pytest.fixture
def administrator(db):
    return UserFactory.create(name="Ada", email="admin@lab.example", is_administrator=True)


def test_person_is_invited_and_signs_in(client, signed_in, administrator):
    page = signed_in(administrator).post(
        "/people/invite/", {"email": "nia@lab.example", "name": "Nia New"}
    )
    link = page.context["link"]
    client.logout()

    path = link.removeprefix("http://localhost:8000")
    words = {"password": "seven wet ducks", "again": "seven wet ducks"}
    taken = client.post(path, words, follow=True)

    assert "Sign in with it" in taken.content.decode()
    assert User.objects.get(email="nia@lab.example").state == "active"
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "why"),
    [
        ("short", "short", "too short"),
        ("seven wet ducks", "seven wet geese", "differ"),
        ("password1234", "password1234", "too common"),
    ],
)
def test_person_can_not_choose_a_weak_password(client, administrator, password, again, why):
    _, key = services.invite_person(email="nia@lab.example", name="Nia", by=administrator)

    page = client.post(f"/invitations/{key}/", {"password": password, "again": again})

    assert why in page.content.decode()
    assert User.objects.get(email="nia@lab.example").state == "invited"


def test_invitation_that_was_withdrawn_does_not_open(client, administrator):
    invitation, key = services.invite_person(email="nia@lab.example", name="Nia", by=administrator)
    services.deactivate_person(person=invitation.person, by=administrator)

    assert client.get(f"/invitations/{key}/").status_code == 404


def test_address_that_is_known_is_refused_in_words(signed_in, administrator, lead):
    page = signed_in(administrator).post("/people/invite/", {"email": lead.email, "name": "L"})

    assert "here already" in page.content.decode()


def test_administrator_deactivates_lets_in_and_resets(signed_in, administrator, lead):
    client = signed_in(administrator)

    for act in ("deactivate", "reactivate", "reset_second_factor"):
        client.post(reverse(f"accounts:{act}", args=[lead.pk]))

    page = client.get(reverse("accounts:person", args=[lead.pk])).content.decode()
    for words in ("person deactivated", "person reactivated", "person second factor reset"):
        assert words in page


def test_administrator_sees_nothing_of_a_case(signed_in, administrator, case, lead):
    client = signed_in(administrator)

    assert client.get(case.get_absolute_url()).status_code == 404
    for url in ("/", reverse("cases:list"), reverse("accounts:person", args=[lead.pk])):
        assert case.reference not in client.get(url).content.decode()


def test_person_sees_what_was_done_to_them(signed_in, administrator, lead):
    services.reset_second_factor(person=lead, by=administrator)

    page = signed_in(lead).get("/me/").content.decode()

    assert "person second factor reset" in page
    assert "Ada &lt;admin@lab.example&gt;" in page
