from io import BytesIO

import pyarrow.parquet as pq

from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.exhibits import store
from cases.exhibits.models import DerivedFile
from cases.telemetry.models import AccountActivity, Activity, RollUp
from cases.telemetry.refusals import REFUSED
from tests.access.frame import EXPORT, READ, WRITE, Row, World
from tests.factories.telemetry import FigureFactory, ImportFactory


def furnish(case, people) -> World:
    lead = people["lead"]
    exhibit = exhibits.receive_exhibit(
        case=case, file=BytesIO(b"a,b\n1,2\n"), name="log.csv", how="For the test.", by=lead
    )
    waiting = ImportFactory.create(case=case, requested_by=lead)
    waiting.files.create(exhibit=exhibit, place=0, columns=["a", "b"])
    by_day = RollUp.objects.create(
        case=case, query="telemetry.by_day", query_version="1", engine="x", derived_from=[]
    )
    Activity.objects.create(
        roll_up=by_day, at="2026-06-05T00:00Z", interactions=3, platform_accounts=2
    )
    by_account = RollUp.objects.create(
        case=case, query="telemetry.by_account", query_version="1", engine="x", derived_from=[]
    )
    AccountActivity.objects.create(
        roll_up=by_account,
        platform_account="pa_1",
        interactions=3,
        input_tokens=1,
        output_tokens=1,
        refused=0,
        active_days=1,
        first_at="2026-06-05T00:00Z",
        last_at="2026-06-05T01:00Z",
    )
    figure = FigureFactory.create(case=case)
    listed = ImportFactory.create(case=case, requested_by=lead, refused=_refused(case))
    return {"import": waiting, "figure": figure, "listed": listed}


def _refused(case: Case) -> DerivedFile:
    table = BytesIO()
    pq.write_table(REFUSED.empty_table(), table)
    table.seek(0)
    return DerivedFile.objects.create(
        case=case,
        kind="telemetry.refused",
        sha256=store.put(table).sha256,
        size=4,
        made_from=[],
        query="telemetry.canonical",
        query_version="1",
        engine="x",
    )


def _import(world: World) -> dict[str, object]:
    return {"number": world["import"].number}


def _figure(world: World) -> dict[str, object]:
    return {"key": world["figure"].key}


COLUMNS = {"column_platform_account": "a", "column_occurred_at": "b", "zone": "UTC"}
ROWS = [
    Row("telemetry:list", READ),
    Row("telemetry:imports", READ),
    Row("telemetry:begin", WRITE),
    Row("telemetry:begin", WRITE, "POST"),
    Row("telemetry:import", READ, args=_import),
    Row("telemetry:map", WRITE, "POST", args=_import, data=COLUMNS),
    Row("telemetry:withdraw", WRITE, "POST", args=_import),
    Row("telemetry:refused", READ, args=_import),
    Row("telemetry:refused_download", EXPORT, args=lambda w: {"number": w["listed"].number}),
    Row("telemetry:roll_up", READ, args=lambda w: {"query": "by_day"}),
    Row("telemetry:accounts", READ),
    Row("telemetry:figures", READ),
    Row("telemetry:measure", WRITE, "POST"),
    Row("telemetry:figure", READ, args=_figure),
    Row("telemetry:run_again", READ, "POST", args=_figure),
    Row("api:import-list", READ),
    Row("api:import-list", WRITE, "POST"),
    Row("api:import-detail", READ, args=_import),
    Row("api:import-map", WRITE, "PUT", args=_import),
    Row("api:import-trial", WRITE, "POST", args=_import),
    Row("api:import-confirm", WRITE, "POST", args=_import),
    Row("api:import-withdraw", WRITE, "POST", args=_import),
    Row("api:import-refused", READ, args=_import),
    Row("api:rollup-list", READ),
    Row("api:rollup-detail", READ, args=lambda w: {"query": "by_day"}),
    Row("api:rollup-accounts", READ),
    Row("api:figure-list", READ),
    Row("api:figure-detail", READ, args=_figure),
    Row("api:figure-runs", READ, args=_figure),
    Row("api:figure-again", READ, "POST", args=_figure),
    Row("api:figure-measure", WRITE, "POST"),
]
