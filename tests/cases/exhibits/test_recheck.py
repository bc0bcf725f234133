from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.core import services as cases
from cases.core.models import Case
from cases.exhibits import recheck, services, tasks
from cases.exhibits.models import Exhibit
from cases.jobs import worker
from cases.jobs.models import Job
from tests.cases.exhibits.conftest import damage


def do_recheck(case: Case, by: User) -> Job:
    return worker.do(services.request_recheck(case=case, by=by).pk)


def test_recheck_finds_what_is_whole(folder: Path, exhibit: Exhibit, legal: User) -> None:
    job = do_recheck(exhibit.case, legal)

    assert job.result == {"checked": 1, "differing": []}
    assert (job.done_count, job.unit) == (11, "bytes")
    assert exhibit.custody_entries.last().action == "verified"


def test_recheck_finds_a_changed_byte_and_every_page_says_so(
    folder: Path, exhibit: Exhibit, lead: User, signed_in: Any
) -> None:
    damage(folder, exhibit)

    job = do_recheck(exhibit.case, lead)

    assert job.result["differing"] == ["E-1"]
    entry = exhibit.custody_entries.last()
    assert (entry.action, entry.sha256_before) == ("differs", exhibit.sha256)
    assert entry.sha256_after == exhibit.alarms.get().found != exhibit.sha256
    page = signed_in(lead).get(f"/cases/{exhibit.case.reference}/exhibits/receive/")
    assert "Damaged evidence." in page.content.decode()


def test_recheck_raises_one_alarm_for_bytes_that_are_gone(
    folder: Path, exhibit: Exhibit, lead: User
) -> None:
    damage(folder, exhibit).unlink()

    do_recheck(exhibit.case, lead)
    do_recheck(exhibit.case, lead)

    assert exhibit.alarms.get().found == ""
    assert exhibit.custody_entries.last().sha256_after == ""


def test_what_is_due_is_checked_without_anyone_asking(
    folder: Path, exhibit: Exhibit, lead: User
) -> None:
    case = exhibit.case
    tasks.recheck_what_is_due()
    assert not case.jobs.exists()

    cases.close_case(case=case, reason="Done.", by=lead)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        tasks.recheck_what_is_due()
        tasks.recheck_what_is_due()
        job = worker.do(case.jobs.get().pk)
        assert (job.state, job.result["checked"]) == ("done", 1)
        tasks.recheck_what_is_due()
    assert case.jobs.count() == 1
    assert exhibit.custody_entries.last().by_name == "Probata (scheduled)"


def test_a_damaged_exhibit_is_never_handed_out_whole(
    folder: Path, exhibit: Exhibit, legal: User
) -> None:
    damage(folder, exhibit)

    with pytest.raises(recheck.Damaged, match="E-1 is damaged"):
        list(recheck.checked_chunks(exhibit, by=legal))
    assert exhibit.alarms.exists()


def test_download_is_an_attachment_on_record(
    exhibit: Exhibit, policy: User, client: Client, signed_in: Any
) -> None:
    response = signed_in(policy).get(f"/cases/{exhibit.case.reference}/exhibits/1/download/")

    assert b"".join(response.streaming_content) == b"as received"
    assert response["Content-Disposition"] == 'attachment; filename="E-1 log.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == "11"
    assert exhibit.custody_entries.last().action == "downloaded"
