from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.answers import Bytes
from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.core.serializers import PersonSerializer
from cases.packs import services
from cases.packs.audience import Audience
from cases.packs.contents import KEYS
from cases.packs.downloads import hand_out
from cases.packs.models import Pack, PackReceipt, SigningKey


class PackSerializer(serializers.ModelSerializer[Pack]):
    """An evidence pack; without `built_at` it can't be downloaded yet."""

    requested_by = PersonSerializer(read_only=True)
    key: Any = serializers.CharField(
        source="key.fingerprint", read_only=True, default=None, allow_null=True
    )
    job: Any = serializers.IntegerField(source="job_id", read_only=True, allow_null=True)
    holds = serializers.ListField(read_only=True)
    withheld = serializers.ListField(read_only=True)

    class Meta:
        model = Pack
        fields: ClassVar[list[str]] = [
            "number",
            "audience",
            "marking",
            "purpose",
            "contents",
            "requested_at",
            "requested_by",
            "job",
            "built_at",
            "as_of",
            "sha256",
            "size",
            "file_count",
            "holds",
            "withheld",
            "key",
        ]


class RequestPackSerializer(serializers.Serializer[Pack]):
    audience = serializers.ChoiceField(choices=Audience.choices)
    purpose = serializers.CharField(max_length=300, help_text="What it is for, in a sentence.")
    contents = serializers.ListField(
        child=serializers.ChoiceField(choices=KEYS), required=False, help_text="All, if left out."
    )


class ReceiptSerializer(serializers.ModelSerializer[PackReceipt]):
    class Meta:
        model = PackReceipt
        fields: ClassVar[list[str]] = ["at", "by_name", "sha256"]


class SigningKeySerializer(serializers.ModelSerializer[SigningKey]):
    class Meta:
        model = SigningKey
        fields: ClassVar[list[str]] = [
            "algorithm",
            "fingerprint",
            "public_key",
            "made_at",
            "retired_at",
            "revoked_at",
            "revoked_why",
        ]


class PackViewSet(InCase, GenericViewSet[Any]):
    """Evidence packs, that anyone verifies without Probata."""

    serializer_class = PackSerializer
    queryset = Pack.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.EXPORT,
        "retrieve": Permission.READ,
        "receipts": Permission.READ,
        "download": Permission.EXPORT,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the packs of a case."""
        page = self.paginate_queryset(self.case.packs.select_related("requested_by", "key"))
        return self.get_paginated_response(PackSerializer(page, many=True).data)

    @extend_schema(request=RequestPackSerializer, responses={202: PackSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Have a job build a pack for an audience."""
        values = read(RequestPackSerializer, request)
        values["audience"] = Audience(values["audience"])
        pack = services.request_pack(case=self.case, **values, by=self.by)
        return Response(PackSerializer(pack).data, status=status.HTTP_202_ACCEPTED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one pack: what it holds, and what was withheld and why."""
        return Response(PackSerializer(self._pack(number)).data)

    @extend_schema(responses=ReceiptSerializer(many=True))
    @action(detail=True)
    def receipts(self, request: Request, reference: str, number: int) -> Response:
        """List who downloaded a pack, and when."""
        page = self.paginate_queryset(self._pack(number).receipts.all())
        return self.get_paginated_response(ReceiptSerializer(page, many=True).data)

    @extend_schema(
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            (206, "application/octet-stream"): OpenApiTypes.BINARY,
            416: None,
        }
    )
    @action(detail=True, renderer_classes=[JSONRenderer, Bytes])
    def download(self, request: Request, reference: str, number: int) -> HttpResponseBase:
        """Take a copy of a pack, or go on with one (Range, If-Range); a receipt is kept."""
        return hand_out(self._pack(number), request, by=self.by)

    def _pack(self, number: int) -> Pack:
        return get_object_or_404(self.case.packs.select_related("case", "key"), number=number)


class SigningKeyViewSet(GenericViewSet[Any]):
    """The keys that packs are signed with, published to everyone who signs in."""

    serializer_class = SigningKeySerializer
    queryset = SigningKey.objects.all()
    may: ClassVar[dict[str, Permission]] = {"list": Permission.READ}

    def list(self, request: Request) -> Response:
        """List the signing keys, retired and revoked ones too."""
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(SigningKeySerializer(page, many=True).data)
