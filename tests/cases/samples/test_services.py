from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import User
from audit.models import Entry
from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.jobs import worker
from cases.jobs.models import Job
from cases.samples import services
from cases.samples.draw import commitment
from cases.samples.models import Draw, Sample, SampleImport
from cases.samples.queries import is_revealed_to


@pytest.fixture
def sample(case: Case, analyst: User) -> Sample:
    return services.add_sample(
        case=case, prompt="Mail ana@lab.example", output="Done", note="By hand", by=analyst
    )


def imported(case: Case, by: User, content: bytes) -> tuple[SampleImport, Job]:
    exhibit = exhibits.receive_exhibit(
        case=case, file=BytesIO(content), name="pairs.jsonl", how="By hand", by=by
    )
    sample_import = services.request_import(exhibit=exhibit, by=by)
    assert sample_import.job is not None
    job = worker.do(sample_import.job.pk)
    sample_import.refresh_from_db()
    return sample_import, job


def test_an_import_counts_every_row(case: Case, analyst: User) -> None:
    content = b'{"prompt":"a","output":"b"}\n{"prompt":"a","output":"b"}\n{"prompt":"a"}\nno\n'
    sample_import, job = imported(case, analyst, content)

    assert job.result == {"read": 4, "kept": 1, "refused": 2, "duplicate": 1}
    assert [pair.row for pair in sample_import.refused_pairs.order_by("row")] == [3, 4]
    assert case.samples.get().row == 1
    actions = sample_import.exhibit.custody_entries.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["received", "read"]


def test_an_import_run_twice_ends_as_if_run_once(case: Case, analyst: User) -> None:
    _, job = imported(case, analyst, b'[{"prompt":"a","output":"b"}]')
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)

    assert worker.do(job.pk).result == job.result
    assert case.samples.count() == 1


def test_an_import_that_keeps_nothing_fails_and_lists_why(case: Case, analyst: User) -> None:
    sample_import, job = imported(case, analyst, b'{"prompt":"a"}\n')

    assert job.state == "failed"
    assert "None of the 1 rows was kept" in job.error
    assert sample_import.finished_at is None
    assert sample_import.refused_pairs.count() == 1


def test_an_unreadable_file_is_named(case: Case, analyst: User) -> None:
    _, job = imported(case, analyst, b"PK\x03\x04")

    assert "“pairs.jsonl”: The file is neither" in job.error


def test_request_draw_commits_to_a_seed_before_anything_is_read(case: Case, analyst: User) -> None:
    draw = services.request_draw(case=case, purpose="To look", size=10, by=analyst)

    assert draw.commitment == commitment(draw.seed)
    entry = Entry.objects.get(case=case.reference, action="draw.seed_committed")
    assert entry.detail["commitment"] == draw.commitment
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(seed="another seed")


def test_a_draw_cannot_be_older_than_its_seed(case: Case, analyst: User) -> None:
    draw = services.request_draw(case=case, purpose="To look", size=10, by=analyst)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(
            drawn_at=draw.committed_at - timedelta(seconds=1),
            frame_count=1,
            frame_digest="0" * 64,
        )


def test_reveal_sample_needs_a_reason_and_leaves_it_on_record(
    sample: Sample, analyst: User, reviewer: User
) -> None:
    with pytest.raises(services.ReasonMissing):
        services.reveal_sample(sample=sample, reason="  ", by=analyst)
    services.reveal_sample(sample=sample, reason="To check the address", by=analyst)

    assert is_revealed_to(analyst, sample)
    assert not is_revealed_to(reviewer, sample)
    assert Entry.objects.filter(action="sample.revealed").count() == 1


def test_policy_may_not_reveal(sample: Sample, policy: User) -> None:
    with pytest.raises(PermissionDenied):
        services.reveal_sample(sample=sample, reason="Curious", by=policy)


def test_two_people_label_apart_and_take_back_only_their_own(
    sample: Sample, analyst: User, reviewer: User
) -> None:
    services.label_sample(sample=sample, capability="agentic", by=analyst)
    services.label_sample(sample=sample, capability="agentic", by=reviewer)
    with pytest.raises(services.AlreadyLabelled):
        services.label_sample(sample=sample, capability="agentic", by=analyst)

    services.remove_label(sample=sample, capability="agentic", by=analyst)
    with pytest.raises(services.NotLabelled):
        services.remove_label(sample=sample, capability="agentic", by=analyst)
    assert sample.labels.get().by == reviewer


def test_add_sample_refuses_half_a_pair(case: Case, analyst: User) -> None:
    with pytest.raises(services.EmptySample):
        services.add_sample(case=case, prompt="Only a prompt", output=" ", by=analyst)


def test_none_of_these_stands_alone(sample: Sample, analyst: User, reviewer: User) -> None:
    services.label_sample(sample=sample, capability="agentic", by=reviewer)
    services.label_sample(sample=sample, capability="none_of_these", by=analyst)

    with pytest.raises(services.NoneOfThese, match="“None of these”: take that back first"):
        services.label_sample(sample=sample, capability="agentic", by=analyst)
    with pytest.raises(services.NoneOfThese, match="“Agentic and tool use”"):
        services.label_sample(sample=sample, capability="none_of_these", by=reviewer)
    with pytest.raises(IntegrityError, match="exercises none"), transaction.atomic():
        sample.labels.create(case=sample.case, capability="agentic", by=analyst)
    services.remove_label(sample=sample, capability="none_of_these", by=analyst)
    services.label_sample(sample=sample, capability="agentic", by=analyst)
