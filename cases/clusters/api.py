from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.clusters import services
from cases.clusters.linker import Parameters
from cases.clusters.models import Cluster, Judgement, LinkerRun, PlatformAccount
from cases.clusters.serializers import (
    ClusterDetailSerializer,
    ClusterSerializer,
    DrawClusterSerializer,
    JudgementSerializer,
    LinkerRunSerializer,
    MergeSerializer,
    NoteClusterSerializer,
    PlatformAccountSerializer,
    RequestRunSerializer,
    SplitSerializer,
    UndoSerializer,
)
from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.core.serializers import ReasonSerializer

CREATED, ACCEPTED = status.HTTP_201_CREATED, status.HTTP_202_ACCEPTED


class ClusterViewSet(InCase, GenericViewSet[Any]):
    """Platform accounts held together by links, and what people judged of that."""

    serializer_class = ClusterSerializer
    queryset = Cluster.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "members": Permission.READ,
        "judgements": Permission.READ,
        "accept": Permission.WRITE,
        "reject": Permission.WRITE,
        "split": Permission.WRITE,
        "merge": Permission.WRITE,
        "note": Permission.WRITE,
        "undo": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the clusters of a case, those that no longer stand among them."""
        rows = self.case.clusters.select_related("run", "judged_by")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ClusterSerializer(page, many=True).data)

    @extend_schema(request=DrawClusterSerializer, responses={201: ClusterDetailSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Draw a cluster by hand; it is proposed until someone accepts it."""
        values = read(DrawClusterSerializer, request)
        cluster = services.draw_cluster(case=self.case, **values, by=self.by)
        return Response(ClusterDetailSerializer(cluster).data, status=CREATED)

    @extend_schema(responses=ClusterDetailSerializer)
    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one cluster with the reasons for it and against it."""
        return Response(ClusterDetailSerializer(self._cluster(number)).data)

    @extend_schema(responses=PlatformAccountSerializer(many=True))
    @action(detail=True)
    def members(self, request: Request, reference: str, number: int) -> Response:
        """List the platform accounts of a cluster."""
        page = self.paginate_queryset(self._cluster(number).members.all())
        return self.get_paginated_response(PlatformAccountSerializer(page, many=True).data)

    @extend_schema(responses=JudgementSerializer(many=True))
    @action(detail=True)
    def judgements(self, request: Request, reference: str, number: int) -> Response:
        """List what people decided about a cluster."""
        page = self.paginate_queryset(self._cluster(number).judgements.select_related("by"))
        return self.get_paginated_response(JudgementSerializer(page, many=True).data)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, reference: str, number: int) -> Response:
        """Judge that the platform accounts are operated together."""
        cluster, values = self._cluster(number), read(ReasonSerializer, request)
        cluster = services.accept_cluster(cluster=cluster, **values, by=self.by)
        return Response(ClusterSerializer(cluster).data)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, reference: str, number: int) -> Response:
        """Judge that they are not, or that it isn't shown."""
        cluster, values = self._cluster(number), read(ReasonSerializer, request)
        cluster = services.reject_cluster(cluster=cluster, **values, by=self.by)
        return Response(ClusterSerializer(cluster).data)

    @extend_schema(request=SplitSerializer, responses={201: ClusterSerializer(many=True)})
    @action(detail=True, methods=["post"])
    def split(self, request: Request, reference: str, number: int) -> Response:
        """Part a cluster in two: the platform accounts named, and the rest."""
        cluster, values = self._cluster(number), read(SplitSerializer, request)
        parts = services.split_cluster(cluster=cluster, **values, by=self.by)
        return Response(ClusterSerializer(parts, many=True).data, status=CREATED)

    @extend_schema(request=MergeSerializer, responses={201: ClusterSerializer})
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, reference: str, number: int) -> Response:
        """Hold a cluster and others to be one."""
        cluster, values = self._cluster(number), read(MergeSerializer, request)
        clusters = [cluster, *(self._cluster(each) for each in values["clusters"])]
        whole = services.merge_clusters(clusters=clusters, reason=values["reason"], by=self.by)
        return Response(ClusterSerializer(whole).data, status=CREATED)

    @extend_schema(request=NoteClusterSerializer, responses={201: JudgementSerializer})
    @action(detail=True, methods=["post"])
    def note(self, request: Request, reference: str, number: int) -> Response:
        """Keep a remark about a cluster, signed."""
        cluster, values = self._cluster(number), read(NoteClusterSerializer, request)
        note = services.note_cluster(cluster=cluster, **values, by=self.by)
        return Response(JudgementSerializer(note).data, status=CREATED)

    @extend_schema(request=UndoSerializer, responses={201: JudgementSerializer})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, reference: str, number: int) -> Response:
        """Take a judgement back; both are kept."""
        cluster, values = self._cluster(number), read(UndoSerializer, request)
        judgements = Judgement.objects.filter(cluster=cluster)
        judgement = get_object_or_404(judgements, pk=values["judgement"])
        undone = services.undo_judgement(judgement=judgement, reason=values["reason"], by=self.by)
        return Response(JudgementSerializer(undone).data, status=CREATED)

    def _cluster(self, number: int) -> Cluster:
        return get_object_or_404(
            self.case.clusters.select_related("run", "judged_by"), number=number
        )


class LinkerRunViewSet(InCase, GenericViewSet[LinkerRun]):
    """Runs of the linker, each with its parameters and what accident would have made."""

    serializer_class = LinkerRunSerializer
    queryset = LinkerRun.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the runs of a case."""
        page = self.paginate_queryset(self.case.linker_runs.select_related("requested_by"))
        return self.get_paginated_response(LinkerRunSerializer(page, many=True).data)

    @extend_schema(request=RequestRunSerializer, responses={202: LinkerRunSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Have the linker look for clusters."""
        values: dict[str, Any] = read(RequestRunSerializer, request)
        run = services.request_run(case=self.case, parameters=Parameters(**values), by=self.by)
        return Response(LinkerRunSerializer(run).data, status=ACCEPTED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one run."""
        runs = self.case.linker_runs.select_related("requested_by")
        return Response(LinkerRunSerializer(get_object_or_404(runs, number=number)).data)


class PlatformAccountViewSet(InCase, GenericViewSet[PlatformAccount]):
    """The accounts that the telemetry names."""

    serializer_class = PlatformAccountSerializer
    queryset = PlatformAccount.objects.none()
    may: ClassVar[dict[str, Permission]] = {"list": Permission.READ}

    def list(self, request: Request, reference: str) -> Response:
        """List the platform accounts of a case."""
        page = self.paginate_queryset(self.case.platform_accounts.all())
        return self.get_paginated_response(PlatformAccountSerializer(page, many=True).data)
