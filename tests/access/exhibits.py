from io import BytesIO

from cases.exhibits import services
from cases.exhibits.models import Alarm
from tests.access.frame import EXPORT, MANAGE, READ, WRITE, Row, World


def furnish(case, people) -> World:
    exhibit = services.receive_exhibit(
        case=case, file=BytesIO(b"as received"), name="log.csv", how="By hand", by=people["lead"]
    )
    return {"exhibit": exhibit, "alarm": Alarm.objects.create(case=case, exhibit=exhibit)}


def _exhibit(world: World) -> dict[str, object]:
    return {"number": world["exhibit"].number}


def _alarm(world: World) -> dict[str, object]:
    return {"pk": world["alarm"].pk}


ROWS = [
    Row("exhibits:list", READ),
    Row("exhibits:detail", READ, args=_exhibit),
    Row("exhibits:receive", WRITE),
    Row("exhibits:receive", WRITE, "POST"),
    Row("exhibits:import", WRITE),
    Row("exhibits:import", WRITE, "POST"),
    Row("exhibits:download", EXPORT, args=_exhibit),
    Row("exhibits:recheck", READ, "POST"),
    Row("exhibits:settle", MANAGE, "POST", args=_alarm),
    Row("api:exhibit-list", READ),
    Row("api:exhibit-list", WRITE, "POST"),
    Row("api:exhibit-detail", READ, args=_exhibit),
    Row("api:exhibit-custody", READ, args=_exhibit),
    Row("api:exhibit-download", EXPORT, args=_exhibit),
    Row("api:exhibit-fetch", WRITE, "POST"),
    Row("api:exhibit-recheck", READ, "POST"),
    Row("api:alarm-list", READ),
    Row("api:alarm-settle", MANAGE, "POST", args=_alarm),
]
