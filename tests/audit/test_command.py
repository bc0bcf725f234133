from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from audit.services import record
from tests.audit.test_chain import seal_now, tamper


def test_audit_verify_names_the_head(lead: User) -> None:
    record(by=lead, action="thing.done", subject="a thing")
    seal_now()
    out = StringIO()

    call_command("audit", "verify", stdout=out)

    assert "The audit holds: 1 records, head " in out.getvalue()


def test_audit_verify_fails_and_names_the_record_that_does_not_hold(lead: User) -> None:
    record(by=lead, action="thing.done", subject="a thing")
    seal_now()
    tamper("UPDATE audit_entry SET content = replace(content, 'a thing', 'another')")

    with pytest.raises(CommandError, match="Record 1: its content is not what was recorded"):
        call_command("audit", "verify")
