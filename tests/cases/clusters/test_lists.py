"""Lists of shared infrastructure: how people add and withdraw them, by page and command."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from cases.clusters import lookup, services
from cases.clusters.dated_lists import InfrastructureList
from cases.clusters.services import NothingListed, ReasonMissing
from cases.core import services as core
from cases.core.models import Case
from tests.cases.clusters.test_build import _objects_on_disk, bring_in, linked  # noqa: F401

Page = Any
EXITS = b"# as of April 1\n198.51.100.0/24\nnot a network\n"


def added(case: Case, by: User, content: bytes = EXITS, **told: Any) -> InfrastructureList:
    told = {"kind": "vpn", "name": "Exits", "as_of": date(2026, 4, 1), "how": "Asked."} | told
    return services.add_list(case=case, file=BytesIO(content), file_name="exits.txt", **told, by=by)


def test_add_list_keeps_the_file_as_an_exhibit_and_counts_its_lines(
    case: Case, analyst: User
) -> None:
    one = added(case, analyst)
    assert (str(one), one.entry_count, one.refused_count) == ("L-1", 1, 1)
    assert one.refused == [(3, "not a network")]
    assert one.exhibit.name == "exits.txt"
    entry = Entry.objects.get(action="infrastructure_list.added")
    assert entry.detail["sha256"] == one.exhibit.sha256


def test_add_list_refuses_a_file_that_lists_nothing(case: Case, analyst: User) -> None:
    with pytest.raises(NothingListed, match="names no network"):
        added(case, analyst, b"<html>Not found</html>")
    assert not case.exhibits.exists()


def test_add_list_refuses_a_reader(case: Case, policy: User) -> None:
    with pytest.raises(PermissionDenied):
        added(case, policy)


def test_withdraw_list_leaves_it_out_of_later_runs(case: Case, analyst: User) -> None:
    one, two = added(case, analyst), added(case, analyst, name="Others")
    services.withdraw_list(infrastructure_list=one, reason="Wrong month.", by=analyst)
    assert list(lookup.lists_of(case)) == [str(two)]
    assert Entry.objects.filter(action="infrastructure_list.withdrawn").count() == 1


def test_withdraw_list_asks_for_a_reason_and_happens_once(case: Case, analyst: User) -> None:
    one = added(case, analyst)
    with pytest.raises(ReasonMissing):
        services.withdraw_list(infrastructure_list=one, reason=" ", by=analyst)
    services.withdraw_list(infrastructure_list=one, reason="Wrong month.", by=analyst)
    with pytest.raises(PermissionDenied, match="withdrawn already"):
        services.withdraw_list(infrastructure_list=one, reason="Again.", by=analyst)


def test_the_database_wants_a_reason_for_a_withdrawal(case: Case, analyst: User) -> None:
    one = added(case, analyst)
    with pytest.raises(IntegrityError), transaction.atomic():
        InfrastructureList.objects.filter(pk=one.pk).update(withdrawn_by=analyst)


def test_a_run_says_which_lists_it_looked_up_and_what_they_marked(
    case: Case, analyst: User, signed_in: Page, tmp_path: Path
) -> None:
    bring_in(case, analyst, "hydra", tmp_path / "sim", "interactions", "accounts")
    one = added(case, analyst, b"0.0.0.0/0\n", name="Everything")
    run = linked(case, analyst)
    (said,) = run.derivation["lists"]
    assert (said["list"], said["as_of"], said["sha256"]) == (
        "L-1",
        "2026-04-01",
        one.exhibit.sha256,
    )
    assert said["marked"] > 0
    kinds = {one["kind"] for one in run.clusters.get().explanation["signals"]}
    assert not kinds & {"address", "prefix"}
    page = signed_in(analyst).get(run.get_absolute_url()).content.decode()
    assert "VPN exits, Everything, as of April 1, 2026" in page


def test_adding_and_withdrawing_from_the_pages(case: Case, analyst: User, signed_in: Page) -> None:
    person = signed_in(analyst)
    form = {"kind": "mail", "name": "Brief", "as_of": "2026-04-01", "how": "Downloaded."}
    file = BytesIO(b"brief.example\n")
    file.name = "mail.txt"
    address = reverse("clusters:list_add", args=[case.reference])
    page = person.post(address, form | {"file": file}, follow=True).content.decode()
    assert "L-1 is looked up from the next run of the linker on." in page
    assert "Disposable mail domains" in page

    address = reverse("clusters:list_withdraw", args=[case.reference, 1])
    assert "Withdraw L-1" in person.get(address).content.decode()
    page = person.post(address, {"reason": "Wrong month."}, follow=True).content.decode()
    assert "Withdrawn by" in page
    assert "Wrong month." in page


def test_the_page_says_why_a_file_was_not_taken(case: Case, analyst: User, signed_in: Page) -> None:
    form = {"kind": "mail", "name": "Brief", "as_of": "2026-04-01", "how": "Downloaded."}
    file = BytesIO(b"?\n")
    file.name = "mail.txt"
    address = reverse("clusters:list_add", args=[case.reference])
    page = signed_in(analyst).post(address, form | {"file": file}).content.decode()
    assert "names no network, address, AS number or mail domain" in page
    assert "Downloaded." in page


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    case: Case, analyst: User, signed_in: Page, django_assert_max_num_queries: Any
) -> None:
    person, address = signed_in(analyst), reverse("clusters:lists", args=[case.reference])
    for number in range(3):
        added(case, analyst, name=f"Exits {number}")
    with django_assert_max_num_queries(20) as few:
        person.get(address)
    for number in range(12):
        added(case, analyst, name=f"More {number}")
    with django_assert_max_num_queries(len(few)):
        person.get(address)


def test_the_command_adds_a_list(case: Case, analyst: User, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "vpn.txt"
    path.write_bytes(EXITS)
    told = {"kind": "vpn", "name": "Exits", "as_of": date(2026, 4, 1), "how": "Downloaded."}
    call_command("add_infrastructure_list", case.reference, path, **told, by=analyst.email)
    assert "L-1: 1 entries as of 2026-04-01, 1 lines not understood" in capsys.readouterr().out


def test_the_command_refuses_people_it_does_not_know(case: Case, tmp_path: Path) -> None:
    told = {"kind": "vpn", "name": "Exits", "as_of": date(2026, 4, 1), "how": "Downloaded."}
    with pytest.raises(CommandError, match="nobody with this address"):
        call_command("add_infrastructure_list", case.reference, tmp_path, **told, by="x@y.example")


def test_a_closed_case_takes_no_list(case: Case, lead: User) -> None:
    core.close_case(case=case, reason="Done.", by=lead)
    case.refresh_from_db()
    with pytest.raises(PermissionDenied):
        added(case, lead)
