from typing import ClassVar

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.core.serializers import ReasonSerializer
from cases.reports import queries, services
from cases.reports.models import Report, Revision
from cases.reports.serializers import (
    ApproveSerializer,
    DraftSerializer,
    FindingSerializer,
    FormatSerializer,
    OpenReportSerializer,
    ReportSerializer,
    RequestSerializer,
    RevisionSerializer,
    TextSerializer,
)

_FINDINGS = FindingSerializer(many=True)


class ReportViewSet(InCase, GenericViewSet[Report]):
    """The reports of a case: their drafts, the check, and asking for approval."""

    serializer_class = ReportSerializer
    queryset = Report.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "update": Permission.WRITE,
        "findings": Permission.READ,
        "check": Permission.WRITE,
        "ask": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the reports of a case."""
        page = self.paginate_queryset(self.case.reports.select_related("changed_by"))
        return self.get_paginated_response(ReportSerializer(page, many=True).data)

    @extend_schema(request=OpenReportSerializer, responses={201: ReportSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Open a report."""
        values = read(OpenReportSerializer, request)
        if number := values.pop("begin_with", None):
            values["begin_with"] = self.case.reports.filter(number=number).first()
            if values["begin_with"] is None:
                raise ValidationError({"begin_with": f"There is no report R-{number} here."})
        report = services.open_report(case=self.case, by=self.by, **values)
        return Response(ReportSerializer(report).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show the draft of a report."""
        return Response(ReportSerializer(self._report(number)).data)

    @extend_schema(request=DraftSerializer)
    def update(self, request: Request, reference: str, number: int) -> Response:
        """Save the draft; a revision of it that waits for approval is voided."""
        report = self._report(number)
        values = read(DraftSerializer, request)
        return Response(
            ReportSerializer(services.save_draft(report=report, by=self.by, **values)).data
        )

    @extend_schema(responses=_FINDINGS)
    @action(detail=True, pagination_class=None)
    def findings(self, request: Request, reference: str, number: int) -> Response:
        """Check the draft as it was last saved."""
        found = queries.check_report(self._report(number))
        return Response(FindingSerializer(found, many=True).data)

    @extend_schema(request=TextSerializer, responses=_FINDINGS)
    @action(detail=True, methods=["post"], pagination_class=None)
    def check(self, request: Request, reference: str, number: int) -> Response:
        """Check a text against the ledger; nothing is kept."""
        report = self._report(number)
        draft = queries.draft_with(queries.draft_of(report), **read(TextSerializer, request))
        found = queries.check_draft(draft, queries.ledger_of(self.case), report.based_on)
        return Response(FindingSerializer(found, many=True).data)

    @extend_schema(request=RequestSerializer, responses={201: RevisionSerializer})
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, reference: str, number: int) -> Response:
        """Freeze the draft and ask another person to approve it."""
        report = self._report(number)
        values = read(RequestSerializer, request)
        revision = services.request_approval(report=report, by=self.by, **values)
        return Response(RevisionSerializer(revision).data, status=status.HTTP_201_CREATED)

    def _report(self, number: int) -> Report:
        return get_object_or_404(
            self.case.reports.select_related("case", "changed_by"), number=number
        )


class RevisionViewSet(InCase, GenericViewSet[Revision]):
    """The frozen revisions of a report."""

    serializer_class = RevisionSerializer
    queryset = Revision.objects.none()
    lookup_field = "revision"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "retrieve": Permission.READ,
        "approve": Permission.APPROVE,
        "send_back": Permission.APPROVE,
        "retract": Permission.APPROVE,
        "download": Permission.EXPORT,
    }

    def list(self, request: Request, reference: str, number: int) -> Response:
        """List the revisions of a report."""
        report = get_object_or_404(self.case.reports, number=number)
        rows = report.revisions.select_related("requested_by", "decided_by", "retraction")
        page = self.paginate_queryset(rows.prefetch_related("superseded_by"))
        return self.get_paginated_response(RevisionSerializer(page, many=True).data)

    def retrieve(self, request: Request, reference: str, number: int, revision: int) -> Response:
        """Show what a revision is, and who decided what of it."""
        return Response(RevisionSerializer(self._revision(number, revision)).data)

    @extend_schema(request=ApproveSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, reference: str, number: int, revision: int) -> Response:
        """Approve exactly the text with this digest."""
        found = self._revision(number, revision)
        values = read(ApproveSerializer, request)
        return self._answer(services.approve_revision(revision=found, by=self.by, **values))

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back(self, request: Request, reference: str, number: int, revision: int) -> Response:
        """Send a revision back to its author, saying why."""
        found = self._revision(number, revision)
        note = read(ReasonSerializer, request)["reason"]
        return self._answer(services.return_revision(revision=found, note=note, by=self.by))

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def retract(self, request: Request, reference: str, number: int, revision: int) -> Response:
        """Say that an approved revision no longer stands."""
        found = self._revision(number, revision)
        services.retract_revision(revision=found, by=self.by, **read(ReasonSerializer, request))
        return self._answer(self._revision(number, revision))

    @extend_schema(
        request=FormatSerializer,
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    @action(detail=True, methods=["post"])
    def download(
        self, request: Request, reference: str, number: int, revision: int
    ) -> HttpResponse:
        """Take a revision out of the house in one of its formats; it is on record."""
        found = self._revision(number, revision)
        form = read(FormatSerializer, request)["form"]
        content = services.download_revision(revision=found, form=form, by=self.by)
        return HttpResponse(content, content_type="application/octet-stream")

    def _revision(self, number: int, revision: int) -> Revision:
        rows = Revision.objects.select_related(
            "report__case", "report__changed_by", "requested_by", "decided_by", "retraction"
        )
        return get_object_or_404(
            rows, report__case=self.case, report__number=number, number=revision
        )

    def _answer(self, revision: Revision) -> Response:
        return Response(RevisionSerializer(revision).data)
