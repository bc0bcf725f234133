from io import BytesIO

from cases.exhibits import services as exhibits
from cases.jobs import worker
from cases.packs import anchors, services
from cases.packs.audience import Audience
from tests.access.frame import ADMINISTRATORS, EXPORT, READ, REVEAL, SIGNED_IN, Row, World
from tests.audit.test_chain import seal_now


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
    seal_now()
    return {"pack": pack, "root": anchors.sign_today()}


def _pack(world: World) -> dict[str, object]:
    return {"number": world["pack"].number}


def _key(world: World) -> dict[str, object]:
    return {"pk": world["pack"].key_id}


def _root(world: World) -> dict[str, object]:
    return {"day": world["root"].day}


ROWS = [
    Row("packs:list", READ),
    Row("packs:detail", READ, args=_pack),
    Row("packs:request", EXPORT),
    Row("packs:request", EXPORT, "POST"),
    Row("packs:download", EXPORT, args=_pack),
    Row("packs:reidentify", REVEAL, args=_pack),
    Row("packs:reidentify", REVEAL, "POST", args=_pack),
    Row("packs:roots", SIGNED_IN),
    Row("packs:root", SIGNED_IN, args=_root),
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
