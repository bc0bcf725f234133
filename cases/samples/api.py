from typing import ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.samples import services
from cases.samples.findings import findings_of
from cases.samples.models import Draw, Sample, SampleImport
from cases.samples.serializers import (
    AddSampleSerializer,
    DrawSerializer,
    FindingsSerializer,
    HarmfulSerializer,
    LabelSerializer,
    RequestDrawSerializer,
    RequestImportSerializer,
    RevealedSerializer,
    RevealSerializer,
    SampleImportSerializer,
    SampleSerializer,
)


class SampleViewSet(InCase, GenericViewSet[Sample]):
    """Prompts and their outputs; masked, unless they are revealed with a reason."""

    serializer_class = SampleSerializer
    queryset = Sample.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "reveal": Permission.REVEAL,
        "label": Permission.WRITE,
        "unlabel": Permission.WRITE,
        "mark": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the samples of a case, masked."""
        rows = self.case.samples.select_related("draw").prefetch_related("labels__by")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(SampleSerializer(page, many=True).data)

    @extend_schema(request=AddSampleSerializer, responses={201: SampleSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Add a sample by hand."""
        values = read(AddSampleSerializer, request)
        sample = services.add_sample(case=self.case, **values, by=self.by)
        return Response(SampleSerializer(sample).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one sample, masked."""
        return Response(SampleSerializer(self._sample(number)).data)

    @extend_schema(request=RevealSerializer, responses=RevealedSerializer)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, reference: str, number: int) -> Response:
        """Read a sample unmasked; your name and your reason are kept for good."""
        sample, values = self._sample(number), read(RevealSerializer, request)
        reveal = services.reveal_sample(sample=sample, **values, by=self.by)
        return Response(RevealedSerializer(reveal.sample).data)

    @extend_schema(request=LabelSerializer)
    @action(detail=True, methods=["post"])
    def label(self, request: Request, reference: str, number: int) -> Response:
        """Say that a sample exercises a capability."""
        sample, values = self._sample(number), read(LabelSerializer, request)
        services.label_sample(sample=sample, **values, by=self.by)
        return Response(SampleSerializer(self._sample(number)).data)

    @extend_schema(request=LabelSerializer)
    @action(detail=True, methods=["post"])
    def unlabel(self, request: Request, reference: str, number: int) -> Response:
        """Take your own label of a sample back."""
        sample, values = self._sample(number), read(LabelSerializer, request)
        services.remove_label(sample=sample, **values, by=self.by)
        return Response(SampleSerializer(self._sample(number)).data)

    @extend_schema(request=HarmfulSerializer)
    @action(detail=True, methods=["post"])
    def mark(self, request: Request, reference: str, number: int) -> Response:
        """Mark a sample as disturbing, or take that back."""
        sample, values = self._sample(number), read(HarmfulSerializer, request)
        services.mark_harmful(sample=sample, **values, by=self.by)
        return Response(SampleSerializer(self._sample(number)).data)

    def _sample(self, number: int) -> Sample:
        rows = self.case.samples.select_related("draw").prefetch_related("labels__by")
        return get_object_or_404(rows, number=number)


class DrawViewSet(InCase, GenericViewSet[Draw]):
    """Repeatable choices of interactions, each by a seed that was committed to beforehand."""

    serializer_class = DrawSerializer
    queryset = Draw.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "findings": Permission.READ,
        "control": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the draws of a case."""
        page = self.paginate_queryset(self.case.draws.select_related("job", "control_of"))
        return self.get_paginated_response(DrawSerializer(page, many=True).data)

    @extend_schema(request=RequestDrawSerializer, responses={202: DrawSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Commit to a seed, and have a job draw the samples."""
        values = read(RequestDrawSerializer, request)
        draw = services.request_draw(case=self.case, **values, by=self.by)
        return Response(DrawSerializer(draw).data, status=status.HTTP_202_ACCEPTED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one draw, with all that is needed to make it again."""
        draw = get_object_or_404(self.case.draws.select_related("job", "control_of"), number=number)
        return Response(DrawSerializer(draw).data)

    @extend_schema(responses=FindingsSerializer)
    @action(detail=True)
    def findings(self, request: Request, reference: str, number: int) -> Response:
        """Show what the labels of its samples come to, and how far people agree on them."""
        draw = get_object_or_404(self.case.draws, number=number)
        return Response(FindingsSerializer(findings_of(draw)).data)

    @extend_schema(request=None, responses={202: DrawSerializer})
    @action(detail=True, methods=["post"])
    def control(self, request: Request, reference: str, number: int) -> Response:
        """Have a control drawn: same days and models, other platform accounts."""
        draw = get_object_or_404(self.case.draws, number=number)
        control = services.request_control(draw=draw, by=self.by)
        return Response(DrawSerializer(control).data, status=status.HTTP_202_ACCEPTED)


class SampleImportViewSet(InCase, GenericViewSet[SampleImport]):
    """Prompt–output pairs read out of exhibits: rows read = kept + refused + duplicate."""

    serializer_class = SampleImportSerializer
    queryset = SampleImport.objects.none()
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the imports of pairs in a case, each with every row that it refused."""
        rows = self.case.sample_imports.select_related("exhibit", "job")
        page = self.paginate_queryset(rows.prefetch_related("refused_pairs"))
        return self.get_paginated_response(SampleImportSerializer(page, many=True).data)

    @extend_schema(request=RequestImportSerializer, responses={202: SampleImportSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Have a job read the pairs of an exhibit."""
        number = read(RequestImportSerializer, request)["exhibit"]
        exhibit = get_object_or_404(self.case.exhibits, number=number)
        sample_import = services.request_import(exhibit=exhibit, by=self.by)
        data = SampleImportSerializer(sample_import).data
        return Response(data, status=status.HTTP_202_ACCEPTED)

    def retrieve(self, request: Request, reference: str, pk: int) -> Response:
        """Show one import, with every row that it refused."""
        return Response(
            SampleImportSerializer(get_object_or_404(self.case.sample_imports, pk=pk)).data
        )
