from cases.samples import services
from tests.access.frame import READ, REVEAL, WRITE, Row, World
from tests.factories.exhibits import receive


def furnish(case, people) -> World:
    lead = people["lead"]
    exhibit = receive(case, lead, b'[{"prompt": "a", "output": "b"}]', "pairs.json")
    return {
        "sample": services.add_sample(case=case, prompt="p", output="o", by=lead),
        "draw": services.request_draw(case=case, purpose="To look", size=5, by=lead),
        "sample_import": services.request_import(exhibit=exhibit, by=lead),
    }


def sample(w: World) -> dict[str, int]:
    return {"number": w["sample"].number}


def draw(w: World) -> dict[str, int]:
    return {"number": w["draw"].number}


def pairs(w: World) -> dict[str, int]:
    return {"pk": w["sample_import"].pk}


ROWS = [
    Row("samples:list", READ),
    Row("samples:add", WRITE),
    Row("samples:add", WRITE, "POST"),
    Row("samples:detail", READ, args=sample),
    Row("samples:reveal", REVEAL, "POST", args=sample),
    Row("samples:label", WRITE, "POST", args=sample),
    Row("samples:mark", WRITE, "POST", args=sample),
    Row("samples:draws", READ),
    Row("samples:draw_add", WRITE),
    Row("samples:draw_add", WRITE, "POST"),
    Row("samples:draw", READ, args=draw),
    Row("samples:control", WRITE, "POST", args=draw),
    Row("samples:import_add", WRITE),
    Row("samples:import_add", WRITE, "POST"),
    Row("samples:import", READ, args=pairs),
    Row("api:sample-list", READ),
    Row("api:sample-list", WRITE, "POST"),
    Row("api:sample-detail", READ, args=sample),
    Row("api:sample-reveal", REVEAL, "POST", args=sample),
    Row("api:sample-label", WRITE, "POST", args=sample),
    Row("api:sample-unlabel", WRITE, "POST", args=sample),
    Row("api:sample-mark", WRITE, "POST", args=sample),
    Row("api:draw-list", READ),
    Row("api:draw-list", WRITE, "POST"),
    Row("api:draw-detail", READ, args=draw),
    Row("api:draw-findings", READ, args=draw),
    Row("api:draw-control", WRITE, "POST", args=draw),
    Row("api:sampleimport-list", READ),
    Row("api:sampleimport-list", WRITE, "POST"),
    Row("api:sampleimport-detail", READ, args=pairs),
]
