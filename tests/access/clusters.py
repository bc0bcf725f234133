from datetime import date
from io import BytesIO

from django.utils import timezone

from cases.clusters import services
from tests.access.frame import READ, WRITE, Row, World
from tests.factories.clusters import CandidateCampaignFactory, PlatformAccountFactory


def furnish(case, people) -> World:
    analyst = people["analyst"]
    names = [f"pa_{n}" for n in range(4)]
    made = [PlatformAccountFactory.create(case=case, external_id=name) for name in names]
    one = services.draw_cluster(case=case, accounts=names, reason="Seen together.", by=analyst)
    services.draw_cluster(case=case, accounts=names[:2], reason="Seen apart.", by=analyst)
    run = services.request_run(case=case, by=analyst)
    told = {"kind": "vpn", "name": "Exits", "as_of": date(2026, 4, 1), "how": "Downloaded."}
    file = BytesIO(b"198.51.100.0/24")
    added = services.add_list(case=case, file=file, file_name="vpn.txt", **told, by=analyst)
    candidates = {
        "candidate": CandidateCampaignFactory.create(case=case, run=run, members=made),
        "dismissed": CandidateCampaignFactory.create(
            case=case, run=run, status="dismissed", reason="A tool.", judged_by=analyst,
            judged_at=timezone.now(),
        ),
    }  # fmt: skip
    world = {"cluster": one, "judgement": one.judgements.get(), "account": made[0], "run": run}
    return world | candidates | {"list": added}


def number(world: World) -> dict[str, object]:
    return {"number": world["cluster"].number}


def candidate(world: World) -> dict[str, object]:
    return {"number": world["candidate"].number}


def dismissed(world: World) -> dict[str, object]:
    return {"number": world["dismissed"].number}


def undoing(world: World) -> dict[str, object]:
    return number(world) | {"judgement": world["judgement"].pk}


REASON = {"reason": "Cards and devices agree."}
ROWS = [
    Row("clusters:list", READ),
    Row("clusters:detail", READ, args=number),
    Row("clusters:members", READ, args=number),
    Row("clusters:accept", WRITE, "POST", args=number, data=REASON),
    Row("clusters:reject", WRITE, "POST", args=number, data=REASON),
    Row("clusters:split", WRITE, args=number),
    Row("clusters:split", WRITE, "POST", args=number, data=REASON | {"accounts": "pa_0 pa_1"}),
    Row("clusters:merge", WRITE, args=number),
    Row("clusters:merge", WRITE, "POST", args=number, data=REASON),
    Row("clusters:note", WRITE, "POST", args=number, data={"text": "Ask payments."}),
    Row("clusters:undo", WRITE, "POST", args=undoing, data=REASON),
    Row("clusters:draw", WRITE),
    Row("clusters:draw", WRITE, "POST", data=REASON | {"accounts": "pa_0 pa_1"}),
    Row("clusters:runs", READ),
    Row("clusters:run", READ, args=lambda w: {"number": w["run"].number}),
    Row("clusters:preview", READ, args=lambda w: {"number": w["run"].number}),
    Row(
        "clusters:compare",
        READ,
        args=lambda w: {"number": w["run"].number, "other": w["run"].number},
    ),
    Row("clusters:run_start", WRITE),
    Row("clusters:run_start", WRITE, "POST"),
    Row("clusters:lists", READ),
    Row("clusters:list_add", WRITE),
    Row("clusters:list_add", WRITE, "POST"),
    Row("clusters:list_withdraw", WRITE, args=lambda w: {"number": w["list"].number}),
    Row(
        "clusters:list_withdraw",
        WRITE,
        "POST",
        args=lambda w: {"number": w["list"].number},
        data=REASON,
    ),
    Row("clusters:candidates", READ),
    Row("clusters:candidate", READ, args=candidate),
    Row("clusters:candidate_draw", WRITE, "POST", args=candidate, data=REASON),
    Row("clusters:candidate_dismiss", WRITE, "POST", args=candidate, data=REASON),
    Row("clusters:candidate_reopen", WRITE, "POST", args=dismissed, data=REASON),
    Row("clusters:accounts", READ),
    Row("clusters:account", READ, args=lambda w: {"pk": w["account"].pk}),
    Row("api:cluster-list", READ),
    Row("api:cluster-list", WRITE, "POST"),
    Row("api:cluster-detail", READ, args=number),
    Row("api:cluster-members", READ, args=number),
    Row("api:cluster-judgements", READ, args=number),
    *[
        Row(f"api:cluster-{verb}", WRITE, "POST", args=number)
        for verb in ("accept", "reject", "split", "merge", "note", "undo")
    ],
    Row("api:candidate-list", READ),
    Row("api:candidate-detail", READ, args=candidate),
    Row("api:candidate-members", READ, args=candidate),
    *[Row(f"api:candidate-{verb}", WRITE, "POST", args=candidate) for verb in ("draw", "dismiss")],
    Row("api:candidate-reopen", WRITE, "POST", args=dismissed),
    Row("api:linker-run-list", READ),
    Row("api:linker-run-list", WRITE, "POST", data={"threshold": "x"}),
    Row("api:linker-run-detail", READ, args=lambda w: {"number": w["run"].number}),
    Row("api:platform-account-list", READ),
]
