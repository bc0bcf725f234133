from collections import Counter
from collections.abc import Callable

import pytest

from accounts.models import User
from cases.core.models import Case
from cases.jobs import worker
from cases.jobs.models import Job
from cases.samples import services
from cases.samples.draw import Candidate, digest, draw
from cases.samples.models import Draw
from cases.telemetry.models import Import

ROWS = [
    (f"int-{n}", f"acct-{n % 4}", f"2026-06-0{1 + n % 3}", ("m1", "m2")[n % 2], f"ask {n}")
    for n in range(120)
]


@pytest.fixture
def telemetry(imported: Callable[..., Import]) -> Import:
    lines = [f"{i},{a},{d}T12:00:00Z,{m},{p},answer" for i, a, d, m, p in ROWS]
    return imported("id,account,ts,model,prompt,output\n" + "\n".join(lines) + "\n")


def done(asked: Draw) -> tuple[Draw, Job]:
    assert asked.job is not None
    job = worker.do(asked.job.pk)
    asked.refresh_from_db()
    return asked, job


@pytest.mark.usefixtures("telemetry")
def test_the_engine_draws_what_the_rule_draws(case: Case, analyst: User) -> None:
    asked = services.request_draw(
        case=case, purpose="To look", size=20, seed="committed", by=analyst
    )
    drawn, job = done(asked)

    by_rule = draw([Candidate("", row[0]) for row in ROWS], "committed", {"": 30})
    assert job.state == "done", job.error
    assert set(drawn.samples.values_list("interaction_id", flat=True)) == {
        one.interaction_id for one in by_rule
    }
    assert drawn.frame_count == len(ROWS)
    assert drawn.frame_digest == digest(row[0] for row in ROWS)
    assert drawn.samples.get(interaction_id=by_rule[0].interaction_id).prompt.startswith("ask")


@pytest.mark.usefixtures("telemetry")
def test_a_stratified_draw_takes_of_every_stratum(case: Case, analyst: User) -> None:
    asked = services.request_draw(
        case=case, purpose="By day", size=60, strata=["day", "model"], by=analyst
    )
    drawn, _ = done(asked)

    strata = Counter(drawn.samples.values_list("stratum", flat=True))
    assert set(strata) == {f"2026-06-0{day} · {model}" for day in "123" for model in ("m1", "m2")}
    assert {counts["drawn"] for counts in drawn.allocation.values()} == {20}


@pytest.mark.usefixtures("telemetry")
def test_a_control_matches_days_and_models_in_other_platform_accounts(
    case: Case, analyst: User
) -> None:
    asked = services.request_draw(
        case=case, purpose="Suspects", size=10, accounts=["acct-0", "acct-1"], by=analyst
    )
    base, _ = done(asked)
    control, job = done(services.request_control(draw=base, by=analyst))

    assert job.state == "done", job.error
    assert set(control.samples.values_list("platform_account", flat=True)) <= {"acct-2", "acct-3"}
    wanted = Counter((f"{s.at:%d}", s.model) for s in base.samples.all())
    assert Counter((f"{s.at:%d}", s.model) for s in control.samples.all()) <= wanted


@pytest.mark.usefixtures("telemetry")
def test_a_draw_run_twice_ends_as_if_run_once(case: Case, analyst: User) -> None:
    drawn, job = done(services.request_draw(case=case, purpose="A", size=5, by=analyst))
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)

    assert worker.do(job.pk).result == job.result
    assert case.samples.count() == drawn.samples.count()


def test_a_draw_without_telemetry_says_what_to_do(case: Case, analyst: User) -> None:
    _, job = done(services.request_draw(case=case, purpose="A", size=5, by=analyst))

    assert "import telemetry first" in job.error


def test_a_draw_from_telemetry_without_text_says_so(
    case: Case, analyst: User, imported: Callable[..., Import]
) -> None:
    imported("id,account,ts\n1,a,2026-06-01T12:00:00Z\n")
    drawn, job = done(services.request_draw(case=case, purpose="A", size=5, by=analyst))

    assert "no prompts and outputs" in job.error
    assert drawn.drawn_at is None
