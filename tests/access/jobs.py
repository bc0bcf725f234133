from cases.jobs import services
from tests.access.frame import READ, WRITE, Row, World


def furnish(case, people) -> World:
    def ask():
        return services.request_job(
            case=case, kind="tests.count", subject="E-1", parameters={}, by=None
        )

    return {"job": ask(), "cancelled": services.cancel_job(job=ask(), by=people["lead"])}


def job(world: World) -> dict[str, int]:
    return {"pk": world["job"].pk}


def cancelled(world: World) -> dict[str, int]:
    return {"pk": world["cancelled"].pk}


ROWS = [
    Row("jobs:list", READ),
    Row("jobs:detail", READ, args=job),
    Row("jobs:status", READ, args=job),
    Row("jobs:cancel", WRITE, "POST", args=job),
    Row("jobs:retry", WRITE, "POST", args=cancelled),
    Row("api:job-list", READ),
    Row("api:job-detail", READ, args=job),
    Row("api:job-log", READ, args=job),
    Row("api:job-cancel", WRITE, "POST", args=job),
    Row("api:job-retry", WRITE, "POST", args=cancelled),
]
