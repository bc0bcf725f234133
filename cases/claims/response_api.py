from typing import ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.claims import serializers as shapes
from cases.claims import services
from cases.claims.api import found_in
from cases.claims.signatures import Response as Reply
from cases.core.api import InCase, read
from cases.core.roles import Permission

R, W = Permission.READ, Permission.WRITE


class ResponseViewSet(InCase, GenericViewSet[Reply]):
    """The responses of the subject: asked when, by whom, how, and what came back."""

    serializer_class = shapes.ResponseSerializer
    queryset = Reply.objects.none()
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {"list": R, "create": W, "partial_update": W}

    def list(self, request: Request, reference: str) -> Response:
        """List who was asked, and what came back."""
        rows = self.case.responses.select_related("source").prefetch_related("claims")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.ResponseSerializer(page, many=True).data)

    @extend_schema(
        request=shapes.RecordResponseSerializer, responses={201: shapes.ResponseSerializer}
    )
    def create(self, request: Request, reference: str) -> Response:
        """Record that a party was asked, and what came back, even if nothing did."""
        values = found_in(self.case, read(shapes.RecordResponseSerializer, request))
        reply = services.record_response(case=self.case, **values, by=self.by)
        return Response(shapes.ResponseSerializer(reply).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.AnswerSerializer)
    def partial_update(self, request: Request, reference: str, pk: int) -> Response:
        """Record what came of having asked: an answer, a denial, or silence by a date."""
        reply = get_object_or_404(self.case.responses.select_related("case", "party"), pk=pk)
        values = found_in(self.case, read(shapes.AnswerSerializer, request))
        reply = services.answer_response(response=reply, **values, by=self.by)
        return Response(shapes.ResponseSerializer(reply).data)
