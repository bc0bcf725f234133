from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.reports import charting, queries
from cases.reports.charts import Placed, placed_of
from cases.reports.models import Report
from cases.reports.serializers import ChartSerializer, DrawnSerializer


class ChartViewSet(InCase, GenericViewSet[Any]):
    """The charts of a report's draft."""

    serializer_class = ChartSerializer
    queryset = Report.objects.none()
    pagination_class = None
    lookup_field = "chart"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "update": Permission.WRITE,
        "destroy": Permission.WRITE,
    }

    def list(self, request: Request, reference: str, number: int) -> Response:
        """List the charts of a draft."""
        placed = placed_of(self._report(number).charts)
        return Response(ChartSerializer(placed, many=True).data)

    @extend_schema(request=ChartSerializer, responses={201: ChartSerializer})
    def create(self, request: Request, reference: str, number: int) -> Response:
        """Add a chart to a section of the draft."""
        report = self._report(number)
        added = charting.add_chart(report=report, by=self.by, **read(ChartSerializer, request))
        return Response(ChartSerializer(added).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=DrawnSerializer)
    def retrieve(self, request: Request, reference: str, number: int, chart: int) -> Response:
        """Show a chart as it would print: its picture, its numbers, and what is said of them."""
        report = self._report(number)
        placed = self._placed(report, chart)
        (block,), _ = queries.try_chart(report, placed)
        return Response(DrawnSerializer({"chart": placed, "picture": block.picture}).data)

    @extend_schema(request=ChartSerializer)
    def update(self, request: Request, reference: str, number: int, chart: int) -> Response:
        """Change a chart; its data is read again with that."""
        report = self._report(number)
        self._placed(report, chart)
        values = read(ChartSerializer, request)
        changed = charting.change_chart(report=report, number=chart, by=self.by, **values)
        return Response(ChartSerializer(changed).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, reference: str, number: int, chart: int) -> Response:
        """Take a chart out of the draft; what is frozen keeps it."""
        report = self._report(number)
        self._placed(report, chart)
        charting.remove_chart(report=report, number=chart, by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _report(self, number: int) -> Report:
        return get_object_or_404(
            self.case.reports.select_related("case", "changed_by"), number=number
        )

    def _placed(self, report: Report, chart: int) -> Placed:
        for each in placed_of(report.charts):
            if each.number == chart:
                return each
        raise Http404
