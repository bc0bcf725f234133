from typing import Any, ClassVar

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.answers import Bytes
from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.exhibits import recheck, services
from cases.exhibits.models import Alarm, Exhibit
from cases.exhibits.serializers import (
    AlarmSerializer,
    CustodySerializer,
    ExhibitSerializer,
    ImportSerializer,
    ReceiveSerializer,
    SettleSerializer,
)
from cases.exhibits.uploads import ExhibitUploadHandler
from cases.jobs.api import JobSerializer


class ExhibitViewSet(InCase, GenericViewSet[Any]):
    """Files exactly as they were received."""

    serializer_class = ExhibitSerializer
    queryset = Exhibit.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    parser_classes = [JSONParser, MultiPartParser]
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "custody": Permission.READ,
        "download": Permission.EXPORT,
        "fetch": Permission.WRITE,
        "recheck": Permission.READ,
    }

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        self.uploads = ExhibitUploadHandler(request)
        request.upload_handlers = [self.uploads]
        return super().initialize_request(request, *args, **kwargs)

    def list(self, request: Request, reference: str) -> Response:
        """List the exhibits of a case."""
        page = self.paginate_queryset(self.case.exhibits.select_related("received_by"))
        return self.get_paginated_response(ExhibitSerializer(page, many=True).data)

    @extend_schema(
        request={"multipart/form-data": ReceiveSerializer}, responses={201: ExhibitSerializer}
    )
    def create(self, request: Request, reference: str) -> Response:
        """Receive a file, hashed as it lands."""
        values = read(ReceiveSerializer, request)
        if self.uploads.refusals:
            raise exceptions.ValidationError({"file": self.uploads.refusals})
        file = values.pop("file")
        exhibit = services.receive_exhibit(
            case=self.case, file=file.landing, name=file.name or "", **values, by=self.by
        )
        return Response(ExhibitSerializer(exhibit).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one exhibit."""
        return Response(ExhibitSerializer(self._exhibit(number)).data)

    @extend_schema(responses=CustodySerializer(many=True))
    @action(detail=True)
    def custody(self, request: Request, reference: str, number: int) -> Response:
        """List everything that happened to an exhibit."""
        page = self.paginate_queryset(self._exhibit(number).custody_entries.all())
        return self.get_paginated_response(CustodySerializer(page, many=True).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=[JSONRenderer, Bytes])
    def download(self, request: Request, reference: str, number: int) -> StreamingHttpResponse:
        """Take a copy of the file, on record."""
        exhibit = self._exhibit(number)
        services.release_exhibit(exhibit=exhibit, by=self.by)
        chunks = recheck.checked_chunks(exhibit, by=self.by)
        headers = {"Content-Length": str(exhibit.size), "X-SHA256": exhibit.sha256}
        return StreamingHttpResponse(
            chunks, content_type="application/octet-stream", headers=headers
        )

    @extend_schema(request={"application/json": ImportSerializer}, responses={202: JobSerializer})
    @action(detail=False, methods=["post"])
    def fetch(self, request: Request, reference: str) -> Response:
        """Have a job fetch a file from a path on the server or an S3 address."""
        values = read(ImportSerializer, request)
        job = services.request_import(case=self.case, **values, by=self.by)
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=False, methods=["post"])
    def recheck(self, request: Request, reference: str) -> Response:
        """Have a job hash every stored exhibit of the case again."""
        job = services.request_recheck(case=self.case, by=self.by)
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)

    def _exhibit(self, number: int) -> Exhibit:
        return get_object_or_404(self.case.exhibits.select_related("received_by"), number=number)


class AlarmViewSet(InCase, GenericViewSet[Alarm]):
    """Stored exhibits that are no longer the bytes that were received."""

    serializer_class = AlarmSerializer
    queryset = Alarm.objects.none()
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {"list": Permission.READ, "settle": Permission.MANAGE}

    def list(self, request: Request, reference: str) -> Response:
        """List the alarms of a case, settled ones too."""
        page = self.paginate_queryset(self.case.alarms.select_related("exhibit", "settled_by"))
        return self.get_paginated_response(AlarmSerializer(page, many=True).data)

    @extend_schema(request=SettleSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, reference: str, pk: int) -> Response:
        """Say what was found out about an exhibit that differs."""
        alarm = get_object_or_404(self.case.alarms, pk=pk)
        alarm = services.settle_alarm(alarm=alarm, **read(SettleSerializer, request), by=self.by)
        return Response(AlarmSerializer(alarm).data)
