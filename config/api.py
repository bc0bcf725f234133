"""The API: every operation of every slice, and the description of it all."""

from functools import cache
from pathlib import Path

import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from cases.claims import api as claims
from cases.claims import response_api as claims_responses
from cases.clusters import api as clusters
from cases.clusters import candidate_api as candidates
from cases.core import api as core
from cases.core import paperwork_api as paperwork
from cases.exhibits import api as exhibits
from cases.hypotheses import api as hypotheses
from cases.jobs import api as jobs
from cases.packs import api as packs
from cases.reports import api as reports
from cases.reports.chart_api import ChartViewSet
from cases.reports.template_api import TemplateViewSet
from cases.samples import api as samples
from cases.telemetry import api as telemetry
from cases.timeline import api as timeline
from config.schema import METHODS

app_name = "api"
CASE = "cases/<str:reference>"
SCHEMA = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"

router = SimpleRouter(use_regex_path=False)
router.register("cases", core.CaseViewSet, "case")
router.register(f"{CASE}/members", core.MemberViewSet, "member")
router.register(f"{CASE}/holds", core.HoldViewSet, "hold")
router.register(f"{CASE}/audit", core.AuditViewSet, "audit")
router.register(f"{CASE}/parties", paperwork.PartyViewSet, "party")
router.register(f"{CASE}/tasks", paperwork.TaskViewSet, "task")
router.register(f"{CASE}/notes", paperwork.NoteViewSet, "note")
router.register(f"{CASE}/watch", paperwork.WatchItemViewSet, "watch")
router.register(f"{CASE}/jobs", jobs.JobViewSet, "job")
router.register(f"{CASE}/clusters", clusters.ClusterViewSet, "cluster")
router.register(f"{CASE}/candidates", candidates.CandidateCampaignViewSet, "candidate")
router.register(f"{CASE}/linker-runs", clusters.LinkerRunViewSet, "linker-run")
router.register(f"{CASE}/platform-accounts", clusters.PlatformAccountViewSet, "platform-account")
router.register(f"{CASE}/samples", samples.SampleViewSet, "sample")
router.register(f"{CASE}/draws", samples.DrawViewSet, "draw")
router.register(f"{CASE}/sample-imports", samples.SampleImportViewSet, "sampleimport")
router.register(f"{CASE}/claims", claims.ClaimViewSet, "claim")
router.register(f"{CASE}/sources", claims.SourceViewSet, "source")
router.register(f"{CASE}/responses", claims_responses.ResponseViewSet, "response")
router.register(f"{CASE}/hypotheses", hypotheses.HypothesisViewSet, "hypothesis")
router.register(f"{CASE}/evidence-rows", hypotheses.EvidenceRowViewSet, "evidence-row")
router.register(f"{CASE}/timeline", timeline.EventViewSet, "event")
router.register(f"{CASE}/report-templates", TemplateViewSet, "report-template")
router.register(f"{CASE}/reports", reports.ReportViewSet, "report")
router.register(f"{CASE}/reports/<int:number>/charts", ChartViewSet, "report-chart")
router.register(f"{CASE}/reports/<int:number>/revisions", reports.RevisionViewSet, "revision")
router.register(f"{CASE}/exhibits", exhibits.ExhibitViewSet, "exhibit")
router.register(f"{CASE}/alarms", exhibits.AlarmViewSet, "alarm")
router.register(f"{CASE}/imports", telemetry.ImportViewSet, "import")
router.register(f"{CASE}/roll-ups", telemetry.RollUpViewSet, "rollup")
router.register(f"{CASE}/figures", telemetry.FigureViewSet, "figure")
router.register(f"{CASE}/packs", packs.PackViewSet, "pack")
router.register("signing-keys", packs.SigningKeyViewSet, "signingkey")


@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """The API's operations as a page, from the schema that is committed."""
    return render(request, "api.html", {"rooms": _rooms()})


@cache
def _rooms() -> list[tuple[str, list[dict[str, object]]]]:
    """The operations by what they are about. Reading the schema takes seconds: once a process."""
    schema = yaml.safe_load(SCHEMA.read_text())
    rooms: dict[str, list[dict[str, object]]] = {}
    for url, item in schema["paths"].items():
        for method in sorted(METHODS & item.keys()):
            operation = {"method": method.upper(), "path": url, **item[method]}
            rooms.setdefault(item[method]["tags"][0], []).append(operation)
    return sorted(rooms.items())


urlpatterns = [
    path("", reference, name="reference"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    *router.urls,
]
