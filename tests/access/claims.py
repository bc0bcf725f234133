from io import BytesIO

from cases.claims import services
from cases.exhibits import services as exhibits
from tests.access.frame import APPROVE, READ, WRITE, Row, Who, World
from tests.factories.claims import ClaimFactory, SourceFactory, parties, say

ANALYST = frozenset({Who.ANALYST})


def furnish(case, people) -> World:
    by, cast = people["analyst"], parties(case)
    claim = ClaimFactory.create(case=case, by=by)
    wire, paper, denial = (
        SourceFactory.create(publisher=cast[name], by=by) for name in ("wire", "paper", "accused")
    )
    exhibit = exhibits.receive_exhibit(
        case=case, file=BytesIO(b"as received"), name="log.csv", how="By hand", by=by
    )
    observation = services.observe_claim(
        claim=claim, exhibits=[exhibit], finding="It shows it.", method="Count.", by=by
    )
    waiting = ClaimFactory.create(case=case, by=by)
    for source in (wire, paper):
        say(source, waiting, by)
    proposal = services.propose_status(claim=waiting, status="confirmed", rationale="Two.", by=by)
    lineage = services.rest_source_on(source=wire, rests_on=denial, passage="p", by=by)
    return {
        "claim": claim,
        "proposal": proposal,
        "source": paper,
        "assertion": say(paper, claim, by),
        "denial": say(denial, waiting, by, "denies"),
        "lineage": lineage,
        "observation": observation,
        "response": services.record_response(
            case=case, party=cast["accused"], asked_on="2026-06-11", asked_by="us",
            channel="e-mail", question="Is it so?", by=by,
        ),
    }  # fmt: skip


def _number(kind: str):
    return lambda world: {"number": world[kind].number}


def _pk(kind: str):
    return lambda world: {"pk": world[kind].pk}


def _proposal(world: World):
    return {"number": world["proposal"].claim.number, "pk": world["proposal"].pk}


def _form(name: str, **more) -> list[Row]:
    """A page with a form: shown, and sent empty."""
    return [Row(f"claims:{name}", WRITE, method, **more) for method in ("GET", "POST")]


ROWS = [
    Row("claims:list", READ),
    Row("claims:contradictions", READ),
    Row("claims:response_list", READ),
    Row("claims:detail", READ, args=_number("claim")),
    Row("claims:work_out", WRITE, "POST"),
    *_form("create"),
    *_form("import"),
    *_form("edit", args=_number("claim")),
    *_form("assert", args=_number("claim")),
    *_form("observe", args=_number("claim")),
    *_form("propose", args=_number("claim")),
    *_form("assess", args=_number("claim")),
    Row("claims:countersign", APPROVE, "POST", args=_proposal),
    Row("claims:reject", APPROVE, "POST", args=_proposal),
    Row("claims:withdraw", ANALYST, "POST", args=_proposal),
    *_form("assertion_edit", args=_pk("assertion")),
    *_form("assertion_remove", args=_pk("assertion")),
    *_form("assertion_resolve", args=_pk("denial")),
    Row("claims:observation_rerun", WRITE, "POST", args=_pk("observation")),
    *_form("response_add"),
    *_form("response_answer", args=_pk("response")),
    Row("claims:source_list", READ),
    Row("claims:source_lineage", READ),
    Row("claims:source", READ, args=_number("source")),
    *_form("source_add"),
    *_form("source_import"),
    *_form("source_edit", args=_number("source")),
    *_form("source_take", args=_number("source")),
    *_form("source_grade", args=_number("source")),
    *_form("source_hold", args=_number("source")),
    *_form("source_rest", args=_number("source")),
    *_form("source_first_hand", args=_number("source")),
    *_form("source_lineage_remove", args=_pk("lineage")),
    *[
        Row(f"api:{name}", may, method, args=args)
        for name, may, method, args in [
            ("claim-list", READ, "GET", lambda w: {}),
            ("claim-list", WRITE, "POST", lambda w: {}),
            ("claim-detail", READ, "GET", _number("claim")),
            ("claim-detail", WRITE, "PATCH", _number("claim")),
            ("claim-bring", WRITE, "POST", lambda w: {}),
            ("claim-say", WRITE, "POST", _number("claim")),
            ("claim-observe", WRITE, "POST", _number("claim")),
            ("claim-propose", WRITE, "POST", _number("claim")),
            ("claim-assess", WRITE, "POST", _number("claim")),
            ("claim-countersign", APPROVE, "POST", _proposal),
            ("claim-reject", APPROVE, "POST", _proposal),
            ("claim-withdraw", ANALYST, "POST", _proposal),
            ("source-list", READ, "GET", lambda w: {}),
            ("source-list", WRITE, "POST", lambda w: {}),
            ("source-detail", READ, "GET", _number("source")),
            ("source-detail", WRITE, "PATCH", _number("source")),
            ("source-bring", WRITE, "POST", lambda w: {}),
            ("source-grade", WRITE, "POST", _number("source")),
            ("source-rest", WRITE, "POST", _number("source")),
            ("source-state-first-hand", WRITE, "POST", _number("source")),
            ("source-hold", WRITE, "POST", _number("source")),
            ("response-list", READ, "GET", lambda w: {}),
            ("response-list", WRITE, "POST", lambda w: {}),
            ("response-detail", WRITE, "PATCH", _pk("response")),
        ]
    ],
]
