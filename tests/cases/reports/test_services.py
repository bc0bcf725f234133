import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import User
from audit.models import Entry
from cases.claims import services as claims
from cases.core.models import Case
from cases.reports import queries, services
from cases.reports.exporters import FORMATS, stix
from cases.reports.models import Report, Revision
from cases.reports.rendering import document_of
from tests.factories.claims import ClaimFactory, PartyFactory, SourceFactory, say
from tests.factories.reports import World, approve, deny, furnish, write


@pytest.fixture
def world(case: Case, analyst: User) -> World:
    return furnish(case, analyst)


@pytest.fixture
def report(world: World, analyst: User) -> Report:
    return write(world, analyst)


def _actions(case: Case) -> list[str]:
    entries = Entry.objects.filter(case=case.reference, content__contains='"report.')
    return [entry.action for entry in entries.order_by("pk")]


def test_open_report_takes_the_next_number(world: World, analyst: User, policy: User) -> None:
    first = services.open_report(case=world.case, title="One", by=analyst)
    second = services.open_report(case=world.case, title="Two", by=analyst)

    assert (str(first), str(second)) == ("R-1", "R-2")
    with pytest.raises(PermissionDenied):
        services.open_report(case=world.case, title="Three", by=policy)


def test_save_draft_refuses_to_overwrite_what_another_saved(
    report: Report, world: World, lead: User
) -> None:
    stale = {"title": "Mine", "rating": "", "summary": "", "prose": {}, "version": 1}

    with pytest.raises(services.DraftHasMoved, match="Ana Analyst saved this report"):
        services.save_draft(report=report, by=lead, **stale)


def test_request_approval_is_stopped_by_an_error(
    world: World, report: Report, analyst: User
) -> None:
    said = (
        f"Operators linked to Meridian used nearly 25,000 accounts [[C-{world.accounts.number}]]."
    )
    loud = write(world, analyst, summary=said)

    with pytest.raises(services.ReportSaysTooMuch) as refused:
        services.request_approval(report=loud, by=analyst)

    assert {f.rule for f in refused.value.findings} >= {"unattributed", "single-origin"}
    assert not loud.revisions.exists()


def test_request_approval_needs_a_bottom_line(world: World, analyst: User) -> None:
    empty = write(world, analyst, summary=" ")

    with pytest.raises(services.NothingToSay):
        services.request_approval(report=empty, by=analyst)


def test_a_report_needs_the_response_of_its_subject(
    world: World, report: Report, analyst: User
) -> None:
    PartyFactory.create(case=world.case, name="Sable", role="subject")

    with pytest.raises(services.ReportSaysTooMuch, match="No response of Sable"):
        services.request_approval(report=report, by=analyst)


def test_approve_revision_refuses_its_author(report: Report, lead: User, reviewer: User) -> None:
    services.save_draft(
        report=report, title=report.title, rating="", summary=report.summary, prose={},
        version=report.version, by=reviewer,
    )  # fmt: skip
    revision = services.request_approval(report=report, by=lead)

    for author in (lead, reviewer):
        with pytest.raises(PermissionDenied, match="another person must approve"):
            services.approve_revision(revision=revision, digest=revision.digest, by=author)


def test_the_database_refuses_an_author_who_approves(report: Report, analyst: User) -> None:
    revision = services.request_approval(report=report, by=analyst)

    with pytest.raises(IntegrityError, match="never approves it"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(
            outcome="approved", decided_by=analyst, decided_at=revision.requested_at
        )


def test_approve_revision_freezes_and_publishes(
    report: Report, world: World, analyst: User, reviewer: User
) -> None:
    revision = approve(report, analyst, reviewer)

    assert revision.is_approved
    world.accounts.refresh_from_db()
    assert world.accounts.published_at is not None
    assert _actions(world.case)[-1] == "report.approved"
    for change in ({"title": "Other"}, {"document": {}}, {"outcome": "voided"}):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).delete()


def test_a_waiting_revision_keeps_its_text(report: Report, analyst: User) -> None:
    revision = services.request_approval(report=report, by=analyst)

    with (
        pytest.raises(DatabaseError, match="the text of a revision is frozen"),
        transaction.atomic(),
    ):
        Revision.objects.filter(pk=revision.pk).update(summary="Other")


def test_save_draft_voids_what_waits(report: Report, analyst: User, reviewer: User) -> None:
    revision = services.request_approval(report=report, by=analyst)
    services.save_draft(
        report=report, title=report.title, rating="", summary=report.summary, prose={},
        version=report.version, by=analyst,
    )  # fmt: skip

    revision.refresh_from_db()
    assert revision.outcome == Revision.Outcome.VOIDED
    with pytest.raises(services.NotAsThingsAre, match="decided already"):
        services.approve_revision(revision=revision, digest=revision.digest, by=reviewer)


def test_approve_revision_is_stopped_when_the_ledger_moves(
    report: Report, world: World, analyst: User, reviewer: User
) -> None:
    revision = services.request_approval(report=report, by=analyst)
    deny(world, analyst)

    with pytest.raises(services.ReportSaysTooMuch):
        services.approve_revision(revision=revision, digest=revision.digest, by=reviewer)


def test_approve_revision_is_pinned_to_the_digest(
    report: Report, analyst: User, reviewer: User
) -> None:
    revision = services.request_approval(report=report, by=analyst)

    with pytest.raises(services.LedgerHasMoved):
        services.approve_revision(revision=revision, digest="0" * 64, by=reviewer)


def test_a_new_claim_in_the_ledger_asks_for_approval_anew(
    report: Report, world: World, analyst: User, reviewer: User
) -> None:
    revision = services.request_approval(report=report, by=analyst)
    claims.add_claim(
        case=world.case, kind="conduct", statement="Another thing was done.", by=analyst
    )

    with pytest.raises(services.LedgerHasMoved):
        services.approve_revision(revision=revision, digest=revision.digest, by=reviewer)


def test_a_standing_revision_goes_stale_with_its_reason(
    report: Report, world: World, analyst: User, reviewer: User
) -> None:
    revision = approve(report, analyst, reviewer)
    assert queries.stale_revisions(analyst) == []
    deny(world, analyst, reviewer)

    ((stale, reasons),) = queries.stale_revisions(analyst)
    assert stale == revision
    assert f"C-{world.accounts.number}" in reasons
    document = document_of(revision, queries.ledger_of(world.case))
    assert document.warnings[0].startswith("STALE")
    assert document.digest == revision.digest


def test_a_denial_makes_a_report_stale_that_says_alleged(
    report: Report, world: World, analyst: User, reviewer: User
) -> None:
    approve(report, analyst, reviewer)
    statement = SourceFactory.create(publisher=world.meridian, by=analyst)

    say(statement, world.accounts, analyst, "denies")

    ((_, reasons),) = queries.stale_revisions(analyst)
    assert "it is denied by Meridian" in reasons[f"C-{world.accounts.number}"]


def test_a_report_is_stale_when_a_source_that_it_prints_is_graded_anew_or_rests_on_another(
    report: Report, world: World, analyst: User, reviewer: User
) -> None:
    revision = approve(report, analyst, reviewer)
    letter = world.case.sources.get()
    claims.grade_source(source=letter, reliability="E", reason="Forged before.", by=analyst)
    earlier = SourceFactory.create(publisher=world.halden, by=analyst)
    claims.rest_source_on(source=letter, rests_on=earlier, passage="As we said.", by=analyst)

    reason = queries.why_stale(revision, queries.ledger_of(world.case))["S-1"]

    assert "its grade was “B: " in reason
    assert "is now “E: " in reason
    assert "its lineage was “nothing” and is now “S-2”" in reason


def test_a_report_is_stale_when_one_standard_of_a_settled_claim_falls(
    report: Report, world: World, analyst: User, reviewer: User
) -> None:
    claim = ClaimFactory.create(case=world.case, by=analyst)
    wires = [
        SourceFactory.create(publisher=PartyFactory.create(case=world.case), by=analyst)
        for _ in range(3)
    ]
    for wire in wires:
        say(wire, claim, analyst)
    proposal = claims.propose_status(claim=claim, status="confirmed", rationale="3.", by=analyst)
    claims.countersign_status(proposal=proposal, by=reviewer)
    revision = approve(report, analyst, reviewer)

    claims.grade_source(source=wires[2], reliability="E", reason="It invents.", by=analyst)

    claim.refresh_from_db()
    assert claim.overstated_because == ""
    reasons = queries.why_stale(revision, queries.ledger_of(world.case))
    assert "its standard was" in reasons[str(claim)]


def test_a_later_revision_supersedes_the_one_before(
    report: Report, analyst: User, reviewer: User, lead: User
) -> None:
    first = approve(report, analyst, reviewer)
    report.refresh_from_db()
    services.save_draft(
        report=report, title="A better title", rating="", summary=report.summary, prose={},
        version=report.version, by=analyst,
    )  # fmt: skip
    second = approve(report, analyst, lead)

    assert second.supersedes == first
    warnings = document_of(first, queries.ledger_of(report.case)).warnings
    assert warnings == ("SUPERSEDED by revision 2.",)


def test_retract_revision_marks_every_later_view(
    report: Report, analyst: User, reviewer: User
) -> None:
    revision = approve(report, analyst, reviewer)
    with pytest.raises(services.ReasonMissing):
        services.retract_revision(revision=revision, reason=" ", by=reviewer)
    services.retract_revision(revision=revision, reason="The letter was withdrawn.", by=reviewer)

    revision = Revision.objects.get(pk=revision.pk)
    for form in ("html", "md", "json"):
        text = services.download_revision(revision=revision, form=form, by=analyst).decode()
        assert "RETRACTED" in text
        assert "The letter was withdrawn." in text.replace("\\", "")
    with pytest.raises(services.NotAsThingsAre, match="retracted already"):
        services.retract_revision(revision=revision, reason="Again", by=reviewer)


def _stix(revision: Revision, world: World) -> tuple[dict[str, Any], set[str]]:
    """The report's own object, and what is said of its state."""
    fresh = Revision.objects.get(pk=revision.pk)
    objects = json.loads(stix.render(document_of(fresh, queries.ledger_of(world.case))))["objects"]
    (found,) = [each for each in objects if each["type"] == "report"]
    return found, {each["abstract"] for each in objects if each.get("labels") == ["state"]}


def test_shared_objects_live_as_the_revisions_do(
    report: Report, world: World, analyst: User, reviewer: User, lead: User
) -> None:
    first = approve(report, analyst, reviewer)
    made, _ = _stix(first, world)
    second = approve(report, analyst, lead)
    updated, _ = _stix(second, world)
    assert (updated["id"], updated["created"]) == (made["id"], made["created"])
    assert updated["modified"] > made["modified"] == made["created"]
    assert _stix(first, world) == (made, {"SUPERSEDED"})

    services.retract_revision(revision=second, reason="It was forged.", by=reviewer)
    taken, said = _stix(second, world)
    assert (taken["id"], taken["revoked"], said) == (made["id"], True, {"RETRACTED"})
    assert taken["modified"] > updated["modified"]

    third, _ = _stix(approve(report, analyst, reviewer), world)
    assert third["id"] != made["id"]
    assert not third["revoked"]


def test_return_revision_says_why(report: Report, analyst: User, reviewer: User) -> None:
    revision = services.request_approval(report=report, by=analyst)
    with pytest.raises(PermissionDenied):
        services.return_revision(revision=revision, note="No", by=analyst)

    returned = services.return_revision(revision=revision, note="Name the day.", by=reviewer)

    assert (returned.outcome, returned.decision_note) == ("returned", "Name the day.")


@pytest.mark.parametrize("form", FORMATS)
def test_download_revision_is_on_record(
    form: str, report: Report, world: World, analyst: User, reviewer: User
) -> None:
    revision = approve(report, analyst, reviewer)

    assert services.download_revision(revision=revision, form=form, by=analyst)
    last = Entry.objects.filter(case=world.case.reference).latest("pk")
    assert last.action == "report.downloaded"
    assert last.detail["format"] == form


def test_ledger_of_reads_in_a_fixed_number_of_queries(
    world: World, analyst: User, django_assert_max_num_queries: object
) -> None:
    source = SourceFactory.create(publisher=world.halden, by=analyst)
    for n in range(12):
        claim = claims.add_claim(
            case=world.case, kind="conduct", statement=f"Thing {n}.", by=analyst
        )
        say(source, claim, analyst)

    # The matrix of hypotheses, the observations that name a figure and the charts of reports are
    # read with the ledger.
    with django_assert_max_num_queries(23):
        assert len(queries.ledger_of(world.case).claims) == 13
