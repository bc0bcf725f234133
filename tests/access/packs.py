from io import BytesIO

from cases.exhibits import services as exhibits
from cases.jobs import worker
from cases.packs import services
from cases.packs.audience import Audience
from tests.access.frame import ADMINISTRATORS, EXPORT, READ, SIGNED_IN, Row, World


def furnish(case, people) -> World:
    lead = people["lead"]
    exhibits.receive_exhibit(
        case=case, file=BytesIO(b"as received"), name="log.csv", how="By hand", by=lead
    )
    pack = services.request_pack(
        case=case, audience=Audience.COUNSEL, purpose="For the hearing.", by=lead
    )
    worker.do(pack.job_id)
    pack.refresh_from_db()
    return {"pack": pack}


def _pack(world: World) -> dict[str, object]:
    return {"number": world["pack"].number}


def _key(world: World) -> dict[str, object]:
    return {"pk": world["pack"].key_id}


ROWS = [
    Row("packs:list", READ),
    Row("packs:detail", READ, args=_pack),
    Row("packs:request", EXPORT),
    Row("packs:request", EXPORT, "POST"),
    Row("packs:download", EXPORT, args=_pack),
    Row("packs:keys", SIGNED_IN),
    Row("packs:rotate", ADMINISTRATORS, "POST"),
    Row("packs:revoke", ADMINISTRATORS, "POST", args=_key),
    Row("api:pack-list", READ),
    Row("api:pack-list", EXPORT, "POST"),
    Row("api:pack-detail", READ, args=_pack),
    Row("api:pack-receipts", READ, args=_pack),
    Row("api:pack-download", EXPORT, args=_pack),
    Row("api:signingkey-list", SIGNED_IN),
]
