from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User


def test_make_administrator_prints_a_link_that_works(client, db):
    out = StringIO()

    call_command("make_administrator", "Ada@lab.example", "Ada", stdout=out)

    link = out.getvalue().strip()
    assert link.startswith("http://localhost:8000/invitations/")
    page = client.get(link.removeprefix("http://localhost:8000"))
    assert page.status_code == 200
    assert User.objects.get().is_administrator


def test_make_administrator_refuses_an_address_that_is_known(lead):
    with pytest.raises(CommandError, match="here already"):
        call_command("make_administrator", lead.email, "Lena")
