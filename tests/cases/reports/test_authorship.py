"""Nobody approves what they wrote, also when another person saved after them."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.core.models import Case
from cases.reports import charting, policies, services
from cases.reports.models import Report, Revision
from tests.factories.reports import World, approve, furnish, measure, write

FORM = "application/x-www-form-urlencoded"
MINE = "You wrote part of this text"


@pytest.fixture
def world(case: Case, analyst: User) -> World:
    return furnish(case, analyst)


@pytest.fixture
def report(world: World, lead: User, analyst: User) -> Report:
    """Written by the lead; the analyst changed its title alone."""
    return _touch(write(world, lead), analyst)


def _touch(report: Report, by: User, title: str = "The letter about the model") -> Report:
    report.refresh_from_db()
    return services.save_draft(
        report=report, title=title, rating=report.rating, summary=report.summary,
        prose=report.prose, version=report.version, by=by,
    )  # fmt: skip


def _sign(revision: Revision, by: User) -> Revision:
    return services.approve_revision(revision=revision, digest=revision.digest, by=by)


def test_an_earlier_author_may_not_approve(
    report: Report, lead: User, analyst: User, reviewer: User
) -> None:
    revision = services.request_approval(report=report, by=analyst)

    with pytest.raises(PermissionDenied, match=MINE):
        _sign(revision, lead)
    assert str(policies.why_not_approve(lead, revision)).startswith(MINE)
    assert not Revision.objects.for_approval(lead).exists()
    assert Revision.objects.for_approval(reviewer).get() == revision
    assert _sign(revision, reviewer).authors == [lead.pk, analyst.pk]


def test_the_caption_of_a_chart_is_text_too(world: World, lead: User, analyst: User) -> None:
    measure(world.case)
    report = write(world, analyst)
    charting.add_chart(report=report, section="evidence", of="by-day", caption="", by=lead)
    revision = services.request_approval(report=_touch(report, analyst), by=analyst)

    with pytest.raises(PermissionDenied, match=MINE):
        _sign(revision, lead)


def test_what_another_person_approved_is_nobodys_own_any_more(
    report: Report, lead: User, analyst: User, reviewer: User
) -> None:
    approve(report, analyst, reviewer)
    second = services.request_approval(report=_touch(report, reviewer, "Third"), by=analyst)

    assert second.authors == [reviewer.pk]
    assert _sign(second, lead).is_approved


def test_a_returned_text_keeps_its_authors(
    report: Report, lead: User, analyst: User, reviewer: User
) -> None:
    first = services.request_approval(report=report, by=analyst)
    services.return_revision(revision=first, note="Not yet.", by=reviewer)
    second = services.request_approval(report=_touch(report, analyst, "Third"), by=analyst)

    with pytest.raises(PermissionDenied, match=MINE):
        _sign(second, lead)


def test_a_retraction_gives_a_text_its_authors_back(
    report: Report, lead: User, analyst: User, reviewer: User
) -> None:
    first = approve(report, analyst, reviewer)
    waiting = services.request_approval(report=_touch(report, analyst, "Third"), by=analyst)
    services.retract_revision(revision=first, reason="The letter was withdrawn.", by=lead)

    with pytest.raises(PermissionDenied, match=MINE):
        _sign(Revision.objects.get(pk=waiting.pk), lead)


def test_a_copy_is_by_all_who_wrote_what_was_copied(
    report: Report, world: World, lead: User, analyst: User, reviewer: User
) -> None:
    approve(report, analyst, reviewer)
    copy = services.open_report(case=world.case, title="In brief", by=analyst, begin_with=report)
    revision = services.request_approval(report=copy, by=analyst)

    with pytest.raises(PermissionDenied, match=MINE):
        _sign(revision, lead)


def test_the_database_refuses_an_earlier_author(
    report: Report, lead: User, analyst: User, reviewer: User
) -> None:
    revision = services.request_approval(report=report, by=analyst)
    signed = {"outcome": "approved", "decided_by": lead, "decided_at": revision.requested_at}

    with pytest.raises(DatabaseError, match="never approves it"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(**signed)
    for change in ({"authors": []}, {"authors": [lead.pk]}, {"title": "X", "changed_by": reviewer}):
        with pytest.raises(DatabaseError, match="author"), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**change)
    revision.pk, revision.number, revision.authors = None, 2, [analyst.pk]
    with pytest.raises(DatabaseError, match="names all who wrote"), transaction.atomic():
        revision.save()


def test_the_database_holds_to_the_authors_of_a_revision(
    report: Report, lead: User, analyst: User, reviewer: User
) -> None:
    approve(report, analyst, reviewer)
    second = services.request_approval(report=_touch(report, lead, "Third"), by=analyst)
    signed = {"outcome": "approved", "decided_by": lead, "decided_at": second.requested_at}

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    with pytest.raises(IntegrityError, match="an_earlier_author"), transaction.atomic():
        Revision.objects.filter(pk=second.pk).update(**signed)


def test_every_door_refuses_an_earlier_author(
    report: Report, world: World, lead: User, analyst: User, signed_in: Any
) -> None:
    revision = services.request_approval(report=report, by=analyst)
    client: Client = signed_in(lead)
    at = [world.case.reference, report.number, revision.number]
    page = client.get(revision.get_absolute_url()).content.decode()
    doors = (
        (reverse("reports:approve", args=at), f"digest={revision.digest}", FORM),
        (
            f"/api/v1/cases/{at[0]}/reports/{at[1]}/revisions/{at[2]}/approve/",
            {"digest": revision.digest},
            "application/json",
        ),
    )

    assert "Written by Lena Lead and Ana Analyst" in page
    assert MINE in page
    for url, sent, how in doors:
        assert client.post(url, sent, content_type=how).status_code == 403
    revision.refresh_from_db()
    assert revision.outcome == Revision.Outcome.PROPOSED


def test_the_draft_says_who_its_authors_are(report: Report, lead: User, signed_in: Any) -> None:
    page = signed_in(lead).get(report.get_absolute_url()).content.decode()

    assert "Lena Lead and Ana Analyst wrote in it since" in page
