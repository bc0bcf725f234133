import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import User
from audit.models import Entry
from cases.core import services
from cases.core.models import Case, Note
from cases.core.roles import Role


def test_open_case_makes_its_opener_the_lead(lead: User) -> None:
    case = services.open_case(title="A letter", by=lead)

    assert case.reference.startswith("PRB-")
    assert case.members.get().role == Role.LEAD
    assert Entry.objects.get(case=case.reference).action == "case.opened"


def test_references_count_up(lead: User) -> None:
    first = services.open_case(title="One", by=lead)
    second = services.open_case(title="Two", by=lead)

    assert int(second.reference[-4:]) == int(first.reference[-4:]) + 1


def test_close_case_needs_the_lead_and_a_reason(case: Case, lead: User, analyst: User) -> None:
    with pytest.raises(PermissionDenied):
        services.close_case(case=case, reason="Done", by=analyst)
    with pytest.raises(services.ReasonMissing):
        services.close_case(case=case, reason=" ", by=lead)

    assert services.close_case(case=case, reason="Done", by=lead).is_closed


def test_a_closed_case_refuses_rows_whatever_code_writes_them(case: Case, lead: User) -> None:
    services.close_case(case=case, reason="Done", by=lead)

    with pytest.raises(DatabaseError, match="the case is closed"), transaction.atomic():
        Note.objects.create(case=case, body="Too late", written_by=lead)

    services.reopen_case(case=case, reason="New evidence", by=lead)
    assert Note.objects.create(case=case, body="In time", written_by=lead)


def test_a_hold_blocks_deletion_whatever_code_deletes(case: Case, lead: User, legal: User) -> None:
    note = Note.objects.create(case=case, body="Keep me", written_by=lead)
    services.place_hold(case=case, reason="Litigation", by=legal)

    with pytest.raises(DatabaseError, match="under legal hold"), transaction.atomic():
        note.delete()

    services.lift_hold(case=case, reason="Settled", by=legal)
    note.delete()


def test_a_case_keeps_a_lead(case: Case, lead: User, analyst: User) -> None:
    member = case.members.get(user=lead)
    with pytest.raises(services.LastLead):
        services.change_role(member=member, role=Role.ANALYST, by=lead)
    with pytest.raises(services.LastLead):
        services.remove_member(member=member, by=lead)

    services.change_role(member=case.members.get(user=analyst), role=Role.LEAD, by=lead)
    services.remove_member(member=member, by=lead)
