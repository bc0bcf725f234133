"""What two people do to a report at the same moment."""

import pytest

from accounts.models import User
from cases.core.models import Case
from cases.reports import services
from cases.reports.models import Report, Revision
from tests.factories.reports import World, furnish, write
from tests.factories.together import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(case: Case, analyst: User) -> World:
    return furnish(case, analyst)


@pytest.fixture
def waiting(world: World, analyst: User) -> Revision:
    return services.request_approval(report=write(world, analyst), by=analyst)


def test_two_approvals_at_once_are_one(waiting: Revision, reviewer: User, lead: User) -> None:
    results = at_once(
        *[
            lambda by=by: services.approve_revision(revision=waiting, digest=waiting.digest, by=by)
            for by in (reviewer, lead)
        ]
    )

    assert kinds(results)[1] == "Revision"
    assert len(set(kinds(results))) == 2
    assert Report.objects.get().revisions.approved().count() == 1


def test_an_approval_and_an_edit_never_cross_unnoticed(
    waiting: Revision, analyst: User, reviewer: User
) -> None:
    """Approved as it was read, or voided by the edit; never the edited text approved."""
    report = Report.objects.get()
    draft = {"title": "Other", "rating": report.rating, "summary": report.summary, "prose": {}}

    at_once(
        lambda: services.approve_revision(revision=waiting, digest=waiting.digest, by=reviewer),
        lambda: services.save_draft(report=report, version=report.version, by=analyst, **draft),
    )

    kept = Revision.objects.get()
    assert kept.outcome in {"approved", "voided"}
    assert kept.digest == waiting.digest
    assert Report.objects.get().title == "Other"
