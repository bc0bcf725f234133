"""The states of the formats' table are those that revisions really have."""

import pytest

from accounts.models import User
from cases.core.models import Case
from cases.reports import queries, services
from cases.reports.document import Document
from cases.reports.models import Report, Revision
from cases.reports.rendering import document_of
from tests.cases.reports.states import STATES
from tests.factories.reports import World, approve, deny, furnish, write


@pytest.fixture
def world(case: Case, analyst: User) -> World:
    return furnish(case, analyst)


@pytest.fixture
def report(world: World, analyst: User) -> Report:
    return write(world, analyst)


def _document(revision: Revision, world: World) -> Document:
    fresh = Revision.objects.get(pk=revision.pk)
    return document_of(fresh, queries.ledger_of(world.case))


def _is_in_state(document: Document, name: str) -> None:
    state, warnings, life = STATES[name]
    found = document.life
    assert document.state == state
    assert [each.split()[0] for each in document.warnings] == [each.split()[0] for each in warnings]
    assert (found.standing, found.is_stale, found.is_revoked, bool(found.ended)) == (
        life.standing, life.is_stale, life.is_revoked, bool(life.ended),
    )  # fmt: skip


def test_submitted_approved_and_retracted(
    report: Report, world: World, analyst: User, reviewer: User
) -> None:
    revision = services.request_approval(report=report, by=analyst)
    _is_in_state(_document(revision, world), "submitted")

    services.approve_revision(revision=revision, digest=revision.digest, by=reviewer)
    _is_in_state(_document(revision, world), "approved")

    services.retract_revision(revision=revision, reason="It was forged.", by=reviewer)
    _is_in_state(_document(revision, world), "retracted")


def test_superseded(
    report: Report, world: World, analyst: User, reviewer: User, lead: User
) -> None:
    first = approve(report, analyst, reviewer)
    approve(report, analyst, lead)

    _is_in_state(_document(first, world), "superseded")


def test_stale(report: Report, world: World, analyst: User, reviewer: User) -> None:
    revision = approve(report, analyst, reviewer)
    deny(world, analyst, reviewer)

    _is_in_state(_document(revision, world), "stale")
