from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from audit.models import Entry
from cases.core import paperwork, services
from cases.core.models import Case, Party


def _party(case: Case, by: User, name: str = "Northwind Labs", **more: object) -> Party:
    return paperwork.add_party(
        case=case, name=name, kind="organization", role="complainant", by=by, **more
    )


def test_add_party_names_it_once(case: Case, lead: User) -> None:
    _party(case, lead, aliases=["Northwind"])

    with pytest.raises(paperwork.PartyNamedTwice):
        _party(case, lead)


def test_change_party_keeps_what_it_said_before(case: Case, lead: User, analyst: User) -> None:
    party = _party(case, lead)

    paperwork.change_party(
        party=party, name="Northwind", kind="organization", role="witness", by=analyst
    )

    entry = Entry.objects.order_by("pk").last()
    assert entry.detail["before"]["role"] == "complainant"
    assert entry.detail["after"]["name"] == "Northwind"


def test_a_party_is_not_directed_by_one_of_another_case(
    case: Case, other_case: Case, lead: User, stranger: User
) -> None:
    foreign = _party(other_case, stranger)

    with pytest.raises(Party.DoesNotExist):
        _party(case, lead, controlled_by=foreign)


def test_add_task_is_only_for_members(case: Case, lead: User, stranger: User) -> None:
    with pytest.raises(paperwork.NotAMember):
        paperwork.add_task(case=case, title="Ask", assignee=stranger, by=lead)


def test_finish_task_and_take_it_back(case: Case, lead: User, analyst: User) -> None:
    task = paperwork.add_task(case=case, title="Ask", due_on=date(2026, 6, 1), by=lead)

    done = paperwork.finish_task(task=task, by=analyst)
    assert done.done_by == analyst
    with pytest.raises(paperwork.AlreadyDone):
        paperwork.finish_task(task=task, by=analyst)

    assert paperwork.reopen_task(task=task, by=lead).done_at is None
    with pytest.raises(paperwork.NotDone):
        paperwork.reopen_task(task=task, by=lead)


def test_write_note_needs_the_right_to_write(case: Case, analyst: User, policy: User) -> None:
    assert paperwork.write_note(case=case, body="Called counsel.", by=analyst)
    with pytest.raises(PermissionDenied):
        paperwork.write_note(case=case, body="Me too.", by=policy)


def test_look_again_settles_once(case: Case, lead: User) -> None:
    item = paperwork.watch_for(case=case, what="A denial", look_again_on=date(2026, 7, 1), by=lead)

    item = paperwork.look_again(
        item=item, outcome="watching", note="Nothing", look_again_on=date(2026, 8, 1), by=lead
    )
    item = paperwork.look_again(item=item, outcome="happened", note="They denied it", by=lead)

    assert item.look_again_on is None
    with pytest.raises(paperwork.AlreadySettled):
        paperwork.look_again(item=item, outcome="dropped", note="Never mind", by=lead)


def test_describe_case_records_what_changed(case: Case, lead: User) -> None:
    services.describe_case(
        case=case, title=case.title, summary="New", rating="", marking="TLP:RED", by=lead
    )

    entry = Entry.objects.order_by("pk").last()
    assert entry.detail == {"summary": ["", "New"], "marking": ["TLP:AMBER", "TLP:RED"]}
