from cases.claims.vocabulary import Weight
from cases.hypotheses import services
from tests.access.frame import READ, WRITE, Row, World
from tests.factories.claims import ClaimFactory


def furnish(case, people) -> World:
    lead = people["lead"]
    hypothesis = services.add_hypothesis(case=case, statement="A reseller ran it.", by=lead)
    row = services.add_row(case=case, kind="absence", says="No key was reported stolen.", by=lead)
    claim = ClaimFactory.create(case=case, by=lead, weight=Weight.FOR_SUBJECT)
    return {"hypothesis": hypothesis, "evidence": row, "for the subject": claim}


def hypothesis(w: World) -> dict[str, int]:
    return {"number": w["hypothesis"].number}


def row(w: World) -> dict[str, int]:
    return {"number": w["evidence"].number}


def offered(w: World) -> dict[str, object]:
    return {"kind": "claim", "pk": w["for the subject"].pk}


ROWS = [
    Row("hypotheses:list", READ),
    Row("hypotheses:add", WRITE),
    Row("hypotheses:add", WRITE, "POST"),
    Row("hypotheses:offer", WRITE, "POST"),
    Row("hypotheses:detail", READ, args=hypothesis),
    Row("hypotheses:edit", WRITE, args=hypothesis),
    Row("hypotheses:edit", WRITE, "POST", args=hypothesis),
    Row("hypotheses:set_aside", WRITE, "POST", args=hypothesis),
    Row("hypotheses:take_up", WRITE, "POST", args=hypothesis),
    Row("hypotheses:row_add", WRITE),
    Row("hypotheses:row_add", WRITE, "POST"),
    Row("hypotheses:row_take", WRITE, "POST", args=offered),
    Row("hypotheses:row", READ, args=row),
    Row("hypotheses:row", WRITE, "POST", args=row),
    Row("hypotheses:weigh", WRITE, args=row),
    Row("hypotheses:weigh", WRITE, "POST", args=row),
    Row("hypotheses:leave_out", WRITE, "POST", args=row),
    Row("hypotheses:take_back", WRITE, "POST", args=row),
    Row("api:hypothesis-list", READ),
    Row("api:hypothesis-list", WRITE, "POST"),
    Row("api:hypothesis-order", READ),
    Row("api:hypothesis-detail", READ, args=hypothesis),
    Row("api:hypothesis-detail", WRITE, "PUT", args=hypothesis),
    Row("api:hypothesis-set-aside", WRITE, "POST", args=hypothesis),
    Row("api:hypothesis-take-up", WRITE, "POST", args=hypothesis),
    Row("api:evidence-row-list", READ),
    Row("api:evidence-row-list", WRITE, "POST"),
    Row("api:evidence-row-detail", READ, args=row),
    Row("api:evidence-row-rate", WRITE, "POST", args=row),
    Row("api:evidence-row-leave-out", WRITE, "POST", args=row),
    Row("api:evidence-row-take-back", WRITE, "POST", args=row),
]
