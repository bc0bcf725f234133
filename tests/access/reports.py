from cases.reports import charting, services
from tests.access.frame import APPROVE, EXPORT, MANAGE, READ, WRITE, Row, Who, World
from tests.factories.reports import furnish as furnish_case
from tests.factories.reports import write
from tests.factories.telemetry import FigureFactory


def furnish(case, people) -> World:
    if case.reports.exists():
        report = case.reports.get(number=1)
        return {"report": report, "revision": report.revisions.get(number=1)}
    world = furnish_case(case, people[Who.ANALYST])
    report = write(world, people[Who.ANALYST])
    FigureFactory.create(case=case, key="accounts-in-the-export", unit="accounts")
    charting.add_chart(
        report=report, section="evidence", of="figures", caption="", by=people[Who.ANALYST]
    )
    revision = services.request_approval(report=report, by=people[Who.ANALYST])
    return {"report": report, "revision": revision}


def _report(world: World) -> dict[str, object]:
    return {"number": world["report"].number}


def _revision(world: World) -> dict[str, object]:
    return _report(world) | {"revision": world["revision"].number}


def _download(world: World) -> dict[str, object]:
    return _revision(world) | {"form": "md"}


def _chart(world: World) -> dict[str, object]:
    return _report(world) | {"chart": 1}


def _template(world: World) -> dict[str, object]:
    return {"key": "brief"}


ROWS = [
    Row("reports:list", READ),
    Row("reports:create", WRITE),
    Row("reports:create", WRITE, "POST"),
    Row("reports:templates", READ),
    Row("reports:template", READ, args=_template, everywhere=True),
    Row("reports:template", MANAGE, "POST", args=_template, everywhere=True),
    Row("reports:template_reset", MANAGE, "POST", args=_template, everywhere=True),
    Row("reports:detail", READ, args=_report),
    Row("reports:edit", WRITE, args=_report),
    Row("reports:edit", WRITE, "POST", args=_report),
    Row("reports:charts", WRITE, args=_report),
    Row("reports:charts", WRITE, "POST", args=_report),
    Row("reports:chart", WRITE, args=_chart),
    Row("reports:chart", WRITE, "POST", args=_chart),
    Row("reports:chart_csv", WRITE, args=_chart),
    Row("reports:chart_remove", WRITE, "POST", args=_chart),
    Row("reports:check", WRITE, "POST", args=_report),
    Row("reports:request", WRITE, "POST", args=_report),
    Row("reports:revision", READ, args=_revision),
    Row("reports:approve", APPROVE, "POST", args=_revision),
    Row("reports:return", APPROVE, "POST", args=_revision),
    Row("reports:retract", APPROVE, "POST", args=_revision),
    Row("reports:changes", READ, args=_revision),
    Row("reports:download", EXPORT, args=_download),
    Row("api:report-template-list", READ),
    Row("api:report-template-detail", READ, args=_template, everywhere=True),
    Row("api:report-template-detail", MANAGE, "PUT", args=_template, everywhere=True),
    Row("api:report-list", READ),
    Row("api:report-list", WRITE, "POST"),
    Row("api:report-detail", READ, args=_report),
    Row("api:report-detail", WRITE, "PUT", args=_report),
    Row("api:report-findings", READ, args=_report),
    Row("api:report-chart-list", READ, args=_report),
    Row("api:report-chart-list", WRITE, "POST", args=_report),
    Row("api:report-chart-detail", READ, args=_chart),
    Row("api:report-chart-detail", WRITE, "PUT", args=_chart),
    Row("api:report-chart-detail", WRITE, "DELETE", args=_chart),
    Row("api:report-check", WRITE, "POST", args=_report),
    Row("api:report-ask", WRITE, "POST", args=_report),
    Row("api:revision-list", READ, args=_report),
    Row("api:revision-detail", READ, args=_revision),
    Row("api:revision-approve", APPROVE, "POST", args=_revision),
    Row("api:revision-send-back", APPROVE, "POST", args=_revision),
    Row("api:revision-retract", APPROVE, "POST", args=_revision),
    Row("api:revision-download", EXPORT, "POST", args=_revision, data={"form": "md"}),
]
