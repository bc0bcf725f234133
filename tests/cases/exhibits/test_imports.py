from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from cases.core.models import Case
from cases.exhibits import ingest, services
from cases.jobs import worker
from cases.jobs.models import Job


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/log.csv").write_bytes(b"as received")
    (tmp_path / "secret").write_bytes(b"not for anyone")
    settings.IMPORT_ROOT = str(tmp_path / "in")
    return tmp_path / "in"


def do_import(case: Case, address: str, by: User) -> Job:
    job = services.request_import(case=case, address=address, how="From the drop.", by=by)
    return worker.do(job.pk)


def test_a_path_below_the_root_becomes_an_exhibit(root: Path, case: Case, analyst: User) -> None:
    job = do_import(case, "log.csv", analyst)

    exhibit = case.exhibits.get()
    assert job.result == {"exhibit": 1, "sha256": exhibit.sha256, "size": 11}
    assert (exhibit.received_by, exhibit.how, exhibit.job) == (analyst, "From the drop.", job)


def test_a_job_that_ran_twice_has_received_once(root: Path, case: Case, analyst: User) -> None:
    job = do_import(case, "log.csv", analyst)
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)

    assert worker.do(job.pk).result["exhibit"] == 1
    assert case.exhibits.count() == 1


@pytest.mark.parametrize("address", ["../secret", "/etc/passwd", "in/../../secret", "link"])
def test_nothing_outside_the_root_is_read(
    root: Path, case: Case, analyst: User, address: str
) -> None:
    (root / "link").symlink_to(root.parent / "secret")

    with pytest.raises(ingest.AddressRefused, match="leads out"):
        services.request_import(case=case, address=address, how="x", by=analyst)


def test_without_a_root_no_path_is_read(case: Case, analyst: User) -> None:
    with pytest.raises(ingest.AddressRefused, match="named no folder"):
        services.request_import(case=case, address="log.csv", how="x", by=analyst)


def test_what_is_not_there_fails_with_a_clear_word(root: Path, case: Case, analyst: User) -> None:
    job = do_import(case, "other.csv", analyst)

    assert (job.state, job.error) == ("failed", "There is no file at “other.csv”.")
    assert not case.exhibits.exists()


def test_a_file_past_the_bound_is_not_fetched(
    root: Path, case: Case, analyst: User, settings: Any
) -> None:
    settings.EXHIBIT_MAX_BYTES = 10

    assert do_import(case, "log.csv", analyst).error == "“log.csv” is larger than 10 bytes."


def test_an_s3_address_becomes_an_exhibit(bucket: Any, case: Case, analyst: User) -> None:
    job = do_import(case, "s3://evidence/drop/log.csv", analyst)

    assert (job.state, case.exhibits.get().name) == ("done", "log.csv")


def test_a_bucket_that_was_not_named_is_not_read(bucket: Any, case: Case, analyst: User) -> None:
    with pytest.raises(ingest.AddressRefused, match="buckets"):
        services.request_import(case=case, address="s3://other/log.csv", how="x", by=analyst)


def test_an_s3_object_that_is_not_there_fails(bucket: Any, case: Case, analyst: User) -> None:
    job = do_import(case, "s3://evidence/none.csv", analyst)

    assert job.state == "failed"
    assert "s3://evidence/none.csv" in job.error


def test_a_key_is_no_web_address(bucket: Any, case: Case, analyst: User) -> None:
    bucket.put_object(Bucket="evidence", Key="drop/what?.csv#1", Body=b"as received")

    assert do_import(case, "s3://evidence/drop/what?.csv#1", analyst).state == "done"
