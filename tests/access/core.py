from cases.core import paperwork
from tests.access.frame import HOLD, MANAGE, READ, SIGNED_IN, WRITE, Row, World


def furnish(case, people) -> World:
    lead = people["lead"]
    task = paperwork.add_task(case=case, title="Ask the subject", by=lead)
    return {
        "member": case.members.get(user=people["analyst"]),
        "party": paperwork.add_party(
            case=case, name="Northwind Labs", kind="organization", role="complainant", by=lead
        ),
        "task": task,
        "done": paperwork.finish_task(
            task=paperwork.add_task(case=case, title="Done", by=lead), by=lead
        ),
        "item": paperwork.watch_for(case=case, what="A denial", by=lead),
    }


def _pk(kind):
    return lambda world: {"pk": world[kind].pk}


ROWS = [
    Row("cases:list", SIGNED_IN),
    Row("cases:create", SIGNED_IN),
    Row("cases:create", SIGNED_IN, "POST"),
    Row("cases:parties", READ),
    Row("cases:party_add", WRITE),
    Row("cases:party_add", WRITE, "POST"),
    Row("cases:party_change", WRITE, args=_pk("party")),
    Row("cases:party_change", WRITE, "POST", args=_pk("party")),
    Row("cases:tasks", READ),
    Row("cases:task_add", WRITE),
    Row("cases:task_add", WRITE, "POST"),
    Row("cases:task_finish", WRITE, "POST", args=_pk("task")),
    Row("cases:task_reopen", WRITE, "POST", args=_pk("done")),
    Row("cases:notes", READ),
    Row("cases:notes", WRITE, "POST"),
    Row("cases:watch", READ),
    Row("cases:watch_add", WRITE),
    Row("cases:watch_add", WRITE, "POST"),
    Row("cases:watch_look", WRITE, args=_pk("item")),
    Row("cases:watch_look", WRITE, "POST", args=_pk("item")),
    Row("cases:members", READ),
    Row("cases:member_add", MANAGE, "POST"),
    Row("cases:member_change_role", MANAGE, "POST", args=_pk("member")),
    Row("cases:member_remove", MANAGE, "POST", args=_pk("member")),
    Row("cases:settings", READ),
    Row("cases:settings", WRITE, "POST"),
    Row("cases:close", MANAGE, "POST"),
    Row("cases:reopen", MANAGE, "POST"),
    Row("cases:hold", HOLD, "POST"),
    Row("cases:lift_hold", HOLD, "POST"),
    Row("cases:audit", READ),
    Row("api:reference", SIGNED_IN),
    Row("api:schema", SIGNED_IN),
    Row("api:case-list", SIGNED_IN),
    Row("api:case-list", SIGNED_IN, "POST"),
    Row("api:case-detail", READ),
    Row("api:case-detail", WRITE, "PUT"),
    Row("api:case-close", MANAGE, "POST"),
    Row("api:case-reopen", MANAGE, "POST"),
    Row("api:member-list", READ),
    Row("api:member-list", MANAGE, "POST"),
    Row("api:member-detail", MANAGE, "PATCH", args=_pk("member")),
    Row("api:member-detail", MANAGE, "DELETE", args=_pk("member")),
    Row("api:hold-list", READ),
    Row("api:hold-list", HOLD, "POST"),
    Row("api:hold-lift", HOLD, "POST"),
    Row("api:audit-list", READ),
    Row("api:party-list", READ),
    Row("api:party-list", WRITE, "POST"),
    Row("api:party-detail", READ, args=_pk("party")),
    Row("api:party-detail", WRITE, "PUT", args=_pk("party")),
    Row("api:task-list", READ),
    Row("api:task-list", WRITE, "POST"),
    Row("api:task-finish", WRITE, "POST", args=_pk("task")),
    Row("api:task-reopen", WRITE, "POST", args=_pk("done")),
    Row("api:note-list", READ),
    Row("api:note-list", WRITE, "POST"),
    Row("api:watch-list", READ),
    Row("api:watch-list", WRITE, "POST"),
    Row("api:watch-look", WRITE, "POST", args=_pk("item")),
]
