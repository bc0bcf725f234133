from cases.timeline import services
from tests.access.frame import DELETE, READ, WRITE, Row, World


def furnish(case, people) -> World:
    event = services.add_event(
        case=case, lane="public", title="A letter", happened="2026-06-10", by=people["lead"]
    )
    return {"event": event}


def event(w: World) -> dict[str, int]:
    return {"number": w["event"].number}


ROWS = [
    Row("timeline:list", READ),
    Row("timeline:add", WRITE),
    Row("timeline:add", WRITE, "POST"),
    Row("timeline:detail", READ, args=event),
    Row("timeline:edit", WRITE, args=event),
    Row("timeline:edit", WRITE, "POST", args=event),
    Row("timeline:delete", DELETE, "POST", args=event),
    Row("api:event-list", READ),
    Row("api:event-list", WRITE, "POST"),
    Row("api:event-detail", READ, args=event),
    Row("api:event-detail", WRITE, "PUT", args=event),
    Row("api:event-detail", DELETE, "DELETE", args=event),
]
