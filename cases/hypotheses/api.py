from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.core.serializers import ReasonSerializer
from cases.hypotheses import queries, services
from cases.hypotheses.models import EvidenceRow, Hypothesis
from cases.hypotheses.naming import thing_named
from cases.hypotheses.serializers import (
    AddRowSerializer,
    EvidenceRowSerializer,
    HypothesisSerializer,
    PlaceSerializer,
    RateSerializer,
    WriteHypothesisSerializer,
)


class HypothesisViewSet(InCase, GenericViewSet[Hypothesis]):
    """Explanations that compete; the order says which is least contradicted."""

    serializer_class = HypothesisSerializer
    queryset = Hypothesis.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "update": Permission.WRITE,
        "set_aside": Permission.WRITE,
        "take_up": Permission.WRITE,
        "order": Permission.READ,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the hypotheses of a case."""
        page = self.paginate_queryset(self.case.hypotheses.select_related("claim"))
        return self.get_paginated_response(HypothesisSerializer(page, many=True).data)

    @extend_schema(request=WriteHypothesisSerializer, responses={201: HypothesisSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Put up one more explanation."""
        made = services.add_hypothesis(case=self.case, **self._values(request), by=self.by)
        return Response(HypothesisSerializer(made).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one hypothesis."""
        return Response(HypothesisSerializer(self._one(number)).data)

    @extend_schema(request=WriteHypothesisSerializer)
    def update(self, request: Request, reference: str, number: int) -> Response:
        """Say better what it is; the wording of one that was rated stays."""
        hypothesis = self._one(number)
        values = self._values(request)
        made = services.edit_hypothesis(hypothesis=hypothesis, **values, by=self.by)
        return Response(HypothesisSerializer(made).data)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], url_path="set-aside", url_name="set-aside")
    def set_aside(self, request: Request, reference: str, number: int) -> Response:
        """Stop comparing it, for a reason."""
        hypothesis = self._one(number)
        values = read(ReasonSerializer, request)
        made = services.set_aside_hypothesis(hypothesis=hypothesis, **values, by=self.by)
        return Response(HypothesisSerializer(made).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="take-up", url_name="take-up")
    def take_up(self, request: Request, reference: str, number: int) -> Response:
        """Compare one again that was set aside."""
        made = services.take_up_hypothesis(hypothesis=self._one(number), by=self.by)
        return Response(HypothesisSerializer(made).data)

    @extend_schema(responses=PlaceSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def order(self, request: Request, reference: str) -> Response:
        """List the open hypotheses, the least contradicted first."""
        return Response(PlaceSerializer(queries.board_of(self.case).standings, many=True).data)

    def _one(self, number: int) -> Hypothesis:
        return get_object_or_404(self.case.hypotheses.select_related("case"), number=number)

    def _values(self, request: Request) -> dict[str, Any]:
        values = read(WriteHypothesisSerializer, request)
        if values["claim"] is not None:
            values["claim"] = get_object_or_404(self.case.claims, number=values["claim"])
        return values


class EvidenceRowViewSet(InCase, GenericViewSet[EvidenceRow]):
    """What the hypotheses are held against, with every rating that was ever made."""

    serializer_class = EvidenceRowSerializer
    queryset = EvidenceRow.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "rate": Permission.WRITE,
        "leave_out": Permission.WRITE,
        "take_back": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the rows of the matrix."""
        page = self.paginate_queryset(self._rows())
        return self.get_paginated_response(EvidenceRowSerializer(page, many=True).data)

    @extend_schema(request=AddRowSerializer, responses={201: EvidenceRowSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """List something that the hypotheses are held against."""
        values = read(AddRowSerializer, request)
        name = values.pop("of")
        kind, thing = thing_named(self.case, name) if name else (EvidenceRow.Kind.ABSENCE, None)
        row = services.add_row(case=self.case, kind=kind, referent=thing, **values, by=self.by)
        return Response(self._shown(row.number), status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one row."""
        return Response(self._shown(number))

    @extend_schema(request=RateSerializer)
    @action(detail=True, methods=["post"])
    def rate(self, request: Request, reference: str, number: int) -> Response:
        """Rate the row across hypotheses; what stood in a cell before is superseded."""
        row = self._one(number)
        said = read(RateSerializer, request)["cells"]
        cells = {cell["hypothesis"]: (cell["mark"], cell["note"]) for cell in said}
        services.rate_row(row=row, cells=cells, by=self.by)
        return Response(self._shown(number))

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], url_path="leave-out", url_name="leave-out")
    def leave_out(self, request: Request, reference: str, number: int) -> Response:
        """Let a row no longer count, for a reason."""
        row = self._one(number)
        services.leave_out_row(row=row, **read(ReasonSerializer, request), by=self.by)
        return Response(self._shown(number))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="take-back", url_name="take-back")
    def take_back(self, request: Request, reference: str, number: int) -> Response:
        """Let a row count again that was left out."""
        services.take_back_row(row=self._one(number), by=self.by)
        return Response(self._shown(number))

    def _rows(self) -> Any:
        return queries.stored_rows(self.case).prefetch_related("ratings__hypothesis")

    def _one(self, number: int) -> EvidenceRow:
        row: EvidenceRow = get_object_or_404(self._rows(), number=number)
        return row

    def _shown(self, number: int) -> Any:
        return EvidenceRowSerializer(self._one(number)).data
