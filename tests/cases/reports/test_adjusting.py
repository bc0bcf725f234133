"""A lead adjusts what a reader gets, and reports are written for a reader, on the database."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from cases.core.models import Case
from cases.reports import adjusting, queries, services
from cases.reports.errors import ReportSaysTooMuch, TooLong
from cases.reports.forms import TemplateForm
from cases.reports.models import Report, TemplateVersion
from cases.reports.templates import ANNEX, BRIEF, Choice, Template, TemplateRefused
from tests.factories.reports import World, furnish, write

pytestmark = pytest.mark.django_db
SHORT = replace(BRIEF, pages=1, name="One-page brief")


@pytest.fixture
def world(case: Case, analyst: User) -> World:
    return furnish(case, analyst)


@pytest.fixture
def report(world: World, analyst: User) -> Report:
    return write(world, analyst)


def _adjust(world: World, by: User, template: Template = SHORT) -> TemplateVersion:
    return adjusting.adjust_template(
        case=world.case, template=template, reason="The minister reads one page.", by=by
    )


def test_the_last_adjustment_is_in_use_and_on_record(world: World, lead: User) -> None:
    _adjust(world, lead)
    _adjust(world, lead, replace(SHORT, name="The minister's page"))

    assert queries.templates_of(world.case)["brief"].name == "The minister's page"
    assert queries.templates_of(world.case)["annex"] == ANNEX
    said = Entry.objects.filter(action="report.template_adjusted").order_by("pk")
    assert [entry.detail["version"] for entry in said] == [1, 2]


def test_only_those_who_manage_the_case_adjust(world: World, analyst: User) -> None:
    with pytest.raises(PermissionDenied):
        _adjust(world, analyst)


def test_words_that_say_more_than_the_ledger_are_refused(world: World, lead: User) -> None:
    loud = Choice("bottom_line", introduction="Meridian stole the model from Halden.")
    with pytest.raises(ReportSaysTooMuch):
        _adjust(world, lead, replace(BRIEF, choices=(loud, *BRIEF.choices[1:])))
    with pytest.raises(TemplateRefused):
        _adjust(world, lead, replace(BRIEF, choices=BRIEF.choices[:2]))

    assert not world.case.report_templates.exists()


@pytest.mark.parametrize(
    "changes",
    [{"choices": [{"key": "bottom_line"}]}, {"pages": 0}, {"key": "poster"}, {"reason": ""}],
)
def test_the_database_refuses_what_no_reader_may_be_given(
    world: World, lead: User, changes: dict[str, object]
) -> None:
    version = _adjust(world, lead)
    fields = {
        "case": world.case, "key": "brief", "number": 9, "name": "N", "reader": "R",
        "choices": version.choices, "reason": "Why.", "changed_by": lead,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateVersion.objects.create(**(fields | changes))


@pytest.mark.parametrize("verb", ["DELETE FROM", "TRUNCATE"])
def test_versions_are_kept_for_good(world: World, lead: User, verb: str) -> None:
    _adjust(world, lead)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="append-only"):
            cursor.execute(f"{verb} cases_templateversion")
        transaction.set_rollback(True)


def test_a_brief_that_does_not_fit_is_not_frozen_and_told_why(
    world: World, lead: User, analyst: User
) -> None:
    _adjust(world, lead)
    long = "We have not measured this.\n\n" * 60
    report = write(world, analyst, template="brief", prose={"watch": long})

    with pytest.raises(TooLong, match=r"room for 1 pages?, and this takes \d.*What to watch next"):
        services.request_approval(report=report, by=analyst)
    assert not report.revisions.exists()


def test_a_frozen_revision_keeps_its_template(
    world: World, lead: User, analyst: User, reviewer: User
) -> None:
    report = write(world, analyst, template="annex")
    revision = services.request_approval(report=report, by=analyst)
    services.approve_revision(revision=revision, digest=revision.digest, by=reviewer)
    digest = revision.digest
    _adjust(world, lead, replace(ANNEX, name="Exhibit A"))
    revision.refresh_from_db()

    assert revision.document["template"] == "Annex for filing"
    assert revision.digest == digest


def test_a_template_that_moves_while_approval_waits_asks_for_it_again(
    world: World, lead: User, analyst: User, reviewer: User
) -> None:
    report = write(world, analyst, template="annex")
    revision = services.request_approval(report=report, by=analyst)
    _adjust(world, lead, replace(ANNEX, name="Exhibit A"))

    with pytest.raises(services.LedgerHasMoved, match="template has moved"):
        services.approve_revision(revision=revision, digest=revision.digest, by=reviewer)


def test_a_report_begins_with_the_text_of_another(
    report: Report, world: World, analyst: User, case: Case
) -> None:
    brief = services.open_report(
        case=case, title="In two pages", template="brief", begin_with=report, by=analyst
    )

    assert (brief.summary, brief.prose) == (report.summary, report.prose)
    assert brief.based_on == report.based_on


def test_text_that_a_reader_does_not_get_is_kept(world: World, analyst: User) -> None:
    report = write(world, analyst, prose={"hypotheses": "Perhaps a contractor did it."})
    fields = {"title": report.title, "rating": "", "summary": world.summary, "by": analyst}
    services.save_draft(
        report=report, prose=report.prose, version=report.version, template="brief", **fields
    )
    report.refresh_from_db()
    services.save_draft(report=report, prose={}, version=report.version, **fields)
    report.refresh_from_db()

    assert report.template == "brief"
    assert report.prose == {"hypotheses": "Perhaps a contractor did it."}


def _sent(template: Template) -> dict[str, object]:
    form = TemplateForm.of(template)
    sent = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    return {k: v for k, v in sent.items() if v is not None} | {"reason": "One page is enough."}


def test_a_lead_adjusts_on_the_page(client: Client, world: World, lead: User) -> None:
    client.force_login(lead)
    url = reverse("reports:template", args=[world.case.reference, "brief"])
    sent = _sent(BRIEF) | {"name": "The minister's page", "place_watch": "", "limit_alleged": 2}

    answer = client.post(url, sent)

    assert answer.status_code == 302
    adjusted = queries.templates_of(world.case)["brief"]
    assert adjusted.name == "The minister's page"
    assert "watch" not in adjusted.keys
    assert {c.key: c.limit for c in adjusted.choices}["alleged"] == 2


def test_a_refused_adjustment_keeps_what_was_typed(
    client: Client, world: World, lead: User
) -> None:
    client.force_login(lead)
    url = reverse("reports:template", args=[world.case.reference, "brief"])

    page = client.post(url, _sent(BRIEF) | {"heading_alleged": "Key facts", "name": "My brief"})

    text = page.content.decode()
    assert "must say what stands under it" in text
    assert 'value="My brief"' in text
    assert not world.case.report_templates.exists()


def test_reset_prints_as_it_came(client: Client, world: World, lead: User) -> None:
    _adjust(world, lead)
    client.force_login(lead)
    client.post(
        reverse("reports:template_reset", args=[world.case.reference, "brief"]),
        {"reason": "Two pages after all."},
    )

    assert queries.templates_of(world.case)["brief"] == BRIEF


def test_the_editor_asks_for_what_the_reader_gets(
    client: Client, world: World, analyst: User
) -> None:
    report = write(world, analyst, template="annex")
    client.force_login(analyst)

    page = client.get(reverse("reports:edit", args=[world.case.reference, report.number]))

    text = page.content.decode()
    assert 'name="method"' in text
    assert 'name="hypotheses"' not in text
    assert "How to read this annex" in text
