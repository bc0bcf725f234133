from tests.access.frame import MANAGE, READ, SIGNED_IN, Row, World


def furnish(case, people) -> World:
    return {"member": case.members.get(user=people["analyst"])}


ROWS = [
    Row("api:reference", SIGNED_IN),
    Row("api:schema", SIGNED_IN),
    Row("api:case-list", SIGNED_IN),
    Row("api:case-list", SIGNED_IN, "POST"),
    Row("api:case-detail", READ),
    Row("api:case-close", MANAGE, "POST"),
    Row("api:case-reopen", MANAGE, "POST"),
    Row("api:member-list", READ),
    Row("api:member-list", MANAGE, "POST"),
    Row("api:member-detail", MANAGE, "PATCH", args=lambda w: {"pk": w["member"].pk}),
    Row("api:member-detail", MANAGE, "DELETE", args=lambda w: {"pk": w["member"].pk}),
]
