from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from cases.clusters import services as clusters
from cases.core.models import Case
from cases.jobs import worker
from cases.jobs.models import Job
from cases.samples import services
from cases.samples.draw import Candidate, digest, draw
from cases.samples.findings import findings_of
from cases.samples.models import Draw
from cases.telemetry.models import Import
from tests.factories.clusters import PlatformAccountFactory

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


@pytest.mark.usefixtures("telemetry")
def test_what_two_people_label_becomes_shares_and_an_agreement(
    case: Case, analyst: User, reviewer: User, policy: User, signed_in: Any
) -> None:
    asked = services.request_draw(
        case=case, purpose="By model", size=60, strata=["model"], by=analyst
    )
    drawn, _ = done(asked)
    assert findings_of(drawn).basis.read == 0
    read = drawn.samples.filter(stratum="m1").order_by("number")[:4]
    for n, sample in enumerate(read):
        services.label_sample(sample=sample, capability="agentic", by=analyst)
        says = "agentic" if n < 3 else "none_of_these"
        services.label_sample(sample=sample, capability=says, by=reviewer)

    page = signed_in(policy).get(drawn.get_absolute_url()).content.decode()
    body = signed_in(policy).get(f"/api/v1/cases/{case.reference}/draws/1/findings/").json()

    assert "4 of 60 samples were read, of" in page
    assert "strata that hold 50 % of the frame" in page
    assert "Ana Analyst and Rea Reviewer both read 4 samples" in page
    assert (body["read"], body["unread"]) == (4, 0.5)
    agentic = next(each for each in body["estimates"] if each["label"].startswith("Agentic"))
    assert (agentic["found"], agentic["interval"]["share"]) == (4, 1.0)
    (pair,) = body["pairs"]
    assert [(each["label"], each["both"], each["first_only"]) for each in pair["labels"]] == [
        ("Agentic and tool use", 3, 1), ("None of these", 0, 0),
    ]  # fmt: skip
    assert [each["kappa"] for each in pair["labels"]] == [0.0, 0.0]


@pytest.mark.usefixtures("telemetry")
def test_strata_of_clusters_and_volumes(case: Case, analyst: User) -> None:
    with pytest.raises(services.NoClusters, match="No cluster is proposed or accepted yet"):
        services.request_draw(case=case, purpose="x", size=9, strata=["cluster"], by=analyst)
    for account in ("acct-0", "acct-1"):
        PlatformAccountFactory.create(case=case, external_id=account)
    found = clusters.draw_cluster(
        case=case, accounts=["acct-0", "acct-1"], reason="A hunch.", by=analyst
    )

    drawn, job = done(
        services.request_draw(
            case=case, purpose="By both", size=40, strata=["volume", "cluster"], by=analyst
        )
    )

    assert job.state == "done", job.error
    assert drawn.strata == ["cluster", "volume"]
    assert {stratum: counts["frame"] for stratum, counts in drawn.allocation.items()} == {
        "K-1 · account of 10 to 99": 60, "in no cluster · account of 10 to 99": 60,
    }  # fmt: skip
    assert drawn.derivation["clusters"] == {"K-1": found.digest}
    for sample in drawn.samples.all():
        inside = sample.platform_account in {"acct-0", "acct-1"}
        assert sample.stratum.startswith("K-1" if inside else "in no cluster")


@pytest.mark.usefixtures("telemetry")
def test_a_control_has_accounts_of_the_same_volume(case: Case, analyst: User) -> None:
    base, _ = done(
        services.request_draw(
            case=case, purpose="x", size=9, strata=["volume"], accounts=["acct-0"], by=analyst
        )
    )
    control, job = done(services.request_control(draw=base, by=analyst))

    assert job.state == "done", job.error
    assert control.strata == ["day", "model", "volume"]
    assert control.samples.count()
    assert all(s.stratum.endswith(" · account of 10 to 99") for s in control.samples.all())
